/**
 * Probability that a standard normal is farther from 0 than z, either way: erfc(|z| / sqrt 2). Series of erf below
 * 2.4 (A&S 7.1.6), continued fraction above (A&S 7.1.14); relative error below 1e-12.
 */
export function twoSidedP(z: number): number {
  if (Number.isNaN(z)) return NaN;
  const x = Math.abs(z) / Math.SQRT2;
  if (x < 2.4) {
    let term = x;
    let sum = x;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  let fraction = x;
  for (let n = 60; n >= 1; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / (fraction * Math.sqrt(Math.PI));
}
