import type { Curve } from "./curve";

/** Bits of a float32 below those that index a table: its sign is 0, so 8 exponent and 9 mantissa bits remain. */
export const TABLE_SHIFT = 14;
const ENTRIES = 1 << (31 - TABLE_SHIFT);

/**
 * Gradient coefficients of UMAP's layout by squared distance, read at the distance's float32 bits >>> 14: each entry
 * stands for an interval 1/512 of a power of two wide, taken at its middle.
 */
export interface Forces {
  /** -2 a b d^2(b-1) / (1 + a d^2b), negative: towards the other row. */
  readonly attraction: Float64Array;
  /** 2 b / ((0.001 + d^2) (1 + a d^2b)), positive: away from it. */
  readonly repulsion: Float64Array;
}

/** Tabulates both coefficients for every finite float32. Entry 0 (no distance at all) is 0, as in umap-learn. */
export function tabulateForces({ a, b }: Curve): Forces {
  const attraction = new Float64Array(ENTRIES);
  const repulsion = new Float64Array(ENTRIES);
  const bits = new Uint32Array(1);
  const value = new Float32Array(bits.buffer);
  for (let entry = 1; entry < ENTRIES; entry++) {
    bits[0] = (entry << TABLE_SHIFT) | (1 << (TABLE_SHIFT - 1));
    const squared = value[0] as number;
    if (!Number.isFinite(squared)) break;
    const power = squared ** b;
    attraction[entry] = (-2 * a * b * power) / (squared * (1 + a * power));
    repulsion[entry] = (2 * b) / ((0.001 + squared) * (1 + a * power));
  }
  return { attraction, repulsion };
}
