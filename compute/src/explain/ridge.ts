import { CholeskyDecomposition, Matrix } from "ml-matrix";

/** A linear model fitted to weighted samples. */
export interface RidgeFit {
  readonly coefficients: Float64Array;
  readonly intercept: number;
  /** Weighted coefficient of determination on the samples; 1 or 0 where the values are all the same. */
  readonly r2: number;
}

/** Samples: features [n, width] row by row, a value and a weight each. */
export interface Samples {
  readonly features: readonly ArrayLike<number>[];
  readonly values: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

/**
 * Weighted ridge regression with an intercept that is not penalised: the coefficients minimise
 * sum w (y - b0 - x b)^2 + alpha |b|^2, as scikit-learn's `Ridge` with `sample_weight`. Takes time by the square of
 * the features that are not 0.
 * @param alpha above 0, so that there is one solution
 */
export function ridge({ features, values, weights }: Samples, alpha: number): RidgeFit {
  const width = features[0]?.length ?? 0;
  const products = new Float64Array(width * width);
  const withValue = new Float64Array(width);
  const means = new Float64Array(width);
  const present = new Uint32Array(width);
  let total = 0;
  let meanValue = 0;
  for (const [i, row] of features.entries()) {
    const weight = weights[i] ?? 0;
    const value = values[i] ?? 0;
    total += weight;
    meanValue += weight * value;
    let count = 0;
    for (let j = 0; j < width; j++) if (row[j] !== 0) present[count++] = j;
    for (let a = 0; a < count; a++) {
      const j = present[a] ?? 0;
      const weighted = weight * (row[j] ?? 0);
      means[j] = (means[j] ?? 0) + weighted;
      withValue[j] = (withValue[j] ?? 0) + weighted * value;
      for (let b = 0; b <= a; b++) {
        const k = present[b] ?? 0;
        const at = j * width + k;
        products[at] = (products[at] ?? 0) + weighted * (row[k] ?? 0);
      }
    }
  }
  meanValue /= total;
  for (let j = 0; j < width; j++) means[j] = (means[j] ?? 0) / total;

  const penalised = new Matrix(width, width);
  for (let j = 0; j < width; j++)
    for (let k = 0; k <= j; k++) {
      const centred = (products[j * width + k] ?? 0) - total * (means[j] ?? 0) * (means[k] ?? 0);
      penalised.set(j, k, centred);
      penalised.set(k, j, centred);
    }
  for (let j = 0; j < width; j++) penalised.set(j, j, penalised.get(j, j) + alpha);
  const response = Matrix.columnVector(withValue.map((sum, j) => sum - total * (means[j] ?? 0) * meanValue));
  const coefficients =
    width === 0
      ? new Float64Array()
      : Float64Array.from(new CholeskyDecomposition(penalised).solve(response).to1DArray());
  const intercept = meanValue - dot(means, coefficients);

  let residual = 0;
  let variance = 0;
  for (const [i, row] of features.entries()) {
    const weight = weights[i] ?? 0;
    const value = values[i] ?? 0;
    residual += weight * (value - intercept - dot(row, coefficients)) ** 2;
    variance += weight * (value - meanValue) ** 2;
  }
  const r2 = variance > 0 ? 1 - residual / variance : residual > 0 ? 0 : 1;
  return { coefficients, intercept, r2 };
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < b.length; j++) sum += (a[j] ?? 0) * (b[j] ?? 0);
  return sum;
}
