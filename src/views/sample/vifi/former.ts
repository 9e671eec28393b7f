import { differenceOf } from "../editor/difference";
import type { Picture } from "./picture";
import { stacksOf } from "./shares";

/**
 * Totals that the words of a picture had in the text before the edit, by the methods that are in both; NaN for new
 * words. Shares of more words are smaller, so they are told as if the text had had as many words as now.
 */
export function formerTotals(picture: Picture, former: Picture): Float32Array {
  const shared = former.parts.filter(({ method }) => picture.parts.some((part) => part.method === method));
  const stacks = stacksOf(shared, former.words.length, false);
  const totals = new Float32Array(picture.words.length).fill(NaN);
  const scale = former.words.length / Math.max(1, picture.words.length);
  const wordsOf = ({ words }: Picture): string[] => words.map(({ text }) => text);
  for (const { kind, before, after } of differenceOf(wordsOf(former), wordsOf(picture)))
    if (kind === "kept") totals[after] = (stacks[before]?.total ?? NaN) * scale;
  return totals;
}
