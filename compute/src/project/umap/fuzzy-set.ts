import type { Control } from "../cancelled";
import { checkStop } from "../cancelled";
import type { Neighbours } from "../neighbours";
import { symmetricGraph } from "../symmetric-graph";
import type { SymmetricGraph } from "../symmetric-graph";

const TOLERANCE = 1e-5;
const ITERATIONS = 64;
const LEAST_SCALE = 1e-3;
/** Rows between two questions whether to stop. */
const ROWS_BETWEEN_CHECKS = 4_096;

/**
 * UMAP's fuzzy simplicial set (McInnes, Healy & Melville 2018) of the nearest `size` rows, the row itself counted:
 * distances smoothed so that each row's memberships sum to log2(size), then the fuzzy union w + w' - w w'.
 * Weights are above 0 and up to 1. Equal to umap-learn's `fuzzy_simplicial_set` for the same neighbours (local connectivity 1).
 * @throws {Cancelled}
 */
export function fuzzySet(neighbours: Neighbours, size: number, control: Control): SymmetricGraph {
  const used = Math.min(size - 1, neighbours.k);
  return symmetricGraph(
    neighbours,
    used,
    memberships(neighbours, used, control),
    (there, back) => there + back - there * back,
    control,
  );
}

/** Directed membership of each row's first `used` neighbours: rows x used. */
function memberships({ rows, k, distances }: Neighbours, used: number, control: Control): Float64Array {
  let sum = 0;
  for (let row = 0; row < rows; row++) for (let i = 0; i < used; i++) sum += distances[row * k + i] as number;
  const mean = sum / (rows * (used + 1));
  const strengths = new Float64Array(rows * used);
  for (let row = 0; row < rows; row++) {
    if (row % ROWS_BETWEEN_CHECKS === 0) checkStop(control, "umap");
    const own = distances.subarray(row * k, row * k + used);
    const nearest = own.find((distance) => distance > 0) ?? 0;
    const scale = smoothScale(own, nearest, mean);
    for (let i = 0; i < used; i++) {
      const beyond = (own[i] as number) - nearest;
      strengths[row * used + i] = beyond <= 0 || scale === 0 ? 1 : Math.exp(-beyond / scale);
    }
  }
  return strengths;
}

/** Scale at which the memberships of these distances sum to log2 of their number, by bisection. */
function smoothScale(distances: Float32Array, nearest: number, meanOfAll: number): number {
  const target = Math.log2(distances.length + 1);
  let low = 0;
  let high = Infinity;
  let scale = 1;
  let total = 0;
  for (const distance of distances) total += distance;
  for (let step = 0; step < ITERATIONS; step++) {
    let sum = 0;
    for (let i = 0; i < distances.length; i++) {
      const beyond = (distances[i] as number) - nearest;
      sum += beyond > 0 ? Math.exp(-beyond / scale) : 1;
    }
    if (Math.abs(sum - target) < TOLERANCE) break;
    if (sum > target) {
      high = scale;
      scale = (low + high) / 2;
    } else {
      low = scale;
      scale = high === Infinity ? scale * 2 : (low + high) / 2;
    }
  }
  const mean = nearest > 0 ? total / (distances.length + 1) : meanOfAll;
  return Math.max(scale, LEAST_SCALE * mean);
}
