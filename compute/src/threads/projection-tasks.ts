import { labelCentroids, sharedLabels } from "../../../src/core";
import type { Projection } from "../../../src/protocol";
import {
  exactNeighbours,
  mapQuality,
  pca,
  procrustes,
  rowRelations,
  similarityDistances,
  tsne,
  umap,
  type Control,
  type CreateSession,
  type Embeddings,
  type Metric,
  type Neighbours,
  type Ordering,
} from "../project";
import { groupLabels } from "./group-labels";
import { RecentNeighbours } from "./recent-neighbours";
import type { Anchor, Judgement, ProjectionTasks, ProjectionUpdate, Vectors } from "./projection";
import type { TaskContext, TaskHandlers } from "./task";

/** Shortest time between two updates of a stage, in milliseconds: at most ten positions a second glide over the map. */
const INTERVAL = 100;
/** Size of the neighbourhood that a map is judged by. */
const JUDGED_NEIGHBOURS = 15;

/** Power of SemLa's distance exp(-<a, b> / 15) that its layouts are made from. */
const similarityPower = { umap: null, tsne: null, semla_tsne: 1, semla_umap: 2 } as const;

type Context = TaskContext<ProjectionUpdate>;

/** The thread's side. @param createSession opens a graph of this project's own making. */
export function projectionHandlers(createSession: CreateSession): TaskHandlers<ProjectionTasks> {
  const recent = new RecentNeighbours();
  const neighboursOf = async (
    { embeddings, key }: Vectors,
    wanted: number,
    metric: Ordering,
    context: Context,
  ): Promise<Neighbours> => {
    const k = Math.max(wanted, JUDGED_NEIGHBOURS);
    const known = recent.find(key, metric, Math.min(k, embeddings.rows - 1));
    if (known) return known;
    const options = { k, metric };
    const found = await exactNeighbours(embeddings, options, createSession, controlOf("neighbours", context));
    recent.keep(key, metric, found);
    return found;
  };

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

  const layOut = async (
    vectors: Vectors,
    projection: Projection,
    anchor: Anchor | null,
    context: Context,
  ): Promise<Float32Array> => {
    const { embeddings } = vectors;
    const { method, metric } = projection;
    if (method === "pca") return pca(embeddings);
    const projector = projectorOf(projection);
    const k = projector.neighboursNeeded(embeddings.rows);
    const similarity = similarityPower[method];
    const found = await neighboursOf(vectors, k, similarity ? "inner" : metric, context);
    const neighbours = similarity ? similarityDistances(found, similarity) : found;
    // a map made in the same way is gone on from as it is; another's scale would be out of place
    const start = !anchor ? {} : { [anchor.method === method ? "initial" : "pca"]: anchor.positions };
    return projector.project({ embeddings, neighbours, ...start }, controlOf("layout", context));
  };

  return {
    warm: () => Promise.resolve(null),

    pca: ({ embeddings, known }) =>
      Promise.resolve({ positions: known ? partialPca(embeddings, known) : pca(embeddings) }),

    clusters: ({ embeddings, codes, labels }) => {
      const centroids = labelCentroids(embeddings.data, embeddings.dimension, codes, labels);
      const { dimension } = embeddings;
      return Promise.resolve({ ...groupLabels({ centroids, dimension, count: null }), centroids });
    },

    regroup: (grouping) => Promise.resolve(groupLabels(grouping)),

    layout: async ({ vectors, projection, anchor }, context) => {
      const { embeddings } = vectors;
      const positions = await layOut(vectors, projection, anchor, context);
      const placed = anchor ? procrustes(positions, anchor.positions) : positions;
      const neighbours = await neighboursOf(vectors, JUDGED_NEIGHBOURS, projection.metric, context);
      const judged = await judge(embeddings, placed, neighbours, projection.metric, context);
      return { positions: placed, ...judged };
    },

    judge: async ({ vectors, positions, metric }, context) => {
      const neighbours = await neighboursOf(vectors, JUDGED_NEIGHBOURS, metric, context);
      return judge(vectors.embeddings, positions, neighbours, metric, context);
    },

    relations: async ({ vectors, labelled }, context) => {
      const neighbours = await neighboursOf(vectors, JUDGED_NEIGHBOURS, "cosine", context);
      const control = controlOf("quality", context);
      const relations = await rowRelations(vectors.embeddings, neighbours, labelled, createSession, control);
      const { gold } = labelled;
      return { relations, shared: gold ? sharedLabels(neighbours, gold) : null };
    },
  };
}

function projectorOf({ method, neighbours, minDist, epochs, perplexity, seed }: Projection) {
  if (method === "tsne" || method === "semla_tsne")
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
