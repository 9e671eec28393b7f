import type { Mask } from "./columns";
import { twoSidedP } from "./normal";
import type { Postings } from "./postings";
import { isMadeOf, stopWords as englishStopWords } from "./tokens";

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

/** What is compared and when it is more than chance. */
export interface CharacteristicOptions {
  /** Also words made of stop words only; default false. Pass true for features that are not words. */
  readonly stopWords?: boolean | undefined;
  /** Fewest rows, inside and elsewhere together, that contain the feature; default 5. */
  readonly minCount?: number | undefined;
  /** False discovery rate; default .05. */
  readonly level?: number | undefined;
}

/** Pooled two-proportion z test of `count2 / n2` against `count1 / n1`. NaN when either group is empty. */
export function twoProportionZ(
  count1: number,
  n1: number,
  count2: number,
  n2: number,
): { z: number; pValue: number } {
  const pooled = (count1 + count2) / (n1 + n2);
  const difference = count2 / n2 - count1 / n1;
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
  const z = deviation === 0 ? 0 : difference / deviation;
  return { z, pValue: twoSidedP(z) };
}

/** Benjamini-Hochberg adjusted p-values, in the order given: reject at a rate q where they are at most q. */
export function benjaminiHochberg(pValues: ArrayLike<number>): Float64Array {
  const order = Array.from(pValues, (_, i) => i).sort((a, b) => (pValues[b] ?? 0) - (pValues[a] ?? 0));
  const adjusted = new Float64Array(pValues.length);
  let least = 1;
  order.forEach((index, i) => {
    const rank = pValues.length - i;
    least = Math.min(least, ((pValues[index] ?? 0) * pValues.length) / rank);
    adjusted[index] = least;
  });
  return adjusted;
}

/**
 * What is more (or less) frequent inside than elsewhere: every feature with its shares, largest gain first.
 * Elsewhere are the rows of `among` that are not inside. Empty when either group has no row.
 */
export function characteristic(
  postings: Postings,
  inside: Mask,
  among: Mask,
  options: CharacteristicOptions = {},
): CharacteristicFeature[] {
  const { stopWords = false, minCount = 5, level = 0.05 } = options;
  // 0: neither, 1: elsewhere, 2: inside
  const group = among.map((bit, row) => (bit ? (inside[row] ? 2 : 1) : 0));
  const sizes = [0, 0, 0] as [number, number, number];
  for (const code of group) sizes[code as 0 | 1 | 2]++;
  const [, elsewhereSize, insideSize] = sizes;
  if (elsewhereSize === 0 || insideSize === 0) return [];

  const { features, offsets, rows } = postings;
  const found: { -readonly [K in keyof CharacteristicFeature]: CharacteristicFeature[K] }[] = [];
  for (let feature = 0; feature < features.length; feature++) {
    const start = offsets[feature] ?? 0;
    const end = offsets[feature + 1] ?? 0;
    if (end - start < minCount) continue;
    const word = features[feature] ?? "";
    if (!stopWords && isMadeOf(word, englishStopWords)) continue;
    let elsewhere = 0;
    let count = 0;
    for (let i = start; i < end; i++) {
      const code = group[rows[i] as number];
      if (code === 2) count++;
      else if (code === 1) elsewhere++;
    }
    if (count + elsewhere < Math.max(1, minCount)) continue;
    const { z, pValue } = twoProportionZ(elsewhere, elsewhereSize, count, insideSize);
    found.push({
      feature,
      word,
      count,
      p1: elsewhere / elsewhereSize,
      p2: count / insideSize,
      z,
      pValue,
      significant: false,
    });
  }
  const adjusted = benjaminiHochberg(found.map((entry) => entry.pValue));
  for (const [i, entry] of found.entries()) entry.significant = (adjusted[i] ?? 1) <= level;
  return found.sort((a, b) => b.p2 - b.p1 - (a.p2 - a.p1) || (a.word < b.word ? -1 : 1));
}
