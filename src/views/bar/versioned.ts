/** A name and, where it ends in one, its version: a split, or a word with a number such as "step 2191" or "v2". */
export interface Versioned {
  readonly name: string;
  readonly version: string;
}

const ending =
  /^(.*?\S)\s+((?:(?:step|epoch|checkpoint|version|seed)\s+\S+)|v?\d[\w.]*|train|test|validation|dev)$/iu;

/** "banking77 test" as "banking77" and "test"; a name without version has "" there. */
export function versioned(title: string): Versioned {
  const [, name, version] = ending.exec(title.trim()) ?? [];
  return { name: name ?? title, version: version ?? "" };
}
