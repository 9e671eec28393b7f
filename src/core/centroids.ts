/** Mean embedding per label. */
export interface Centroids {
  /** labels x d, each of length 1; zeros for a label without rows. */
  readonly vectors: Float32Array;
  /** Rows per label that have an embedding. */
  readonly counts: Uint32Array;
}

/**
 * Mean of the embeddings of each label, scaled to length 1. Rows with code -1 or a NaN embedding do not count.
 * @param embeddings rows x d, row-major.
 * @param codes label per row, -1 for none.
 */
export function labelCentroids(
  embeddings: Float32Array,
  d: number,
  codes: Int32Array,
  labels: number,
): Centroids {
  if (embeddings.length !== codes.length * d)
    throw new RangeError(`embeddings: ${embeddings.length} numbers (allowed: ${codes.length} rows x ${d})`);
  const sums = new Float64Array(labels * d);
  const counts = new Uint32Array(labels);
  for (let row = 0; row < codes.length; row++) {
    const label = codes[row] as number;
    const from = row * d;
    if (label < 0 || Number.isNaN(embeddings[from])) continue;
    counts[label] = (counts[label] as number) + 1;
    const to = label * d;
    for (let k = 0; k < d; k++) sums[to + k] = (sums[to + k] as number) + (embeddings[from + k] as number);
  }
  const vectors = new Float32Array(labels * d);
  for (let label = 0; label < labels; label++) {
    let square = 0;
    for (let k = label * d; k < (label + 1) * d; k++) square += (sums[k] as number) ** 2;
    if (square === 0) continue;
    const scale = 1 / Math.sqrt(square);
    for (let k = label * d; k < (label + 1) * d; k++) vectors[k] = (sums[k] as number) * scale;
  }
  return { vectors, counts };
}
