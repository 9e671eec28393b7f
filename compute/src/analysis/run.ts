import { accuracyOf } from "../../../src/core";
import { SemlaError, type AnalysisSummary } from "../../../src/protocol";
import { clusterLabels } from "./clusters";
import { fromArrays } from "./from-arrays";
import { fromModel } from "./from-model";
import { keepGiven, layOut, type Layout } from "./layout";
import type { Material, Task } from "./material";
import type { ProgressFeed } from "./progress";
import type { Resources } from "./resources";

/** A finished analysis: its summary, and where its large arrays are. */
export interface Outcome {
  readonly summary: AnalysisSummary;
  /** What went wrong with the cache this time; not part of what is kept. */
  readonly cacheNotices: readonly string[];
  readonly arraysKey: string;
}

/**
 * Makes an analysis: embeddings and predictions, then label clusters beside the layout and its quality. Columns and
 * progress go to `feed` as they become known.
 * @throws SemlaError for data or a model that cannot be analysed; the signal's reason when it is aborted.
 */
export async function runAnalysis(
  task: Task,
  feed: ProgressFeed,
  resources: Resources,
  signal: AbortSignal,
): Promise<Outcome> {
  const began = performance.now();
  const { source, projection } = task;
  const material =
    source.kind === "model"
      ? await fromModel(task, source, feed, resources, signal)
      : await fromArrays(task, source, feed, resources, signal);
  const clustering = clusterLabels(task, material, feed, resources, signal);
  const placing = placeRows(material, projection, feed, resources, signal);
  // whichever fails first ends the analysis; the other's failure is the same cancel or of no interest
  const [silhouette, layout] = await Promise.all([clustering, placing]);
  const cacheNotices = [
    ...material.cacheNotices,
    ...layout.cacheNotices,
    await material.saved,
    await layout.saved,
  ].filter((notice) => notice !== null);
  const summary: AnalysisSummary = {
    analysis: task.handle,
    rows: task.dataset.rows,
    source: source.kind,
    pooling: material.pooling,
    dimension: material.vectors?.embeddings.dimension ?? null,
    layout: material.positions ? "given" : projection,
    quality: layout.quality,
    accuracy: accuracy(material),
    silhouette,
    seconds: {
      embedding: material.seconds,
      layout: layout.seconds,
      total: (performance.now() - began) / 1000,
    },
    cached: false,
    notices: [...material.notices],
  };
  return { summary, cacheNotices: [...new Set(cacheNotices)], arraysKey: material.arraysKey };
}

function placeRows(
  material: Material,
  projection: Task["projection"],
  feed: ProgressFeed,
  resources: Resources,
  signal: AbortSignal,
): Promise<Layout> {
  const { positions, vectors } = material;
  if (positions) return keepGiven(positions, vectors, projection.metric, feed, resources, signal);
  if (!vectors) throw new SemlaError("bad_data", "positions: missing; pass embeddings=, or x= and y=");
  return layOut(vectors, projection, feed, resources, signal);
}

function accuracy({ labelNames, gold, prediction }: Material): number | null {
  if (!gold || !prediction) return null;
  const found = accuracyOf({ names: labelNames, codes: gold }, { names: labelNames, codes: prediction });
  return found.count > 0 ? found.accuracy : null;
}
