import { seededRandom } from "../../../src/core/random";
import type { Control } from "./cancelled";
import { checkStop, uninterrupted } from "./cancelled";
import type { Neighbours } from "./neighbours";
import { planeNeighbours } from "./plane-neighbours";
import type { CreateSession, Embeddings, Metric } from "./similarity";
import { openScorer, prepare } from "./similarity";

/** A map of row embeddings to be judged. */
export interface JudgedMap {
  readonly embeddings: Embeddings;
  /** Rows x 2, interleaved, finite. */
  readonly positions: Float32Array;
  /** Exact neighbours of the embeddings under the same metric, at least `k` of each row. */
  readonly neighbours: Neighbours;
  /** Default `cosine`. */
  readonly metric?: Metric;
}

/** How to judge it. */
export interface QualityOptions {
  /** Size of a neighbourhood; default 15, clipped below half the rows as the definition of the figures asks. */
  readonly k?: number;
  /** Rows that trustworthiness and continuity are averaged over, drawn at random where there are more; default 2,000. */
  readonly sample?: number;
  /** Of the sample; default 0. */
  readonly seed?: number;
}

/** How true a map is to the embeddings. Figures are null where there are fewer than three rows. */
export interface MapQuality {
  /** Neighbourhood size used. */
  readonly k: number;
  /** Rows that trustworthiness and continuity were averaged over. */
  readonly sampled: number;
  /** 1 where all neighbours on the map are near in truth (Venna & Kaski 2001; scikit-learn's `trustworthiness`). */
  readonly trustworthiness: number | null;
  /** 1 where all true neighbours are near on the map: trustworthiness with the two spaces exchanged. */
  readonly continuity: number | null;
  /** For each row the share (0..1) of its k true neighbours that are among its k nearest on the map. */
  readonly kept: Float32Array;
  /** Mean of `kept`. */
  readonly meanKept: number | null;
}

/**
 * Trustworthiness, continuity and the neighbours kept of a map. A sampled row is ranked against all rows, so that the
 * figures estimate those of the whole map.
 * @throws {Cancelled} between blocks; an error if the parts do not fit together.
 */
export async function mapQuality(
  { embeddings, positions, neighbours, metric = "cosine" }: JudgedMap,
  options: QualityOptions,
  createSession: CreateSession,
  control: Control = uninterrupted,
): Promise<MapQuality> {
  const { rows, dimension } = embeddings;
  const { k: wanted = 15, sample = 2_000, seed = 0 } = options;
  const k = Math.max(0, Math.min(wanted, Math.floor((rows - 1) / 2)));
  if (positions.length !== 2 * rows)
    throw new Error(`positions: ${positions.length} numbers (allowed: 2 for each of ${rows} rows)`);
  if (neighbours.rows !== rows || neighbours.k < k)
    throw new Error(
      `neighbours: ${neighbours.k} of ${neighbours.rows} rows (allowed: ${k} or more of ${rows} rows)`,
    );
  const kept = new Float32Array(rows);
  if (k === 0)
    return { k, sampled: 0, trustworthiness: null, continuity: null, kept: kept.fill(1), meanKept: null };

  const onMap = planeNeighbours(positions, k, control);
  let keptSum = 0;
  for (let row = 0; row < rows; row++) {
    kept[row] = 1 - missing(row, onMap, k, neighbours.indices, neighbours.k, k).length / k;
    keptSum += kept[row] as number;
  }

  checkStop(control, "map quality");
  const prepared = prepare(embeddings, metric);
  const sampled = drawRows(rows, sample, seed);
  const scorer = await openScorer(prepared, createSession);
  let untrue = 0;
  let torn = 0;
  try {
    for (let from = 0; from < sampled.length; from += scorer.blockRows) {
      checkStop(control, "map quality");
      const chosen = sampled.subarray(from, from + scorer.blockRows);
      const block = new Float32Array(chosen.length * dimension);
      for (const [i, row] of chosen.entries())
        block.set(prepared.data.subarray(row * dimension, (row + 1) * dimension), i * dimension);
      const { scores } = await scorer.run(block);
      for (const [i, row] of chosen.entries()) {
        checkStop(control, "map quality");
        const intruders = missing(row, neighbours.indices, neighbours.k, onMap, k, k);
        untrue += rankPenalty(scores.subarray(i * rows, (i + 1) * rows), row, intruders, k);
        const lost = missing(row, onMap, k, neighbours.indices, neighbours.k, k);
        if (lost.length > 0) torn += rankPenalty(closeness(positions, row), row, lost, k);
      }
      control.onProgress?.(from + chosen.length, sampled.length);
    }
  } finally {
    await scorer.close();
  }
  const worst = (sampled.length * k * (2 * rows - 3 * k - 1)) / 2;
  return {
    k,
    sampled: sampled.length,
    trustworthiness: 1 - untrue / worst,
    continuity: 1 - torn / worst,
    kept,
    meanKept: keptSum / rows,
  };
}

/** Those of a row's first `k` in `list` that are not among its first `k` in `from`; both are rows x stride. */
function missing(
  row: number,
  from: Int32Array,
  fromStride: number,
  list: Int32Array,
  listStride: number,
  k: number,
): number[] {
  const result: number[] = [];
  for (let i = row * listStride; i < row * listStride + k; i++) {
    const wanted = list[i] as number;
    let at = row * fromStride;
    const end = at + k;
    while (at < end && from[at] !== wanted) at++;
    if (at === end) result.push(wanted);
  }
  return result;
}

/** Sum over `others` of how far their rank among all rows by falling score (1 = nearest, `row` left out) exceeds k. */
function rankPenalty(scores: Float32Array, row: number, others: readonly number[], k: number): number {
  const bounds = Float32Array.from(others, (other) => scores[other] as number).sort();
  const above = new Int32Array(bounds.length);
  const least = bounds[0] ?? Infinity;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    if (score <= least || i === row) continue;
    // counted at the largest bound it exceeds; the sums below spread it to the smaller ones
    let bound = 0;
    while (bound + 1 < bounds.length && score > (bounds[bound + 1] as number)) bound++;
    above[bound] = (above[bound] as number) + 1;
  }
  let penalty = 0;
  let nearer = 0;
  for (let bound = bounds.length - 1; bound >= 0; bound--) {
    nearer += above[bound] as number;
    penalty += Math.max(0, nearer + 1 - k);
  }
  return penalty;
}

/** Minus the squared distance on the map of every point from point `row`. */
function closeness(positions: Float32Array, row: number): Float32Array {
  const result = new Float32Array(positions.length / 2);
  const x = positions[2 * row] as number;
  const y = positions[2 * row + 1] as number;
  for (let i = 0; i < result.length; i++) {
    const dx = (positions[2 * i] as number) - x;
    const dy = (positions[2 * i + 1] as number) - y;
    result[i] = -(dx * dx + dy * dy);
  }
  return result;
}

/** `count` different rows in rising order, or all where there are no more. */
function drawRows(rows: number, count: number, seed: number): Int32Array {
  const all = Int32Array.from({ length: rows }, (_, i) => i);
  if (count >= rows) return all;
  const random = seededRandom(seed);
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (rows - i));
    const swapped = all[i] as number;
    all[i] = all[j] as number;
    all[j] = swapped;
  }
  return all.slice(0, count).sort();
}
