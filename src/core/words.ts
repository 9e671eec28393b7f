import type { Mask, Positions } from "./columns";
import type { Postings } from "./postings";
import { isMadeOf, stopWords as englishStopWords } from "./tokens";

/** Which features count as localized. Lengths are in px of the screen. */
export interface LocalizedWordOptions {
  /** Fewest visible rows that contain the word; default `defaultMinCount` of the visible rows. */
  readonly minCount?: number | undefined;
  /** Most visible rows that contain the word; default 1,000. */
  readonly maxCount?: number | undefined;
  /** A word is local when its spread is below this on both axes; default 100 px. */
  readonly locality?: number | undefined;
  /**
   * gaussian (default): spread = twice the sample standard deviation (n - 1; 0 for one row), centre = mean;
   * square: spread = range, centre = middle of the range.
   */
  readonly shape?: "gaussian" | "square" | undefined;
  /** Keep what is not local instead; default false. */
  readonly invert?: boolean | undefined;
  /** Also words made of stop words only; default false. Pass true for features that are not words. */
  readonly stopWords?: boolean | undefined;
}

/** A feature with the place and extent of the visible rows that contain it, in px. */
export interface LocalizedWord {
  /** Index into the features of the postings. */
  readonly feature: number;
  readonly word: string;
  /** Visible rows that contain it. */
  readonly count: number;
  readonly x: number;
  readonly y: number;
  readonly spreadX: number;
  readonly spreadY: number;
}

/** Lower frequency bound for so many visible rows: .25 % of them, at most 30 and at least 5. */
export function defaultMinCount(visibleRows: number): number {
  return Math.min(30, Math.max(5, Math.ceil(visibleRows * 0.0025)));
}

/**
 * Localized word clouds (SemLa, arXiv 2403.15492): features whose visible rows lie close together on the map, by
 * count, then alphabetically. Rows without a position do not count.
 * @param positions px of the screen at the current zoom, so that zooming in reveals finer words.
 */
export function localizedWords(
  postings: Postings,
  positions: Positions,
  visible: Mask,
  options: LocalizedWordOptions = {},
): LocalizedWord[] {
  const placed = new Uint8Array(visible.length);
  let placedRows = 0;
  for (let row = 0; row < placed.length; row++) {
    // a sum of two coordinates is NaN when either is
    if (visible[row] && !Number.isNaN((positions[2 * row] ?? NaN) + (positions[2 * row + 1] ?? NaN))) {
      placed[row] = 1;
      placedRows++;
    }
  }
  const {
    minCount = defaultMinCount(placedRows),
    maxCount = 1000,
    locality = 100,
    shape = "gaussian",
    invert = false,
    stopWords = false,
  } = options;
  const measure = shape === "gaussian" ? measureGaussian : measureSquare;
  const extent = new Float64Array(5);
  const words: LocalizedWord[] = [];
  const { features, offsets } = postings;
  for (let feature = 0; feature < features.length; feature++) {
    const start = offsets[feature] ?? 0;
    const end = offsets[feature + 1] ?? 0;
    if (end - start < minCount) continue;
    const word = features[feature] ?? "";
    if (!stopWords && isMadeOf(word, englishStopWords)) continue;
    measure(postings.rows, start, end, positions, placed, extent);
    const count = extent[0] ?? 0;
    if (count < 1 || count < minCount || count > maxCount) continue;
    const spreadX = extent[3] ?? 0;
    const spreadY = extent[4] ?? 0;
    if ((spreadX < locality && spreadY < locality) === invert) continue;
    words.push({ feature, word, count, x: extent[1] ?? 0, y: extent[2] ?? 0, spreadX, spreadY });
  }
  return words.sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
}

type Measure = (
  rows: Uint32Array,
  start: number,
  end: number,
  positions: Positions,
  placed: Mask,
  extent: Float64Array,
) => void;

const measureGaussian: Measure = (rows, start, end, positions, placed, extent) => {
  let count = 0;
  let sumX = 0;
  let sumY = 0;
  let squaresX = 0;
  let squaresY = 0;
  for (let i = start; i < end; i++) {
    const row = rows[i] as number;
    if (placed[row] === 0) continue;
    const x = positions[2 * row] as number;
    const y = positions[2 * row + 1] as number;
    count++;
    sumX += x;
    sumY += y;
    squaresX += x * x;
    squaresY += y * y;
  }
  const freedom = Math.max(1, count - 1);
  extent[0] = count;
  extent[1] = sumX / count;
  extent[2] = sumY / count;
  extent[3] = 2 * Math.sqrt(Math.max(0, squaresX - (sumX * sumX) / count) / freedom);
  extent[4] = 2 * Math.sqrt(Math.max(0, squaresY - (sumY * sumY) / count) / freedom);
};

const measureSquare: Measure = (rows, start, end, positions, placed, extent) => {
  let count = 0;
  let left = Infinity;
  let right = -Infinity;
  let top = Infinity;
  let bottom = -Infinity;
  for (let i = start; i < end; i++) {
    const row = rows[i] as number;
    if (placed[row] === 0) continue;
    const x = positions[2 * row] as number;
    const y = positions[2 * row + 1] as number;
    count++;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  extent[0] = count;
  extent[1] = (left + right) / 2;
  extent[2] = (top + bottom) / 2;
  extent[3] = right - left;
  extent[4] = bottom - top;
};
