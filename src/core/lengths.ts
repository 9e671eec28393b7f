import { categoryPostings } from "./postings";
import type { Postings } from "./postings";

/** Characters from one feature of the length in characters to the next, as in SemLa. */
const CHARACTERS = 10;

/** Rows by the length of their texts in words: features "1 word", "2 words" and so on, shortest first. */
export function wordLengthPostings(lengths: ArrayLike<number>): Postings {
  return binned(lengths, 1, (words) => `${words} word${words === 1 ? "" : "s"}`);
}

/** Rows by the length of their texts in characters (UTF-16 units), ten at a time: "0–9 characters", "10–19 characters" and so on. */
export function characterLengthPostings(lengths: ArrayLike<number>): Postings {
  return binned(lengths, CHARACTERS, (from) => `${from}–${from + CHARACTERS - 1} characters`);
}

/** One feature for each bin that a row falls into. */
function binned(lengths: ArrayLike<number>, width: number, nameOf: (from: number) => string): Postings {
  const bins = new Int32Array(lengths.length);
  const codeOf = new Map<number, number>();
  let before = -1;
  for (let row = 0; row < bins.length; row++) {
    const bin = Math.floor((lengths[row] ?? 0) / width);
    bins[row] = bin;
    if (bin !== before) codeOf.set(bin, 0);
    before = bin;
  }
  const used = [...codeOf.keys()].sort((a, b) => a - b);
  used.forEach((bin, code) => codeOf.set(bin, code));
  for (let row = 0; row < bins.length; row++) bins[row] = codeOf.get(bins[row] as number) ?? -1;
  return categoryPostings({ names: used.map((bin) => nameOf(bin * width)), codes: bins });
}
