import type { Control } from "./cancelled";
import { checkStop } from "./cancelled";
import type { Neighbours } from "./neighbours";

/** Rows between two questions whether to stop. */
const ROWS_BETWEEN_CHECKS = 1_024;

/** Symmetric weighted graph in compressed rows: row i's entries are `starts[i]` up to `starts[i + 1]`. */
export interface SymmetricGraph {
  readonly rows: number;
  readonly starts: Int32Array;
  /** Other rows, rising within each row. */
  readonly columns: Int32Array;
  /** Above 0. */
  readonly weights: Float32Array;
}

/**
 * Undirected graph of the directed one from each row to its first `used` neighbours.
 * @param strengths of the directed edges, rows x used.
 * @param combine weight of an edge from its strength one way and the other (0 where it goes one way only), symmetric;
 *   an edge of weight 0 is left out.
 * @throws {Cancelled}
 */
export function symmetricGraph(
  { rows, k, indices }: Neighbours,
  used: number,
  strengths: Float64Array,
  combine: (there: number, back: number) => number,
  control: Control,
): SymmetricGraph {
  const incoming = reverse(indices, rows, k, used);
  const starts = new Int32Array(rows + 1);
  const columns = new Int32Array(2 * rows * used);
  const weights = new Float32Array(2 * rows * used);
  // strengths to and from the row at hand; put back to 0 after use, so that an edge listed both ways counts once
  const there = new Float64Array(rows);
  const back = new Float64Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    if (row % ROWS_BETWEEN_CHECKS === 0) checkStop(control, "neighbour graph");
    const first = count;
    for (let edge = row * used; edge < (row + 1) * used; edge++) {
      const other = indices[row * k + (edge - row * used)] as number;
      there[other] = strengths[edge] as number;
      columns[count++] = other;
    }
    for (let at = incoming.starts[row] as number; at < (incoming.starts[row + 1] as number); at++) {
      const edge = incoming.edges[at] as number;
      const other = Math.floor(edge / used);
      back[other] = strengths[edge] as number;
      columns[count++] = other;
    }
    columns.subarray(first, count).sort();
    let kept = first;
    for (let at = first; at < count; at++) {
      const other = columns[at] as number;
      const weight = Math.fround(combine(there[other] as number, back[other] as number));
      there[other] = 0;
      back[other] = 0;
      if (weight === 0) continue;
      columns[kept] = other;
      weights[kept] = weight;
      kept++;
    }
    count = kept;
    starts[row + 1] = count;
  }
  return { rows, starts, columns: columns.slice(0, count), weights: weights.slice(0, count) };
}

/** For each row the edges (row x used + place) that lead to it, by counting sort. */
function reverse(indices: Int32Array, rows: number, k: number, used: number) {
  const starts = new Int32Array(rows + 1);
  const target = (edge: number) => indices[Math.floor(edge / used) * k + (edge % used)] as number;
  for (let edge = 0; edge < rows * used; edge++)
    starts[target(edge) + 1] = (starts[target(edge) + 1] as number) + 1;
  for (let row = 0; row < rows; row++)
    starts[row + 1] = (starts[row + 1] as number) + (starts[row] as number);
  const edges = new Int32Array(rows * used);
  const next = starts.slice();
  for (let edge = 0; edge < rows * used; edge++) {
    const at = next[target(edge)] as number;
    next[target(edge)] = at + 1;
    edges[at] = edge;
  }
  return { starts, edges };
}
