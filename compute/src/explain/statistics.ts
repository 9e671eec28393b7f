import { seededRandom } from "../../../src/core/random";

const RESAMPLES = 1000;
const TAIL = 0.025;

/** Kendall's tau-b, which counts ties in neither; null where one side is all ties or there are fewer than two. */
export function kendallTau(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  let balance = 0;
  let ofA = 0;
  let ofB = 0;
  for (let i = 0; i < a.length; i++)
    for (let j = 0; j < i; j++) {
      const inA = Math.sign((a[i] ?? NaN) - (a[j] ?? NaN));
      const inB = Math.sign((b[i] ?? NaN) - (b[j] ?? NaN));
      balance += inA * inB;
      ofA += inA * inA;
      ofB += inB * inB;
    }
  const tau = balance / Math.sqrt(ofA * ofB);
  return Number.isFinite(tau) ? tau : null;
}

/** A mean and the interval that holds it. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/**
 * The mean of some values and its 95 % bootstrap interval (percentiles of the means of 1,000 seeded resamples, as
 * SciPy's `bootstrap(method="percentile")`). NaN without values; one value is its own interval.
 */
export function bootstrapMean(values: readonly number[], seed: number): Estimate {
  const n = values.length;
  const random = seededRandom(seed);
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += values[Math.floor(random() * n)] ?? NaN;
    return sum / n;
  }).sort();
  const value = values.reduce((sum, each) => sum + each, 0) / n;
  return { value, low: quantile(means, TAIL), high: quantile(means, 1 - TAIL), n };
}

/** The quantile of ascending values, by linear interpolation as NumPy does. */
export function quantile(ascending: ArrayLike<number>, q: number): number {
  const at = q * (ascending.length - 1);
  const below = ascending[Math.floor(at)] ?? NaN;
  const above = ascending[Math.ceil(at)] ?? NaN;
  return below + (at - Math.floor(at)) * (above - below);
}
