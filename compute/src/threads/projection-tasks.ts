import { labelCentroids, labelClusters } from "../../../src/core";
import type { Projection } from "../../../src/protocol";
import {
  exactNeighbours,
  mapQuality,
  pca,
  tsne,
  umap,
  type Control,
  type CreateSession,
  type Embeddings,
  type Metric,
  type Neighbours,
} from "../project";
import type { Judgement, ProjectionTasks, ProjectionUpdate } from "./projection";
import type { TaskContext, TaskHandlers } from "./task";

/** Shortest time between two updates of a stage, in milliseconds: at most ten positions a second glide over the map. */
const INTERVAL = 100;
/** Size of the neighbourhood that a map is judged by. */
const JUDGED_NEIGHBOURS = 15;

type Context = TaskContext<ProjectionUpdate>;

/** The thread's side. @param createSession opens a graph of this project's own making. */
export function projectionHandlers(createSession: CreateSession): TaskHandlers<ProjectionTasks> {
  const neighboursOf = (
    embeddings: Embeddings,
    k: number,
    metric: Metric,
    context: Context,
  ): Promise<Neighbours> =>
    exactNeighbours(
      embeddings,
      { k: Math.max(k, JUDGED_NEIGHBOURS), metric },
      createSession,
      controlOf("neighbours", context),
    );

  const judge = async (
    embeddings: Embeddings,
    positions: Float32Array,
    neighbours: Neighbours,
    metric: Metric,
    context: Context,
  ): Promise<Judgement> => {
    const options = { k: JUDGED_NEIGHBOURS };
    const map = { embeddings, positions, neighbours, metric };
    const found = await mapQuality(map, options, createSession, controlOf("quality", context));
    const { trustworthiness, continuity, meanKept, k, sampled, kept } = found;
    if (trustworthiness === null || continuity === null || meanKept === null)
      return { quality: null, kept: null };
    return { quality: { trustworthiness, continuity, kept: meanKept, neighbours: k, sample: sampled }, kept };
  };

  return {
    warm: () => Promise.resolve(null),

    pca: ({ embeddings, known }) =>
      Promise.resolve({ positions: known ? partialPca(embeddings, known) : pca(embeddings) }),

    clusters: ({ embeddings, codes, labels }) => {
      const { vectors, counts } = labelCentroids(embeddings.data, embeddings.dimension, codes, labels);
      const found = labelClusters(vectors, labels, embeddings.dimension, { weights: counts });
      return Promise.resolve(found);
    },

    layout: async ({ embeddings, projection }, context) => {
      const { method, metric } = projection;
      const projector = method === "pca" ? null : projectorOf(projection);
      const k = projector?.neighboursNeeded(embeddings.rows) ?? 0;
      const neighbours = await neighboursOf(embeddings, k, metric, context);
      const positions = projector
        ? projector.project({ embeddings, neighbours }, controlOf("layout", context))
        : pca(embeddings);
      return { positions, ...(await judge(embeddings, positions, neighbours, metric, context)) };
    },

    judge: async ({ embeddings, positions, metric }, context) => {
      const neighbours = await neighboursOf(embeddings, JUDGED_NEIGHBOURS, metric, context);
      return judge(embeddings, positions, neighbours, metric, context);
    },
  };
}

function projectorOf({ method, neighbours, minDist, epochs, perplexity, seed }: Projection) {
  if (method === "tsne")
    return tsne({ perplexity, seed, ...(epochs === null ? {} : { iterations: epochs }) });
  return umap({ neighbours, minDist, seed, ...(epochs === null ? {} : { epochs }) });
}

function partialPca({ data, rows, dimension }: Embeddings, known: Uint32Array): Float32Array {
  const part = new Float32Array(known.length * dimension);
  for (const [i, row] of known.entries()) {
    part.set(data.subarray(row * dimension, (row + 1) * dimension), i * dimension);
  }
  const found = pca({ data: part, rows: known.length, dimension });
  const positions = new Float32Array(2 * rows).fill(NaN);
  for (const [i, row] of known.entries()) positions.set(found.subarray(2 * i, 2 * i + 2), 2 * row);
  return positions;
}

/** Lets through the first and last step of a stage, and those in between that do not come too soon. */
function controlOf(stage: ProjectionUpdate["stage"], context: Context): Control {
  let sent = -Infinity;
  return {
    shouldStop: () => context.stopped(),
    onProgress: (done, total, positions) => {
      const now = performance.now();
      if (done < total && now - sent < INTERVAL) return;
      sent = now;
      if (!positions) context.update({ stage, done, total });
      else {
        const copy = new Float32Array(positions);
        context.update({ stage, done, total, positions: copy }, [copy.buffer]);
      }
    },
  };
}
