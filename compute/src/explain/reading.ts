import type { TextWord } from "../../../src/protocol";
import type { TextTokenizer } from "../models/tokens";
import { alignPieces, type Place } from "./align";
import type { Reading } from "./model";
import { wordsOf } from "./words";

/**
 * A text as the model reads it, and its words. A piece that reaches over several words makes one word of them; words
 * without a piece (behind the end of the model's window, or left out by its tokenizer) are not listed. A piece without
 * characters of its own goes with the word that it leads to, or on with the one before.
 */
export function readText(tokenizer: Pick<TextTokenizer, "read">, text: string): Reading {
  const { ids, pieces, special, whole, partOf, cut } = tokenizer.read(text);
  const end = partOf.reduce((last, part) => Math.max(last, part + 1), 0);
  const places = alignPieces(text, whole, end);
  const partAt = (piece: number): number => (special[piece] === 1 ? -1 : (partOf[piece] ?? -1));
  const { words, wordOfPiece } = joined(
    text,
    pieces.map((_, piece) => places[partAt(piece)]),
  );
  for (const piece of pieces.keys()) {
    const part = whole[partAt(piece)];
    if (!part || (wordOfPiece[piece] ?? -1) >= 0) continue;
    const before = wordOfPiece.subarray(0, piece).findLast((word) => word >= 0);
    const behind = wordOfPiece.subarray(piece + 1).find((word) => word >= 0);
    const leads = part.text?.trim() === "" && !part.continues;
    wordOfPiece[piece] = (leads ? (behind ?? before) : (before ?? behind)) ?? -1;
  }
  return { text, ids, pieces, special, words, wordOfPiece, cut };
}

/** The words that pieces at these places make, and each piece's; -1 for pieces that have none. */
function joined(
  text: string,
  places: readonly (Place | undefined)[],
): { words: TextWord[]; wordOfPiece: Int32Array } {
  const all = wordsOf(text);
  // the last of the words that are one with each
  const reach = Int32Array.from(all.keys());
  const touched = new Int32Array(places.length).fill(-1);
  const used = new Uint8Array(all.length);
  let at = 0;
  for (const [piece, place] of places.entries()) {
    if (!place || place.to <= place.from) continue;
    while (at > 0 && (all[at - 1]?.end ?? 0) > place.from) at--;
    while (at < all.length && (all[at]?.end ?? 0) <= place.from) at++;
    if ((all[at]?.start ?? Infinity) >= place.to) continue;
    touched[piece] = at;
    let end = at;
    while ((all[end + 1]?.start ?? Infinity) < place.to) end++;
    reach[at] = Math.max(reach[at] ?? 0, end);
    used.fill(1, at, end + 1);
  }
  const words: TextWord[] = [];
  const numberOf = new Int32Array(all.length).fill(-1);
  for (let first = 0; first < all.length; first++) {
    if (used[first] === 0) continue;
    let last = first;
    for (let i = first; i <= last; i++) last = Math.max(last, reach[i] ?? i);
    numberOf.fill(words.length, first, last + 1);
    const [start, end] = [all[first]?.start ?? 0, all[last]?.end ?? 0];
    words.push({ text: text.slice(start, end), start, end });
    first = last;
  }
  return { words, wordOfPiece: touched.map((word) => (word < 0 ? -1 : (numberOf[word] ?? -1))) };
}
