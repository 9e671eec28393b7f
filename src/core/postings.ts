import type { Categories } from "./columns";
import { finished } from "./steps";
import { tokenize } from "./tokens";
import type { TokenMode } from "./tokens";

/**
 * Which rows contain which feature, in compressed sparse form: the rows of feature f are
 * `rows[offsets[f] .. offsets[f + 1] - 1]`, ascending, each once.
 */
export interface Postings {
  readonly features: readonly string[];
  /** One more than there are features. */
  readonly offsets: Uint32Array;
  readonly rows: Uint32Array;
}

/** Postings of texts, with the number of words (not n-grams) of each text. */
export interface WordPostings extends Postings {
  readonly lengths: Uint32Array;
}

/** How texts become features. */
export interface WordOptions {
  /** Default "unicode". */
  readonly tokens?: TokenMode | undefined;
  /** Words a feature: 1 (default) for words, 2 to 4 for phrases of exactly so many words, joined by spaces. */
  readonly ngram?: number | undefined;
}

/** Maps that features are looked up in. */
const MAPS = 16;

/** The words (or n-grams) of texts, each row once per feature. Features stand in order of first appearance. */
export function wordPostings(texts: readonly string[], options: WordOptions = {}): WordPostings {
  return finished(wordPostingsSteps(texts, options));
}

/**
 * The same in slices, so that a browser can draw in between: yields the number of rows read so far after every
 * `rowsPerStep` rows (by default about 2 ms of work) and returns the postings.
 * @throws RangeError when ngram is not 1 to 4.
 */
export function* wordPostingsSteps(
  texts: readonly string[],
  options: WordOptions = {},
  rowsPerStep = 500,
): Generator<number, WordPostings, void> {
  const { tokens = "unicode", ngram = 1 } = options;
  if (!(Number.isInteger(ngram) && ngram >= 1 && ngram <= 4))
    throw new RangeError(`ngram: ${ngram} (allowed: 1, 2, 3, 4)`);
  // several maps, told apart by a feature's length: one of a million features would take too long to grow
  const idsOf = Array.from({ length: MAPS }, () => new Map<string, number>());
  const features: string[] = [];
  const lastRow: number[] = [];
  const counts: number[] = [];
  const entries = new GrowingIds();
  const ends = new Uint32Array(texts.length);
  const lengths = new Uint32Array(texts.length);
  for (let row = 0; row < texts.length; row++) {
    const words = tokenize(texts[row] ?? "", tokens);
    lengths[row] = words.length;
    for (let first = 0; first + ngram <= words.length; first++) {
      const feature = ngram === 1 ? (words[first] ?? "") : words.slice(first, first + ngram).join(" ");
      const idOf = idsOf[feature.length % MAPS] as Map<string, number>;
      let id = idOf.get(feature);
      if (id === undefined) {
        id = features.length;
        idOf.set(feature, id);
        features.push(feature);
        lastRow.push(-1);
        counts.push(0);
      }
      if (lastRow[id] === row) continue;
      lastRow[id] = row;
      counts[id] = (counts[id] ?? 0) + 1;
      entries.push(id);
    }
    ends[row] = entries.length;
    if ((row + 1) % rowsPerStep === 0) yield row + 1;
  }

  const offsets = offsetsOf(counts);
  const next = offsets.slice();
  const rows = new Uint32Array(entries.length);
  const sliceLength = 200_000;
  let sliceEnd = sliceLength;
  for (let row = 0, i = 0; row < texts.length; row++) {
    for (const end = ends[row] ?? 0; i < end; i++) {
      const id = entries.ids[i] ?? 0;
      const at = next[id] ?? 0;
      rows[at] = row;
      next[id] = at + 1;
    }
    if (i >= sliceEnd) {
      sliceEnd = i + sliceLength;
      yield texts.length;
    }
  }
  return { features, offsets, rows, lengths };
}

/** The rows of each category, in the order of `names`; rows without a value are left out. */
export function categoryPostings(categories: Categories): Postings {
  const { names, codes } = categories;
  const counts = new Array<number>(names.length).fill(0);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  const offsets = offsetsOf(counts);
  const next = offsets.slice();
  const rows = new Uint32Array(offsets[names.length] ?? 0);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] ?? -1;
    if (code < 0) continue;
    const at = next[code] ?? 0;
    rows[at] = row;
    next[code] = at + 1;
  }
  return { features: names, offsets, rows };
}

function offsetsOf(counts: readonly number[]): Uint32Array {
  const offsets = new Uint32Array(counts.length + 1);
  let total = 0;
  for (let id = 0; id < counts.length; id++) {
    total += counts[id] ?? 0;
    offsets[id + 1] = total;
  }
  return offsets;
}

class GrowingIds {
  ids = new Uint32Array(4096);
  length = 0;

  push(id: number): void {
    if (this.length === this.ids.length) {
      const larger = new Uint32Array(this.length * 2);
      larger.set(this.ids);
      this.ids = larger;
    }
    this.ids[this.length++] = id;
  }
}
