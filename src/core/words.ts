import type { Mask, Positions } from "./columns";
import type { Postings } from "./postings";
import { finished, sortedSteps } from "./steps";
import { isMadeOf, stopWords as englishStopWords } from "./tokens";

/** Which features count as localized. Lengths are in px of the screen. */
export interface LocalizedWordOptions {
  /** Fewest visible rows that contain the word; default `defaultMinCount` of the visible rows. */
  readonly minCount?: number | undefined;
  /** Most visible rows that contain the word; default `defaultMaxCount` of the visible rows. */
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

/** Upper frequency bound for so many visible rows: a tenth of them, at least SemLa's 1,000. */
export function defaultMaxCount(visibleRows: number): number {
  return Math.max(1000, Math.floor(visibleRows / 10));
}

/**
 * Where the visible rows of features lie, in the units of the positions. Arrays have one entry a feature that is
 * contained in enough rows, in the order of the features.
 */
export interface FeatureExtents {
  /** Index into the features of the postings. */
  readonly features: Uint32Array;
  /** Visible rows that contain it. */
  readonly counts: Uint32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly spreadX: Float64Array;
  readonly spreadY: Float64Array;
  /** Visible rows that have a position. */
  readonly visibleRows: number;
}

/**
 * Measures every feature that at least `minCount` rows contain, visible or not; without `stopWords`, no features made
 * of stop words only. One pass over their postings. Defaults as of `localizedWords`.
 */
export function featureExtents(
  postings: Postings,
  positions: Positions,
  visible: Mask,
  options: Pick<LocalizedWordOptions, "shape" | "minCount" | "stopWords"> = {},
): FeatureExtents {
  return finished(featureExtentsSteps(postings, positions, visible, options));
}

function* featureExtentsSteps(
  postings: Postings,
  positions: Positions,
  visible: Mask,
  options: Pick<LocalizedWordOptions, "shape" | "minCount" | "stopWords">,
): Generator<void, FeatureExtents, void> {
  const { placed, masked, visibleRows } = placedRows(positions, visible);
  const { offsets } = postings;
  const { shape = "gaussian", minCount = defaultMinCount(visibleRows), stopWords = false } = options;
  const features = yield* candidates(postings, Math.max(1, minCount), stopWords);
  const { length } = features;
  const column = (): Float64Array => new Float64Array(length);
  const extents: FeatureExtents = {
    features,
    counts: new Uint32Array(length),
    x: column(),
    y: column(),
    spreadX: column(),
    spreadY: column(),
    visibleRows,
  };
  const measure = shape === "gaussian" ? measureGaussian : measureSquare;
  for (let from = 0; from < length; from += STRETCH) {
    for (let i = from, to = Math.min(length, from + STRETCH); i < to; i++) {
      const feature = features[i] as number;
      const [start, end] = [offsets[feature] as number, offsets[feature + 1] as number];
      measure(postings.rows, start, end, masked, placed, extents, i);
    }
    yield;
  }
  return extents;
}

/** Rows that are visible and have a position; of all others the positions are 0. */
function placedRows(
  positions: Positions,
  visible: Mask,
): { readonly placed: Mask; readonly masked: Float32Array; readonly visibleRows: number } {
  const placed = new Uint8Array(visible.length);
  // nothing is added for a row that is not visible, and no branch is needed to leave it out
  const masked = new Float32Array(2 * visible.length);
  let visibleRows = 0;
  for (let row = 0; row < placed.length; row++) {
    if (!visible[row]) continue;
    const x = positions[2 * row] as number;
    const y = positions[2 * row + 1] as number;
    // a sum of two coordinates is NaN when either is
    if (Number.isNaN(x + y)) continue;
    placed[row] = 1;
    masked[2 * row] = x;
    masked[2 * row + 1] = y;
    visibleRows++;
  }
  return { placed, masked, visibleRows };
}

/** Features that so many rows contain; without `stopWords`, not those made of stop words only. */
function* candidates(
  postings: Postings,
  enough: number,
  stopWords: boolean,
): Generator<void, Uint32Array, void> {
  const { offsets } = postings;
  const found = new Uint32Array(postings.features.length);
  let length = 0;
  for (let from = 0; from < found.length; from += STRETCH) {
    for (let feature = from, to = Math.min(found.length, from + STRETCH); feature < to; feature++) {
      if ((offsets[feature + 1] as number) - (offsets[feature] as number) < enough) continue;
      if (stopWords || !isDull(postings, feature)) found[length++] = feature;
    }
    yield;
  }
  return found.slice(0, length);
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
  return finished(localizedWordsSteps(postings, positions, visible, options));
}

/** The same in slices of a few milliseconds. */
export function* localizedWordsSteps(
  postings: Postings,
  positions: Positions,
  visible: Mask,
  options: LocalizedWordOptions = {},
): Generator<void, LocalizedWord[], void> {
  const extents = yield* featureExtentsSteps(postings, positions, visible, options);
  return yield* localWordsAmongSteps(postings, extents, options);
}

/** Those measured features that are localized; `options.locality` is in the units of the extents. */
export function localWordsAmong(
  postings: Postings,
  extents: FeatureExtents,
  options: Omit<LocalizedWordOptions, "shape" | "stopWords"> = {},
): LocalizedWord[] {
  return finished(localWordsAmongSteps(postings, extents, options));
}

function* localWordsAmongSteps(
  postings: Postings,
  extents: FeatureExtents,
  options: Omit<LocalizedWordOptions, "shape" | "stopWords">,
): Generator<void, LocalizedWord[], void> {
  const { features, counts, visibleRows } = extents;
  const {
    minCount = defaultMinCount(visibleRows),
    maxCount = defaultMaxCount(visibleRows),
    locality = 100,
    invert = false,
  } = options;
  const words: LocalizedWord[] = [];
  for (let i = 0; i < features.length; i++) {
    if (i % STRETCH === STRETCH - 1) yield;
    const count = counts[i] as number;
    if (count < 1 || count < minCount || count > maxCount) continue;
    const spreadX = extents.spreadX[i] as number;
    const spreadY = extents.spreadY[i] as number;
    if ((spreadX < locality && spreadY < locality) === invert) continue;
    const feature = features[i] as number;
    const word = postings.features[feature] ?? "";
    words.push({
      feature,
      word,
      count,
      x: extents.x[i] as number,
      y: extents.y[i] as number,
      spreadX,
      spreadY,
    });
  }
  const order = yield* sortedSteps(words.length, (i, j) => {
    const [a, b] = [words[i] as LocalizedWord, words[j] as LocalizedWord];
    return b.count - a.count || (a.word < b.word ? -1 : 1);
  });
  return Array.from(order, (i) => words[i] as LocalizedWord);
}

/** Features looked at between two steps. */
const STRETCH = 4096;

/** Per feature 1 where it is made of stop words only, 2 where it is not, 0 where it has not been looked at. */
const dullness = new WeakMap<Postings, Uint8Array>();

function isDull(postings: Postings, feature: number): boolean {
  let known = dullness.get(postings);
  if (!known) dullness.set(postings, (known = new Uint8Array(postings.features.length)));
  known[feature] ||= isMadeOf(postings.features[feature] ?? "", englishStopWords) ? 1 : 2;
  return known[feature] === 1;
}

type Measure = (
  rows: Uint32Array,
  start: number,
  end: number,
  masked: Float32Array,
  placed: Mask,
  into: FeatureExtents,
  at: number,
) => void;

const measureGaussian: Measure = (rows, start, end, masked, placed, into, at) => {
  let count = 0;
  let sumX = 0;
  let sumY = 0;
  let squaresX = 0;
  let squaresY = 0;
  for (let i = start; i < end; i++) {
    const row = rows[i] as number;
    const x = masked[2 * row] as number;
    const y = masked[2 * row + 1] as number;
    count += placed[row] as number;
    sumX += x;
    sumY += y;
    squaresX += x * x;
    squaresY += y * y;
  }
  const freedom = Math.max(1, count - 1);
  into.counts[at] = count;
  into.x[at] = sumX / count;
  into.y[at] = sumY / count;
  into.spreadX[at] = 2 * Math.sqrt(Math.max(0, squaresX - (sumX * sumX) / count) / freedom);
  into.spreadY[at] = 2 * Math.sqrt(Math.max(0, squaresY - (sumY * sumY) / count) / freedom);
};

const measureSquare: Measure = (rows, start, end, masked, placed, into, at) => {
  let count = 0;
  let left = Infinity;
  let right = -Infinity;
  let top = Infinity;
  let bottom = -Infinity;
  for (let i = start; i < end; i++) {
    const row = rows[i] as number;
    if (placed[row] === 0) continue;
    const x = masked[2 * row] as number;
    const y = masked[2 * row + 1] as number;
    count++;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  into.counts[at] = count;
  into.x[at] = (left + right) / 2;
  into.y[at] = (top + bottom) / 2;
  into.spreadX[at] = right - left;
  into.spreadY[at] = bottom - top;
};
