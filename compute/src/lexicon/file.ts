import { z } from "zod";

/** Words, the concepts that they stand for, and the concepts above those; see `scripts/build-concepts.mjs`. */
export interface Lexicon {
  /** Where it comes from, in words for the user. */
  readonly source: string;
  /** Name of each concept. */
  readonly names: readonly string[];
  /** Words beneath each concept: the fewer, the more specific it is. */
  readonly beneath: Uint32Array;
  /** The concepts right above one. */
  above(concept: number): Uint16Array;
  /** The concepts that a base form stands for; undefined for a word that is not in it. */
  conceptsOf(word: string): Uint16Array | undefined;
}

const header = z.object({
  source: z.string(),
  sections: z.array(
    z.object({ name: z.string(), type: z.enum(["lines", "Uint16Array", "Uint32Array"]), length: z.int() }),
  ),
});

/** @throws Error when the file is not one of concepts. */
export function readLexicon(file: Uint8Array): Lexicon {
  // on memory of its own, where arrays of larger elements can stand
  const bytes = file.slice();
  const text = (from: number, length: number): string =>
    new TextDecoder().decode(bytes.subarray(from, from + length));
  const headLength = new DataView(bytes.buffer).getUint32(0, true);
  const { source, sections } = header.parse(JSON.parse(text(4, headLength)));
  const places = new Map<string, { readonly at: number; readonly length: number }>();
  let at = 4 + headLength;
  for (const { name, length } of sections) {
    places.set(name, { at, length });
    at += 4 * Math.ceil(length / 4);
  }
  const place = (name: string) => {
    const found = places.get(name);
    if (!found) throw new Error(`file of concepts: no section ${name} (allowed: those of this version)`);
    return found;
  };
  const lines = (name: string): string[] => text(place(name).at, place(name).length).split("\n");
  const wide = (name: string): Uint32Array =>
    new Uint32Array(bytes.buffer, place(name).at, place(name).length / 4);
  const lists = (name: string): ((index: number) => Uint16Array) => {
    const offsets = wide(`${name}Offsets`);
    const entries = new Uint16Array(bytes.buffer, place(name).at, place(name).length / 2);
    return (index) => entries.subarray(offsets[index], offsets[index + 1]);
  };
  const words = lines("words");
  const concepts = lists("concepts");
  return {
    source,
    names: lines("names"),
    beneath: wide("beneath"),
    above: lists("above"),
    conceptsOf: (word) => {
      const index = placeOf(word, words);
      return words[index] === word ? concepts(index) : undefined;
    },
  };
}

/** Where a word stands in a sorted list, or would stand. */
function placeOf(word: string, sorted: readonly string[]): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") < word) low = middle + 1;
    else high = middle;
  }
  return low;
}
