import { twoSidedP } from "./normal";

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

/** Greatest p-value that Benjamini-Hochberg rejects at a rate; -1 for none. */
export function discoveryLimit(pValues: Float64Array, level: number): number {
  // none above the rate itself can be, and most are
  const low = pValues.filter((pValue) => pValue <= level).sort();
  for (let i = low.length - 1; i >= 0; i--) {
    const pValue = low[i] ?? 1;
    if ((pValue * pValues.length) / (i + 1) <= level) return pValue;
  }
  return -1;
}
