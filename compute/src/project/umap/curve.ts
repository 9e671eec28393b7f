/** Parameters of the map's membership curve 1 / (1 + a d^2b). */
export interface Curve {
  readonly a: number;
  readonly b: number;
}

const POINTS = 300;
const STEPS = 100;

/**
 * The curve nearest, in least squares over 300 distances up to 3 spreads, to 1 below `minDist` and
 * exp(-(d - minDist) / spread) beyond: umap-learn's `find_ab_params`, by Gauss-Newton with step halving.
 */
export function fitCurve(minDist: number, spread: number): Curve {
  const distances = Float64Array.from({ length: POINTS }, (_, i) => (i * 3 * spread) / (POINTS - 1));
  const targets = distances.map((d) => (d < minDist ? 1 : Math.exp(-(d - minDist) / spread)));
  let curve: Curve = { a: 1, b: 1 };
  let loss = squaredError(curve, distances, targets);
  for (let step = 0; step < STEPS; step++) {
    const { a, b } = newtonStep(curve, distances, targets);
    let factor = 1;
    let next = curve;
    let nextLoss = Infinity;
    for (; factor > 1e-8; factor /= 2) {
      next = { a: curve.a + factor * a, b: curve.b + factor * b };
      nextLoss = next.a > 0 && next.b > 0 ? squaredError(next, distances, targets) : Infinity;
      if (nextLoss <= loss) break;
    }
    if (!(nextLoss < loss)) return curve;
    curve = next;
    loss = nextLoss;
  }
  return curve;
}

function squaredError({ a, b }: Curve, distances: Float64Array, targets: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < POINTS; i++)
    sum += (1 / (1 + a * (distances[i] as number) ** (2 * b)) - (targets[i] as number)) ** 2;
  return sum;
}

/** Solution of the normal equations J'J s = -J'r for the two parameters. */
function newtonStep({ a, b }: Curve, distances: Float64Array, targets: Float64Array): Curve {
  let [aa, ab, bb, ra, rb] = [0, 0, 0, 0, 0];
  for (let i = 1; i < POINTS; i++) {
    const d = distances[i] as number;
    const power = d ** (2 * b);
    const value = 1 / (1 + a * power);
    const residual = value - (targets[i] as number);
    const byA = -value * value * power;
    const byB = 2 * a * Math.log(d) * byA;
    aa += byA * byA;
    ab += byA * byB;
    bb += byB * byB;
    ra += byA * residual;
    rb += byB * residual;
  }
  const determinant = aa * bb - ab * ab;
  return { a: (ab * rb - bb * ra) / determinant, b: (ab * ra - aa * rb) / determinant };
}
