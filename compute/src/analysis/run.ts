import { accuracyOf, type SharedLabels } from "../../../src/core";
import { SemlaError, type AnalysisSummary, type Tensor } from "../../../src/protocol";
import { clusterLabels } from "./clusters";
import { fromArrays } from "./from-arrays";
import { fromModel } from "./from-model";
import { keepGiven, layOut, type Layout } from "./layout";
import type { Material, Task } from "./material";
import { checkMetricHead, withMetricHead } from "./metric-head";
import { readPicture } from "./picture";
import type { ProgressFeed } from "./progress";
import { relateRows } from "./relations";
import type { Resources } from "./resources";

/** What later requests about an analysis start from. */
export interface Basis {
  /** What rows are near each other by: its content hash, and which of the large arrays it is. */
  readonly vectors: { readonly key: string; readonly array: "embeddings" | "probabilities" } | null;
  /** Mean embedding and rows of each label. */
  readonly centroids: { readonly vectors: Tensor<"float32">; readonly counts: Tensor<"uint32"> } | null;
  readonly shared: SharedLabels | null;
  /** Content hash of the map that this one was aligned with. */
  readonly anchor: string | null;
}

/** A finished analysis: its summary, and where its large arrays are. */
export interface Outcome {
  readonly summary: AnalysisSummary;
  /** What went wrong with the cache this time; not part of what is kept. */
  readonly cacheNotices: readonly string[];
  readonly arraysKey: string;
  readonly basis: Basis;
}

/**
 * Makes an analysis: embeddings and predictions, then label clusters beside the layout and its quality, then what
 * each row is compared with and whether the picture can be believed. Columns and progress go to `feed` as they
 * become known.
 * @throws SemlaError for data or a model that cannot be analysed; the signal's reason when it is aborted.
 */
export async function runAnalysis(
  task: Task,
  feed: ProgressFeed,
  resources: Resources,
  signal: AbortSignal,
): Promise<Outcome> {
  const began = performance.now();
  const { source, projection, head, anchor, dataset } = task;
  const material = await gather(task, feed, resources, signal);
  const clustering = clusterLabels(task, material, feed, resources, signal);
  const placing = placeRows(task, material, feed, resources, signal);
  // whichever fails first ends the analysis; the other's failure is the same cancel or of no interest
  const [clusters, layout] = await Promise.all([clustering, placing]);
  const compared = await relateRows(task, material, feed, resources, signal);
  const { shared } = compared;
  const { positions, quality } = layout;
  const { labelNames, gold, prediction } = material;
  const picture = { dataset, labelNames, gold, prediction, positions, quality, shared };
  const signatures = await readPicture(picture, resources, signal);
  const cacheNotices = [
    ...material.cacheNotices,
    ...layout.cacheNotices,
    ...compared.cacheNotices,
    await material.saved,
    await layout.saved,
    await compared.saved,
  ].filter((notice) => notice !== null);
  const summary: AnalysisSummary = {
    analysis: task.handle,
    rows: dataset.rows,
    source: source.kind,
    pooling: material.pooling,
    dimension: material.vectors?.embeddings.dimension ?? null,
    layout: material.positions ? "given" : projection,
    quality,
    accuracy: accuracy(material),
    silhouette: clusters.silhouette,
    head,
    signatures,
    seconds: {
      embedding: material.seconds,
      layout: layout.seconds,
      total: (performance.now() - began) / 1000,
    },
    cached: false,
    notices: [...material.notices],
  };
  const { vectors } = material;
  const basis: Basis = {
    vectors: vectors && { key: vectors.key, array: vectors.array },
    centroids: clusters.centroids,
    shared,
    anchor: anchor?.key ?? null,
  };
  return { summary, basis, cacheNotices: [...new Set(cacheNotices)], arraysKey: material.arraysKey };
}

/** What the analysis is made from; its large arrays are kept where later requests find them. */
export async function gather(
  task: Task,
  feed: ProgressFeed,
  resources: Resources,
  signal: AbortSignal,
): Promise<Material> {
  const { source, head } = task;
  if (head === "metric") checkMetricHead(task);
  const material =
    source.kind === "model"
      ? await fromModel(task, source, feed, resources, signal)
      : await fromArrays(task, source, feed, resources, signal);
  return head === "metric" ? withMetricHead(task, material, feed, resources, signal) : material;
}

function placeRows(
  { projection, anchor }: Task,
  { positions, vectors }: Material,
  feed: ProgressFeed,
  resources: Resources,
  signal: AbortSignal,
): Promise<Layout> {
  if (positions) return keepGiven(positions, vectors, projection.metric, feed, resources, signal);
  if (!vectors) throw new SemlaError("bad_data", "positions: missing; pass embeddings=, or x= and y=");
  return layOut(vectors, projection, anchor, true, feed, resources, signal);
}

function accuracy({ labelNames, gold, prediction }: Material): number | null {
  if (!gold || !prediction) return null;
  const found = accuracyOf({ names: labelNames, codes: gold }, { names: labelNames, codes: prediction });
  return found.count > 0 ? found.accuracy : null;
}
