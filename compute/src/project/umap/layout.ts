import { seededRandom } from "../../../../src/core/random";
import type { Control } from "../cancelled";
import { checkStop } from "../cancelled";
import type { SymmetricGraph } from "../symmetric-graph";
import type { Forces } from "./forces";
import { TABLE_SHIFT } from "./forces";
import { NEGATIVE_SAMPLES } from "./options";

/** What the stochastic descent needs besides the graph. */
export interface LayoutSettings {
  readonly epochs: number;
  readonly forces: Forces;
  /** Any whole number; the same one gives the same bytes. */
  readonly seed: number;
}

/** Largest step along one axis before the learning rate, as in umap-learn. */
const CLIP = 4;
/** Edges between two questions whether to stop. */
const EDGES_BETWEEN_CHECKS = 1 << 16;

/**
 * Moves `positions` (rows x 2) in place by umap-learn's stochastic gradient descent: an edge is pulled together
 * once every (largest weight / its weight) epochs and then pushes its row away from five random ones for each epoch
 * gone by; the learning rate falls from 1 to 0.
 * @throws {Cancelled}
 */
export function layOut(
  graph: SymmetricGraph,
  positions: Float32Array,
  settings: LayoutSettings,
  control: Control,
): void {
  const { epochs } = settings;
  const edges = keepStrong(graph, epochs);
  const random = new Uint32Array(1);
  // xorshift must not begin at 0
  random[0] = (seededRandom(settings.seed)() * 4294967296) | 1;
  for (let epoch = 0; epoch < epochs; epoch++) {
    // the rows are taken in slices so that a stop is heard in the middle of a long epoch
    for (let row = 0; row < graph.rows;) {
      checkStop(control, "umap");
      let end = row + 1;
      const limit = (edges.starts[row] as number) + EDGES_BETWEEN_CHECKS;
      while (end < graph.rows && (edges.starts[end + 1] as number) <= limit) end++;
      moveRows(edges, positions, settings.forces, epoch, 1 - epoch / epochs, random, row, end);
      row = end;
    }
    control.onProgress?.(epoch + 1, epochs, positions);
  }
}

/** Edges that are sampled at least once, with their timetable. */
interface Edges {
  readonly rows: number;
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  /** Epochs between two samples of an edge. */
  readonly period: Float64Array;
  readonly nextSample: Float64Array;
  readonly nextNegative: Float64Array;
}

function keepStrong({ rows, starts, columns, weights }: SymmetricGraph, epochs: number): Edges {
  let largest = 0;
  for (const weight of weights) if (weight > largest) largest = weight;
  const least = largest / epochs;
  const kept = new Int32Array(rows + 1);
  const others = new Int32Array(columns.length);
  const period = new Float64Array(columns.length);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    for (let edge = starts[row] as number; edge < (starts[row + 1] as number); edge++) {
      const weight = weights[edge] as number;
      if (weight < least) continue;
      others[count] = columns[edge] as number;
      period[count] = largest / weight;
      count++;
    }
    kept[row + 1] = count;
  }
  return {
    rows,
    starts: kept,
    columns: others.subarray(0, count),
    period: period.subarray(0, count),
    nextSample: period.slice(0, count),
    nextNegative: period.slice(0, count).map((epochsApart) => epochsApart / NEGATIVE_SAMPLES),
  };
}

const asFloat = new Float32Array(1);
const asBits = new Uint32Array(asFloat.buffer);

function moveRows(
  { rows, starts, columns, period, nextSample, nextNegative }: Edges,
  positions: Float32Array,
  { attraction, repulsion }: Forces,
  epoch: number,
  rate: number,
  random: Uint32Array,
  from: number,
  to: number,
): void {
  const toRow = rows / 4294967296;
  let state = random[0] as number;
  for (let row = from; row < to; row++) {
    const end = starts[row + 1] as number;
    let x = positions[2 * row] as number;
    let y = positions[2 * row + 1] as number;
    for (let edge = starts[row] as number; edge < end; edge++) {
      if ((nextSample[edge] as number) > epoch) continue;
      const apart = period[edge] as number;
      nextSample[edge] = (nextSample[edge] as number) + apart;

      const other = 2 * (columns[edge] as number);
      let dx = x - (positions[other] as number);
      let dy = y - (positions[other + 1] as number);
      asFloat[0] = dx * dx + dy * dy;
      const pull = attraction[(asBits[0] as number) >>> TABLE_SHIFT] as number;
      dx *= pull;
      dy *= pull;
      const stepX = rate * (dx > CLIP ? CLIP : dx < -CLIP ? -CLIP : dx);
      const stepY = rate * (dy > CLIP ? CLIP : dy < -CLIP ? -CLIP : dy);
      x += stepX;
      y += stepY;
      positions[other] = (positions[other] as number) - stepX;
      positions[other + 1] = (positions[other + 1] as number) - stepY;

      const between = apart / NEGATIVE_SAMPLES;
      const negatives = Math.floor((epoch - (nextNegative[edge] as number)) / between);
      for (let sample = 0; sample < negatives; sample++) {
        // xorshift32 (Marsaglia 2003)
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        const away = ((state >>> 0) * toRow) | 0;
        if (away === row) continue;
        let ax = x - (positions[2 * away] as number);
        let ay = y - (positions[2 * away + 1] as number);
        asFloat[0] = ax * ax + ay * ay;
        const push = repulsion[(asBits[0] as number) >>> TABLE_SHIFT] as number;
        ax *= push;
        ay *= push;
        x += rate * (ax > CLIP ? CLIP : ax < -CLIP ? -CLIP : ax);
        y += rate * (ay > CLIP ? CLIP : ay < -CLIP ? -CLIP : ay);
      }
      nextNegative[edge] = (nextNegative[edge] as number) + negatives * between;
    }
    positions[2 * row] = x;
    positions[2 * row + 1] = y;
  }
  random[0] = state;
}
