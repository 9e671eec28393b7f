import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { seededRandom } from "../../../src/core/random";
import type { Control } from "./cancelled";
import { checkStop, uninterrupted } from "./cancelled";
import { checkEmbeddings, meanRow } from "./similarity";
import type { Embeddings } from "./similarity";

/** The first two principal components of some rows. */
export interface PrincipalComponents {
  /** Mean of the rows, `dimension` numbers. */
  readonly mean: Float64Array;
  /** Two unit vectors of `dimension` numbers, one after the other; the largest entry of each is positive. */
  readonly components: Float64Array;
  /** Share of the rows' variance each component explains (0..1; 0 where the rows do not vary). */
  readonly explained: readonly [number, number];
}

/** Columns added to the search space in each step, and how far it may grow. */
const BLOCK = 4;
const MAX_STEPS = 25;
/** A component is found when |C v - lambda v| is below this share of the whole variance. */
const TOLERANCE = 3e-5;

/**
 * First two principal components by randomised block Krylov iteration (Musco & Musco 2015) on the covariance,
 * which is never formed: each step reads the rows once. Seeded inside, so the same rows give the same bytes;
 * signs as scikit-learn's `svd_flip` over components. Components are accurate to about three digits, enough for a picture.
 * @throws {Cancelled} between steps; an error if an embedding is not finite or the array's length is wrong.
 */
export function fitPrincipalComponents(
  embeddings: Embeddings,
  control: Control = uninterrupted,
): PrincipalComponents {
  checkEmbeddings(embeddings);
  const { dimension } = embeddings;
  const mean = meanRow(embeddings);
  const total = totalVariance(embeddings, mean);
  const components = new Float64Array(2 * dimension);
  if (!(total > 0)) {
    for (let c = 0; c < Math.min(2, dimension); c++) components[c * dimension + c] = 1;
    return { mean, components, explained: [0, 0] };
  }
  const variances = krylov(embeddings, mean, total, components, control);
  for (const at of [0, dimension]) fixSign(components.subarray(at, at + dimension));
  return { mean, components, explained: [variances[0] / total, variances[1] / total] };
}

/** Positions of rows on two principal components: rows x 2, interleaved. */
export function onPrincipalComponents(
  { data, rows, dimension }: Embeddings,
  { mean, components }: PrincipalComponents,
): Float32Array {
  const positions = new Float32Array(rows * 2);
  for (let row = 0; row < rows; row++) {
    let x = 0;
    let y = 0;
    for (let i = 0, at = row * dimension; i < dimension; i++, at++) {
      const value = (data[at] as number) - (mean[i] as number);
      x += value * (components[i] as number);
      y += value * (components[dimension + i] as number);
    }
    positions[2 * row] = x;
    positions[2 * row + 1] = y;
  }
  return positions;
}

/** Positions of the rows on their own two principal components: rows x 2, interleaved. @throws {Cancelled} */
export function pca(embeddings: Embeddings, control: Control = uninterrupted): Float32Array {
  return onPrincipalComponents(embeddings, fitPrincipalComponents(embeddings, control));
}

/** Fills `components` and returns their sums of squares. Columns are kept as separate arrays of `dimension`. */
function krylov(
  embeddings: Embeddings,
  mean: Float64Array,
  total: number,
  components: Float64Array,
  control: Control,
): [number, number] {
  const { dimension } = embeddings;
  const random = seededRandom(1);
  const basis: Float64Array[] = [];
  const images: Float64Array[] = [];
  let block: Float64Array[] = Array.from({ length: BLOCK }, () =>
    Float64Array.from({ length: dimension }, () => random() - 0.5),
  );
  for (let step = 1; ; step++) {
    checkStop(control, "pca");
    const added = orthonormalise(block, basis, total);
    basis.push(...added);
    block = timesCovariance(embeddings, mean, added);
    images.push(...block);
    const found = ritzPairs(basis, images);
    const done = added.length < BLOCK || basis.length + BLOCK > dimension || step === MAX_STEPS;
    if (done || found.residual < TOLERANCE * total) {
      for (const [c, vector] of found.vectors.entries()) components.set(vector, c * dimension);
      return found.values;
    }
  }
}

/** The two largest eigenpairs of the covariance within the span of `basis`, and how far they are from true ones. */
function ritzPairs(basis: readonly Float64Array[], images: readonly Float64Array[]) {
  const projected = new Matrix(basis.map((a) => images.map((b) => dot(a, b))));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(projected, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues
    .map((_, i) => i)
    .sort((a, b) => (realEigenvalues[b] ?? 0) - (realEigenvalues[a] ?? 0));
  const values: [number, number] = [0, 0];
  const vectors: Float64Array[] = [];
  let residual = 0;
  for (const [c, column] of order.slice(0, 2).entries()) {
    const weights = eigenvectorMatrix.getColumn(column);
    const vector = combine(basis, weights);
    const image = combine(images, weights);
    const value = realEigenvalues[column] ?? 0;
    values[c] = Math.max(0, value);
    vectors.push(vector);
    let squared = 0;
    for (let i = 0; i < vector.length; i++)
      squared += ((image[i] as number) - value * (vector[i] as number)) ** 2;
    residual = Math.max(residual, Math.sqrt(squared));
  }
  return { values, vectors, residual };
}

/** The block made orthonormal to itself and to the basis (Gram-Schmidt, twice); what vanishes is left out. */
function orthonormalise(
  block: readonly Float64Array[],
  basis: readonly Float64Array[],
  total: number,
): Float64Array[] {
  const added: Float64Array[] = [];
  for (const original of block) {
    const column = original.slice();
    const before = Math.sqrt(dot(column, column));
    for (let pass = 0; pass < 2; pass++)
      for (const other of [...basis, ...added]) addScaled(column, other, -dot(other, column));
    const after = Math.sqrt(dot(column, column));
    if (after < 1e-10 * before || (basis.length > 0 && after < 1e-12 * total)) continue;
    added.push(column.map((value) => value / after));
  }
  return added;
}

/** Covariance (not divided by the number of rows) times up to four columns, reading each row once. */
function timesCovariance(
  { data, rows, dimension }: Embeddings,
  mean: Float64Array,
  columns: readonly Float64Array[],
): Float64Array[] {
  const zero = new Float64Array(dimension);
  const [p = zero, q = zero, r = zero, s = zero] = columns;
  const images = columns.map(() => new Float64Array(dimension));
  const spare = new Float64Array(dimension);
  const [pi = spare, qi = spare, ri = spare, si = spare] = images;
  const centred = new Float64Array(dimension);
  for (let start = 0; start < rows * dimension; start += dimension) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < dimension; i++) {
      const value = (data[start + i] as number) - (mean[i] as number);
      centred[i] = value;
      a += value * (p[i] as number);
      b += value * (q[i] as number);
      c += value * (r[i] as number);
      d += value * (s[i] as number);
    }
    for (let i = 0; i < dimension; i++) {
      const value = centred[i] as number;
      pi[i] = (pi[i] as number) + a * value;
      qi[i] = (qi[i] as number) + b * value;
      ri[i] = (ri[i] as number) + c * value;
      si[i] = (si[i] as number) + d * value;
    }
  }
  return images;
}

function totalVariance({ data, rows, dimension }: Embeddings, mean: Float64Array): number {
  let sum = 0;
  for (let start = 0; start < rows * dimension; start += dimension)
    for (let i = 0; i < dimension; i++) sum += ((data[start + i] as number) - (mean[i] as number)) ** 2;
  return sum;
}

function fixSign(component: Float64Array): void {
  let largest = 0;
  for (const value of component) if (Math.abs(value) > Math.abs(largest)) largest = value;
  if (largest < 0) for (let i = 0; i < component.length; i++) component[i] = -(component[i] as number);
}

function combine(columns: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const sum = new Float64Array(columns[0]?.length ?? 0);
  for (const [c, column] of columns.entries()) addScaled(sum, column, weights[c] ?? 0);
  return sum;
}

function addScaled(target: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) + factor * (other[i] as number);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
