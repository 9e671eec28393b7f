import type { SpelledPiece } from "../models/spelling";

/** Where a piece stands in a text: UTF-16 positions; `from` equals `to` for a piece without characters of its own. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** A text without what tokenizers may leave out or change. */
interface Folded {
  readonly text: string;
  /** Where each UTF-16 unit comes from, and ends, in the original. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Whether a word may begin here: 2 behind white space, 1 where the kind of character changes, else 0. */
  readonly boundary: Uint8Array;
}

/** Pieces, and folded characters, that are looked at together where a piece is not found at once. */
const BLOCK = 24;
const WINDOW = 240;
/** Costs of what an alignment would rather not do. */
const cost = { skip: 10, unlike: 25, nothing: 30, inWord: 2, change: 3, blank: 20 } as const;

/**
 * Finds pieces in the text that they are of, in order. Both are compared without case, accents, blanks and
 * compatibility variants, so that what a tokenizer's normalizer does need not be known. Pieces that are not known,
 * or not found as they are, get what the others around them leave: the cheapest alignment of a stretch of pieces.
 * @param pieces all of the text.
 * @param count how many of them are to be found.
 */
export function alignPieces(
  text: string,
  pieces: readonly SpelledPiece[],
  count: number = pieces.length,
): Place[] {
  const folded = foldText(text);
  const spelled = pieces
    .slice(0, count + BLOCK)
    .map((piece) => (piece.text === null ? null : fold(piece.text)));
  const places: Place[] = [];
  let at = 0;
  const place = (from: number, to: number): void => {
    const start = folded.from[from] ?? text.length;
    places.push({ from: start, to: to > from ? (folded.to[to - 1] ?? text.length) : start });
    at = to;
  };
  for (let i = 0; i < count; i = places.length) {
    const word = spelled[i] ?? null;
    if (word !== null && folded.text.startsWith(word, at)) place(at, at + word.length);
    else {
      const block = { pieces: pieces.slice(i, i + BLOCK), spelled: spelled.slice(i, i + BLOCK) };
      const last = i + BLOCK >= pieces.length;
      const found = cheapest(folded, at, block.spelled, block.pieces, last);
      // the end of a block does not know what comes behind it
      for (const { from, to } of last ? found : found.slice(0, BLOCK / 2)) place(from, to);
    }
  }
  return places.slice(0, count);
}

/** The cheapest alignment of some pieces with the text from `start` on, by dynamic programming. */
function cheapest(
  folded: Folded,
  start: number,
  spelled: readonly (string | null)[],
  pieces: readonly SpelledPiece[],
  last: boolean,
): { from: number; to: number }[] {
  const size = Math.min(WINDOW, folded.text.length - start);
  const width = size + 1;
  const toEnd = last && start + size === folded.text.length;
  // cost of the rest from piece k at j on, and of the rest within piece k
  const rest = new Float64Array((spelled.length + 1) * width);
  const within = new Float64Array(spelled.length * width).fill(Infinity);
  if (toEnd) for (let j = 0; j < size; j++) rest[spelled.length * width + j] = (size - j) * cost.skip;
  const boundary = (j: number): number => (j === size ? 2 : (folded.boundary[start + j] ?? 2));
  const crossing = (j: number): number => [0, cost.change, cost.blank][boundary(j)] ?? 0;
  const after = (k: number, j: number): number => rest[(k + 1) * width + j] ?? Infinity;
  const ending = (k: number, j: number): number =>
    after(k, j) + (boundary(j) > 0 || (pieces[k + 1]?.continues ?? false) ? 0 : cost.inWord);
  const options = (k: number, j: number): number[] => {
    const word = spelled[k] ?? null;
    const matches = word !== null && word.length <= size - j && folded.text.startsWith(word, start + j);
    return [
      matches ? after(k, j + word.length) : Infinity,
      (word === null ? 0 : cost.unlike) +
        (within[k * width + j + 1] ?? Infinity) +
        (j === size ? Infinity : 0),
      j === size ? Infinity : cost.skip + (rest[k * width + j + 1] ?? Infinity),
      cost.nothing + after(k, j),
    ];
  };
  for (let k = spelled.length - 1; k >= 0; k--)
    for (let j = size; j >= 0; j--) {
      const further = j === size ? Infinity : crossing(j) + (within[k * width + j + 1] ?? Infinity);
      within[k * width + j] = Math.min(ending(k, j), further);
      rest[k * width + j] = Math.min(...options(k, j));
    }

  const found: { from: number; to: number }[] = [];
  for (let k = 0, j = 0; k < spelled.length;) {
    const costs = options(k, j);
    const choice = costs.indexOf(Math.min(...costs));
    if (choice === 2) {
      j++;
      continue;
    }
    const from = j;
    if (choice === 0) j += spelled[k]?.length ?? 0;
    else if (choice === 1) {
      j++;
      while (j < size && ending(k, j) > crossing(j) + (within[k * width + j + 1] ?? Infinity)) j++;
    }
    found.push({ from: start + from, to: start + j });
    k++;
  }
  return found;
}

const dropped = /[\p{M}\p{C}\p{Z}\s▁]/u;

/** Characters as they are compared: decomposed, without marks, blanks and controls, in lower case. */
function fold(text: string): string {
  let result = "";
  for (const character of text.normalize("NFKD"))
    if (!dropped.test(character)) result += character.toLowerCase().replaceAll("ς", "σ");
  return result;
}

function foldText(text: string): Folded {
  let result = "";
  const from: number[] = [];
  const to: number[] = [];
  const boundary: number[] = [];
  let blank = true;
  let before = "";
  let at = 0;
  for (const character of text) {
    const folded = fold(character);
    const end = at + character.length;
    if (folded === "") blank ||= /[\p{Z}\s]/u.test(character);
    else {
      const kind = kindOf(character);
      for (let i = 0; i < folded.length; i++) {
        from.push(at);
        to.push(end);
        boundary.push(i > 0 ? 0 : blank ? 2 : kind !== before || kind === "single" ? 1 : 0);
      }
      before = kind;
      blank = false;
      result += folded;
    }
    at = end;
  }
  return {
    text: result,
    from: Int32Array.from(from),
    to: Int32Array.from(to),
    boundary: Uint8Array.from(boundary),
  };
}

function kindOf(character: string): string {
  if (/[\p{P}\p{Script=Han}]/u.test(character)) return "single";
  return /[\p{L}\p{N}_]/u.test(character) ? "letter" : "symbol";
}
