import { labelClusters, type Centroids, type LabelClusters } from "../../../src/core";

/** Mean embeddings of labels, and into how many clusters to group them; null for as many as the silhouette chooses. */
export interface Grouping {
  readonly centroids: Centroids;
  readonly dimension: number;
  readonly count: number | null;
}

/** Groups labels that lie close together; the cluster with most rows is the first. */
export function groupLabels({ centroids, dimension, count }: Grouping): LabelClusters {
  const { vectors, counts } = centroids;
  const weights = counts;
  return labelClusters(vectors, counts.length, dimension, {
    weights,
    ...(count === null ? {} : { count }),
  });
}
