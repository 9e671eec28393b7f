import { averageLinkage, cutTree } from "./linkage";

/** Groups of labels that lie close together. */
export interface LabelClusters {
  /** Cluster per label, 0 the largest; -1 for a label without a centroid. */
  readonly clusterOfLabel: Int32Array;
  /** Number of clusters. */
  readonly count: number;
  /** Mean silhouette (cosine) over the labels; null where it is not defined (fewer than three labels). */
  readonly silhouette: number | null;
}

/** How labels are grouped. */
export interface LabelClusterOptions {
  /** Number of clusters; by default the one between 2 and 12 with the best silhouette. */
  readonly count?: number | undefined;
  /** Rows per label: the largest cluster is the one with most rows, not most labels. */
  readonly weights?: ArrayLike<number> | undefined;
}

/**
 * Agglomerative clustering (average link, cosine distance) of label centroids. Two labels are two clusters.
 * @param centroids labels x d, row-major, any length; zeros or NaN for a label that has no rows.
 * @throws RangeError when count is not between 1 and the number of labels that have a centroid.
 */
export function labelClusters(
  centroids: Float32Array,
  labels: number,
  d: number,
  options: LabelClusterOptions = {},
): LabelClusters {
  const { unit, present } = unitRows(centroids, labels, d);
  const n = present.length;
  const { count } = options;
  if (count !== undefined && !(Number.isInteger(count) && count >= Math.min(1, n) && count <= n))
    throw new RangeError(`count: ${count} (allowed: ${Math.min(1, n)} to ${n}, the labels that have rows)`);

  const distances = cosineDistances(unit, n, d);
  const merges = averageLinkage(distances.slice(), n);
  const counts = count === undefined ? candidateCounts(n) : [count];
  let clusters: Int32Array = new Int32Array(n);
  let silhouette: number | null = null;
  for (const candidate of counts) {
    const cut = cutTree(merges, n, candidate);
    const quality = silhouetteOf(distances, cut, n);
    if (counts.length > 1 && !((quality ?? -1) > (silhouette ?? -Infinity))) continue;
    clusters = cut;
    silhouette = quality;
  }

  const bySize = numberBySize(clusters, (i) => options.weights?.[present[i] ?? 0] ?? 1);
  const clusterOfLabel = new Int32Array(labels).fill(-1);
  present.forEach((label, i) => (clusterOfLabel[label] = bySize[clusters[i] as number] as number));
  return { clusterOfLabel, count: bySize.length, silhouette };
}

/** Numbers of clusters worth trying: a silhouette needs 2 to n - 1. */
function candidateCounts(n: number): number[] {
  const most = Math.min(12, n - 1);
  return most < 2 ? [n] : Array.from({ length: most - 1 }, (_, i) => i + 2);
}

/** Mean silhouette (Rousseeuw 1987); a point alone in its cluster has 0. Null for one cluster or n clusters. */
function silhouetteOf(distances: Float64Array, clusters: Int32Array, n: number): number | null {
  const sizes: number[] = [];
  for (const cluster of clusters) sizes[cluster] = (sizes[cluster] ?? 0) + 1;
  if (sizes.length < 2 || sizes.length >= n) return null;
  let total = 0;
  const sums = new Float64Array(sizes.length);
  for (let i = 0; i < n; i++) {
    sums.fill(0);
    for (let j = 0; j < n; j++) {
      const cluster = clusters[j] as number;
      sums[cluster] = (sums[cluster] as number) + (distances[i * n + j] as number);
    }
    const own = clusters[i] as number;
    const others = (sizes[own] as number) - 1;
    if (others === 0) continue;
    const within = (sums[own] as number) / others;
    let between = Infinity;
    sums.forEach((sum, cluster) => {
      if (cluster !== own) between = Math.min(between, sum / (sizes[cluster] as number));
    });
    const larger = Math.max(within, between);
    if (larger > 0) total += (between - within) / larger;
  }
  return total / n;
}

/** New number per cluster: 0 the heaviest, ties by first label. */
function numberBySize(clusters: Int32Array, weightOf: (i: number) => number): number[] {
  const weights: number[] = [];
  clusters.forEach((cluster, i) => (weights[cluster] = (weights[cluster] ?? 0) + weightOf(i)));
  const numbers = new Array<number>(weights.length).fill(0);
  weights
    .map((weight, cluster) => ({ weight, cluster }))
    .sort((a, b) => b.weight - a.weight)
    .forEach(({ cluster }, place) => (numbers[cluster] = place));
  return numbers;
}

function unitRows(
  centroids: Float32Array,
  labels: number,
  d: number,
): { unit: Float64Array; present: readonly number[] } {
  if (centroids.length !== labels * d)
    throw new RangeError(`centroids: ${centroids.length} numbers (allowed: ${labels} labels x ${d})`);
  const present: number[] = [];
  const unit = new Float64Array(labels * d);
  for (let label = 0; label < labels; label++) {
    const row = centroids.subarray(label * d, (label + 1) * d);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    if (!(length > 0)) continue;
    const to = present.push(label) - 1;
    for (let k = 0; k < d; k++) unit[to * d + k] = (row[k] as number) / length;
  }
  return { unit, present };
}

function cosineDistances(unit: Float64Array, n: number, d: number): Float64Array {
  const distances = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      let dot = 0;
      for (let k = 0; k < d; k++) dot += (unit[i * d + k] as number) * (unit[j * d + k] as number);
      distances[i * n + j] = distances[j * n + i] = Math.max(0, 1 - dot);
    }
  return distances;
}
