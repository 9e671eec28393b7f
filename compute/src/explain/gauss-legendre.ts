/** Points and weights of a quadrature rule on [0, 1]; the weights add up to 1. */
export interface Quadrature {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

/**
 * The Gauss-Legendre rule of n points on [0, 1], ascending: roots of the Legendre polynomial P_n by Newton's method
 * from Tricomi's first guess, with P_n and its derivative by Bonnet's recursion.
 */
export function gaussLegendre(n: number): Quadrature {
  const points = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < (n + 1) >> 1; i++) {
    let x = (1 - 1 / (8 * n * n) + 1 / (8 * n * n * n)) * Math.cos((Math.PI * (4 * i + 3)) / (4 * n + 2));
    let step = 1;
    let slope = 1;
    // quadratic convergence: a few rounds are enough, the bound is against a step that flickers in its last digit
    for (let round = 0; round < 20 && Math.abs(step) > 1e-15; round++) {
      const at = legendre(n, x);
      slope = at.slope;
      step = at.value / slope;
      x -= step;
    }
    if (n % 2 === 1 && i === (n - 1) / 2) x = 0;
    slope = legendre(n, x).slope;
    const weight = 1 / ((1 - x * x) * slope * slope);
    points[i] = (1 - x) / 2;
    points[n - 1 - i] = (1 + x) / 2;
    weights[i] = weight;
    weights[n - 1 - i] = weight;
  }
  return { points, weights };
}

/** P_n(x) and its derivative. */
function legendre(n: number, x: number): { value: number; slope: number } {
  let before = 1;
  let value = x;
  for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return { value, slope: (n * (x * value - before)) / (x * x - 1) };
}
