import { nameClusters } from "../../../src/core";
import type { Material, Task } from "./material";
import type { ProgressFeed } from "./progress";
import type { Resources } from "./resources";
import { tensorOf } from "./tensors";

/**
 * Groups the labels by the mean embedding of their rows (gold label, else prediction) and names each group by its
 * two most telling words. Answers the silhouette, or null where it says nothing.
 */
export async function clusterLabels(
  { dataset }: Task,
  material: Material,
  feed: ProgressFeed,
  resources: Resources,
  signal: AbortSignal,
): Promise<number | null> {
  const codes = labelCodes(material);
  if (!codes || !material.vectors) return null;
  const { embeddings } = material.vectors;
  const labels = material.labelNames.length;
  const found = await resources.projector.run("clusters", { embeddings, codes, labels }, { signal });
  const { clusterOfLabel, count, silhouette } = found;
  const postings = await resources.postings(dataset, {}, signal);
  const clusterOfRow = codes.map((code) => clusterOfLabel[code] ?? -1);
  const words = nameClusters(postings, clusterOfRow, count);
  feed.publish({
    clusterOfLabel: tensorOf("int32", clusterOfLabel),
    clusterNames: words.map((name, cluster) =>
      name.length > 0 ? name.join(", ") : `cluster ${cluster + 1}`,
    ),
  });
  return silhouette;
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
