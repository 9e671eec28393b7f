import { matchingCodes, sizeOf } from "./columns";
import type { Categories, Mask } from "./columns";
import { mcnemar } from "./comparison";
import type { Postings } from "./postings";
import { discoveryLimit, twoProportionZ } from "./significance";
import { finished, sortedSteps } from "./steps";
import { isMadeOf, stopWords as englishStopWords } from "./tokens";

/** A feature with its share in two groups of rows. */
export interface ContrastFeature {
  /** Index into the features of the postings. */
  readonly feature: number;
  readonly word: string;
  /** Rows of the first group that contain it, and of the second. */
  readonly count1: number;
  readonly count2: number;
  /** Their shares of the group. */
  readonly p1: number;
  readonly p2: number;
  /** p2 - p1. */
  readonly contrast: number;
  /** Two-sided, of no difference. */
  readonly pValue: number;
  /** Whether the difference is beyond chance at `level` after Benjamini-Hochberg over all features compared. */
  readonly significant: boolean;
}

/** What is compared and when it is more than chance. */
export interface ContrastOptions {
  /** Also words made of stop words only; default false. Pass true for features that are not words. */
  readonly stopWords?: boolean | undefined;
  /** Fewest rows, in both groups together, that contain the feature; default 5. */
  readonly minCount?: number | undefined;
  /** False discovery rate; default .05. */
  readonly level?: number | undefined;
}

/** A feature whose share of rows differs between a group and the rest. */
export interface CharacteristicFeature {
  /** Index into the features of the postings. */
  readonly feature: number;
  readonly word: string;
  /** Rows inside that contain it. */
  readonly count: number;
  /** Share of the rows elsewhere that contain it. */
  readonly p1: number;
  /** Share of the rows inside that contain it. */
  readonly p2: number;
  /** Two-proportion z of p2 - p1. */
  readonly z: number;
  /** Two-sided. */
  readonly pValue: number;
  /** Whether the difference is beyond chance at `level` after Benjamini-Hochberg over all features compared. */
  readonly significant: boolean;
}

/**
 * Features by the difference of their shares in two groups of rows, p2 - p1, greatest first, tested by the
 * two-proportion z. A row may be in both groups. Empty when either group has no row.
 */
export function contrastFeatures(
  postings: Postings,
  a: Mask,
  b: Mask,
  options: ContrastOptions = {},
): ContrastFeature[] {
  return finished(contrastSteps(postings, a, b, options));
}

/** The same in slices of a few milliseconds. */
export function* contrastSteps(
  postings: Postings,
  a: Mask,
  b: Mask,
  options: ContrastOptions = {},
): Generator<void, ContrastFeature[], void> {
  const { minCount = 5, level } = options;
  const [n1, n2] = [sizeOf(a), sizeOf(b)];
  if (n1 === 0 || n2 === 0) return [];
  const group = a.map((bit, row) => (bit ? 1 : 0) | (b[row] ? 2 : 0));
  const { offsets, rows } = postings;
  const found: Contrast[] = [];
  let looked = 0;
  for (const feature of comparable(postings, options)) {
    if (++looked % STRETCH === 0) yield;
    let count1 = 0;
    let count2 = 0;
    for (let i = offsets[feature] as number, end = offsets[feature + 1] as number; i < end; i++) {
      const code = group[rows[i] as number] as number;
      count1 += code & 1;
      count2 += code >> 1;
    }
    if (count1 + count2 < Math.max(1, minCount)) continue;
    const { pValue } = twoProportionZ(count1, n1, count2, n2);
    const [p1, p2] = [count1 / n1, count2 / n2];
    const word = postings.features[feature] ?? "";
    found.push({ feature, word, count1, count2, p1, p2, contrast: p2 - p1, pValue, significant: false });
  }
  return yield* rankedSteps(found, level);
}

/**
 * The same for two judgements of the same rows: which of the rows of `among` that contain a feature are in the mask
 * `a` (errors of one model, say), and which in `b`; shares are of the rows that contain it. Tested by McNemar.
 */
export function pairedContrast(
  postings: Postings,
  a: Mask,
  b: Mask,
  among: Mask,
  options: ContrastOptions = {},
): ContrastFeature[] {
  return finished(pairedContrastSteps(postings, a, b, among, options));
}

/** The same in slices of a few milliseconds. */
export function* pairedContrastSteps(
  postings: Postings,
  a: Mask,
  b: Mask,
  among: Mask,
  options: ContrastOptions = {},
): Generator<void, ContrastFeature[], void> {
  const { minCount = 5, level } = options;
  const group = among.map((bit, row) => (bit ? 4 | (a[row] ? 1 : 0) | (b[row] ? 2 : 0) : 0));
  const { offsets, rows } = postings;
  const found: Contrast[] = [];
  let looked = 0;
  for (const feature of comparable(postings, options)) {
    if (++looked % STRETCH === 0) yield;
    // rows in neither mask, in the first only, in the second only, in both
    const tally = [0, 0, 0, 0] as [number, number, number, number];
    for (let i = offsets[feature] as number, end = offsets[feature + 1] as number; i < end; i++) {
      const code = group[rows[i] as number] as number;
      if (code >= 4) tally[(code - 4) as 0 | 1 | 2 | 3]++;
    }
    const [neither, only1, only2, both] = tally;
    const count = neither + only1 + only2 + both;
    if (count < Math.max(1, minCount)) continue;
    found.push(paired(feature, postings.features[feature] ?? "", only1, only2, both, count));
  }
  return yield* rankedSteps(found, level);
}

/**
 * The same for two columns of categories on the rows of `among`: the share of rows that either puts into each
 * category, matched by name; `feature` indexes the names of `a`, then those that only `b` has. Tested by McNemar.
 */
export function pairedCategories(
  a: Categories,
  b: Categories,
  among: Mask,
  options: Pick<ContrastOptions, "minCount" | "level"> = {},
): ContrastFeature[] {
  const { minCount = 5, level } = options;
  const names = [...a.names];
  const codeOf = matchingCodes(b, a);
  b.names.forEach((name, code) => {
    if (codeOf[code] === -1) codeOf[code] = names.push(name) - 1;
  });
  const [only1, only2, both] = [
    new Int32Array(names.length),
    new Int32Array(names.length),
    new Int32Array(names.length),
  ];
  const rows = sizeOf(among);
  const add = (to: Int32Array, at: number): void => {
    to[at] = (to[at] ?? 0) + 1;
  };
  for (let row = 0; row < among.length; row++) {
    if (!among[row]) continue;
    const first = a.codes[row] ?? -1;
    const second = codeOf[b.codes[row] ?? -1] ?? -1;
    if (first === second) {
      if (first >= 0) add(both, first);
      continue;
    }
    if (first >= 0) add(only1, first);
    if (second >= 0) add(only2, second);
  }
  const found = names.map((name, label) =>
    paired(label, name, only1[label] ?? 0, only2[label] ?? 0, both[label] ?? 0, rows),
  );
  const enough = found.filter(({ count1, count2 }) => count1 + count2 >= Math.max(1, minCount));
  return finished(rankedSteps(enough, level));
}

/**
 * What is more (or less) frequent inside than elsewhere: every feature with its shares, largest gain first.
 * Elsewhere are the rows of `among` that are not inside. Empty when either group has no row.
 */
export function characteristic(
  postings: Postings,
  inside: Mask,
  among: Mask,
  options: ContrastOptions = {},
): CharacteristicFeature[] {
  return finished(characteristicSteps(postings, inside, among, options));
}

/** The same in slices of a few milliseconds. */
export function* characteristicSteps(
  postings: Postings,
  inside: Mask,
  among: Mask,
  options: ContrastOptions = {},
): Generator<void, CharacteristicFeature[], void> {
  const group = among.map((bit, row) => (bit && inside[row] ? 1 : 0));
  const elsewhere = among.map((bit, row) => (bit && !inside[row] ? 1 : 0));
  const [n1, n2] = [sizeOf(elsewhere), sizeOf(group)];
  const contrasts = yield* contrastSteps(postings, elsewhere, group, options);
  return contrasts.map(({ feature, word, count1, count2, p1, p2, pValue, significant }) => {
    const { z } = twoProportionZ(count1, n1, count2, n2);
    return { feature, word, count: count2, p1, p2, z, pValue, significant };
  });
}

/** Features looked at between two steps. */
const STRETCH = 1000;

type Contrast = { -readonly [K in keyof ContrastFeature]: ContrastFeature[K] };

/** Features that enough rows contain for them to be compared, in order. */
function* comparable(postings: Postings, options: ContrastOptions): Generator<number, void, void> {
  const { stopWords = false, minCount = 5 } = options;
  const { features, offsets } = postings;
  for (let feature = 0; feature < features.length; feature++) {
    if ((offsets[feature + 1] ?? 0) - (offsets[feature] ?? 0) < minCount) continue;
    if (stopWords || !isMadeOf(features[feature] ?? "", englishStopWords)) yield feature;
  }
}

function paired(
  feature: number,
  word: string,
  only1: number,
  only2: number,
  both: number,
  rows: number,
): Contrast {
  const [count1, count2] = [only1 + both, only2 + both];
  const [p1, p2] = [count1 / rows, count2 / rows];
  const { pValue } = mcnemar(only1, only2);
  return { feature, word, count1, count2, p1, p2, contrast: p2 - p1, pValue, significant: false };
}

/** Marks what is more than chance and sorts, greatest contrast first. */
function* rankedSteps(found: readonly Contrast[], level = 0.05): Generator<void, ContrastFeature[], void> {
  yield;
  const limit = discoveryLimit(
    Float64Array.from(found, (entry) => entry.pValue),
    level,
  );
  const contrasts = Float64Array.from(found, (entry) => entry.contrast);
  yield;
  const order = yield* sortedSteps(
    found.length,
    (a, b) =>
      (contrasts[b] as number) - (contrasts[a] as number) ||
      ((found[a]?.word ?? "") < (found[b]?.word ?? "") ? -1 : 1),
  );
  const sorted: ContrastFeature[] = [];
  for (const i of order) {
    const entry = found[i] as Contrast;
    entry.significant = entry.pValue <= limit;
    if (sorted.push(entry) % STRETCH === 0) yield;
  }
  return sorted;
}
