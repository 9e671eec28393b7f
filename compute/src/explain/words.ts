import type { TextWord } from "../../../src/protocol";

/** A run of letters and digits with its inner apostrophes; an emoji with all its parts; any other character. */
const word =
  /[\p{L}\p{M}\p{N}_]+(?:['’][\p{L}\p{M}\p{N}_]+)*|\p{RI}\p{RI}|\p{ExtPict}[\p{EMod}\ufe0f]*(?:\u200d\p{ExtPict}[\p{EMod}\ufe0f]*)*|\S\p{M}*/gu;
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * The words of a text, in order: runs of letters and digits, in which apostrophes stay ("can't"), every punctuation
 * mark and symbol on its own. Scripts without spaces are cut by `Intl.Segmenter`.
 */
export function wordsOf(text: string): TextWord[] {
  return Array.from(text.matchAll(word)).flatMap(({ 0: found, index }) =>
    unspaced.test(found) ? segments(found, index) : { text: found, start: index, end: index + found.length },
  );
}

function segments(run: string, start: number): TextWord[] {
  return Array.from(
    new Intl.Segmenter(undefined, { granularity: "word" }).segment(run),
    ({ segment, index }) => ({
      text: segment,
      start: start + index,
      end: start + index + segment.length,
    }),
  );
}
