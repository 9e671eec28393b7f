import { nameClusters, type LabelClusters } from "../../../src/core";
import { groupLabels } from "../threads/group-labels";
import { SemlaError, type Result } from "../../../src/protocol";
import type { Dataset } from "../data";
import type { Analysis } from "./analyses";
import type { Material, Task } from "./material";
import type { ProgressFeed } from "./progress";
import type { Resources } from "./resources";
import type { Basis } from "./run";
import { tensorOf } from "./tensors";

/** How labels were grouped; the columns have been published. */
export interface Grouped {
  /** Null where it says nothing. */
  readonly silhouette: number | null;
  readonly centroids: Basis["centroids"];
}

/** Labels that are grouped in some 20 ms, and so at once, without waiting for what the projection thread is at. */
const FEW = 200;

type ClusterColumns = Pick<Result<"analysis/clusters">, "clusterOfLabel" | "clusterNames">;

/**
 * Groups the labels by the mean embedding of their rows (gold label, else prediction) and names each group by its
 * two most telling words.
 */
export async function clusterLabels(
  { dataset }: Task,
  material: Material,
  feed: ProgressFeed,
  resources: Resources,
  signal: AbortSignal,
): Promise<Grouped> {
  const codes = labelCodes(material);
  if (!codes || !material.vectors) return { silhouette: null, centroids: null };
  const { embeddings } = material.vectors;
  const labels = material.labelNames.length;
  const found = await resources.projector.run("clusters", { embeddings, codes, labels }, { signal });
  feed.publish(await clusterColumns(found, codes, dataset, resources, signal));
  const { vectors, counts } = found.centroids;
  const centroids = {
    vectors: tensorOf("float32", vectors, [labels, embeddings.dimension]),
    counts: tensorOf("uint32", counts),
  };
  return { silhouette: found.silhouette, centroids };
}

/**
 * Groups the labels of a finished analysis anew, for every view of it.
 * @param count clusters, or null for as many as the silhouette chooses.
 * @throws SemlaError "invalid_request" where there is nothing to group, or not so much.
 */
export async function regroupLabels(
  { feed, basis }: Analysis,
  dataset: Dataset,
  count: number | null,
  resources: Resources,
  signal: AbortSignal,
): Promise<Result<"analysis/clusters">> {
  const { gold, prediction } = feed.columns();
  const codes = labelCodes({ gold: gold?.data ?? null, prediction: prediction?.data ?? null });
  const { summary } = feed.state();
  if (!summary || !basis)
    throw refused("clusters: the analysis is still under way; ask again when it is ready");
  if (!codes || !basis.centroids)
    throw refused("clusters: this analysis has no labels to group, or no embeddings to group them by");
  const { vectors, counts } = basis.centroids;
  const present = counts.data.reduce((sum, rows) => sum + (rows > 0 ? 1 : 0), 0);
  if (count !== null && count > present)
    throw refused(`clusters: ${count} (allowed: 1 to ${present}, the labels that have rows)`);
  const centroids = { vectors: vectors.data, counts: counts.data };
  const dimension = vectors.shape[1] ?? 1;
  const means = { centroids, dimension, count };
  const found =
    present <= FEW ? groupLabels(means) : await resources.projector.run("regroup", means, { signal });
  const columns = await clusterColumns(found, codes, dataset, resources, signal);
  feed.publish(columns);
  feed.finish({ ...summary, silhouette: found.silhouette });
  return { ...columns, silhouette: found.silhouette };
}

/** Each row's gold label, or its prediction where no row has a gold label; null without either. */
export function labelCodes({
  gold,
  prediction,
}: {
  readonly gold: Int32Array | null;
  readonly prediction: Int32Array | null;
}): Int32Array | null {
  return gold?.some((code) => code >= 0) ? gold : prediction;
}

async function clusterColumns(
  { clusterOfLabel, count }: LabelClusters,
  codes: Int32Array,
  dataset: Dataset,
  resources: Resources,
  signal: AbortSignal,
): Promise<ClusterColumns> {
  const postings = await resources.postings(dataset, {}, signal);
  const clusterOfRow = codes.map((code) => clusterOfLabel[code] ?? -1);
  const words = nameClusters(postings, clusterOfRow, count);
  return {
    clusterOfLabel: tensorOf("int32", clusterOfLabel),
    clusterNames: words.map((name, cluster) =>
      name.length > 0 ? name.join(", ") : `cluster ${cluster + 1}`,
    ),
  };
}

function refused(message: string): SemlaError {
  return new SemlaError("invalid_request", message);
}
