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

/** Two names as one: "minilm step 0438" and "minilm step 2191" as "minilm" and "step 0438, 2191". */
export function versionedPair(first: string, second: string): Versioned {
  const [a, b] = [versioned(first), versioned(second)];
  if (a.name !== b.name || !a.version || !b.version) return { name: `${first}, ${second}`, version: "" };
  const [kind = "", ...number] = a.version.split(/\s+/);
  const shared = number.length > 0 && b.version.startsWith(`${kind} `);
  return { name: a.name, version: `${a.version}, ${shared ? b.version.slice(kind.length + 1) : b.version}` };
}
