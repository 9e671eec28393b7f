import type { Control } from "./cancelled";
import { checkStop, uninterrupted } from "./cancelled";
import type { CreateSession, Embeddings, Ordering, Prepared } from "./similarity";
import { distanceOf, openScorer, prepare } from "./similarity";

/** For each row its nearest other rows, nearest first: `indices` and `distances` hold `rows` x `k` entries. */
export interface Neighbours {
  readonly rows: number;
  /** Neighbours kept of each row: as many as were asked for, at most rows - 1. */
  readonly k: number;
  readonly indices: Int32Array;
  readonly distances: Float32Array;
}

/** What to look for. */
export interface NeighbourOptions {
  /** Neighbours of each row, the row itself not counted; clipped to rows - 1. */
  readonly k: number;
  /** Default `cosine`. */
  readonly metric?: Ordering;
}

/**
 * Exact k nearest neighbours of every row by Gemm and TopK in onnxruntime, a block of rows at a time.
 * A row is never its own neighbour, its exact duplicates (distance 0) are; among equal distances the lower row
 * comes first. Where more rows than k tie for the last places, onnxruntime's rounding decides which are kept.
 * @throws {Cancelled} between blocks; an error if an embedding is not finite or the array's length is wrong.
 */
export async function exactNeighbours(
  embeddings: Embeddings,
  options: NeighbourOptions,
  createSession: CreateSession,
  control: Control = uninterrupted,
): Promise<Neighbours> {
  const { k: wanted, metric = "cosine" } = options;
  if (!Number.isInteger(wanted) || wanted < 1)
    throw new Error(`neighbours: ${wanted} (allowed: a whole number from 1)`);
  const prepared = prepare(embeddings, metric);
  const { data, rows, dimension } = prepared;
  const k = Math.max(0, Math.min(wanted, rows - 1));
  const result = { rows, k, indices: new Int32Array(rows * k), distances: new Float32Array(rows * k) };
  if (k === 0) return result;

  const scorer = await openScorer(prepared, createSession, k + 1);
  try {
    for (let from = 0; from < rows; from += scorer.blockRows) {
      checkStop(control, "neighbours");
      const to = Math.min(rows, from + scorer.blockRows);
      const { scores, indices } = await scorer.run(data.subarray(from * dimension, to * dimension));
      if (!indices) throw new Error("indices: missing from the neighbour graph's result");
      for (let row = from; row < to; row++)
        keepNearest(prepared, row, (row - from) * (k + 1), scores, indices, result);
      control.onProgress?.(to, rows);
    }
  } finally {
    await scorer.close();
  }
  return result;
}

/** Writes row `row` of the result from the k + 1 best scores that begin at `start`. */
function keepNearest(
  prepared: Prepared,
  row: number,
  start: number,
  scores: Float32Array,
  found: BigInt64Array,
  { k, indices, distances }: Neighbours,
): void {
  const first = row * k;
  let kept = 0;
  for (let i = start; i <= start + k && kept < k; i++) {
    const other = Number(found[i]);
    if (other === row) continue;
    const distance = Math.fround(distanceOf(prepared, row, other, scores[i] as number));
    // nearly sorted already: only distances computed anew can be out of order
    let place = first + kept;
    while (
      place > first &&
      isBefore(distance, other, distances[place - 1] as number, indices[place - 1] as number)
    ) {
      distances[place] = distances[place - 1] as number;
      indices[place] = indices[place - 1] as number;
      place--;
    }
    distances[place] = distance;
    indices[place] = other;
    kept++;
  }
}

function isBefore(distance: number, index: number, otherDistance: number, otherIndex: number): boolean {
  return distance < otherDistance || (distance === otherDistance && index < otherIndex);
}
