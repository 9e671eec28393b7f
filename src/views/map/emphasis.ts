import type { Mask, Rows } from "../../core";

/**
 * 1 for rows that fade: those outside the selection, where there is one.
 * @param values where given, rows without one fade, too; NaN is none.
 */
export function fadedRows(
  length: number,
  selection: { readonly rows: Rows; readonly mask: Mask },
  values?: Float32Array,
): Mask {
  const faded = new Uint8Array(length);
  if (selection.rows.length > 0)
    for (let row = 0; row < length; row++) faded[row] = selection.mask[row] ? 0 : 1;
  if (values) for (let row = 0; row < length; row++) if (Number.isNaN(values[row] ?? NaN)) faded[row] = 1;
  return faded;
}

/** Rows lit by what is under the pointer, among those drawn; null where nothing is, or it has no rows. */
export interface Lit {
  /** In the order of drawing. */
  readonly rows: Rows;
  /** 1 for all others. */
  readonly faded: Mask;
}

export function litRows(length: number, rows: Rows | undefined, shown: Mask): Lit | null {
  if (!rows || rows.length === 0) return null;
  const faded = new Uint8Array(length).fill(1);
  for (const row of rows) if (row < length) faded[row] = 0;
  return { rows: rows.filter((row) => shown[row]), faded };
}

/** The rows to draw: shown, with a position, faded ones first so that the others lie on top. */
export function drawOrder(shown: Rows, positions: Float32Array, faded: Mask): Rows {
  const order = new Uint32Array(shown.length);
  const above = new Uint32Array(shown.length);
  let below = 0;
  let count = 0;
  for (let i = 0; i < shown.length; i++) {
    const row = shown[i] as number;
    if (!Number.isFinite((positions[2 * row] ?? NaN) + (positions[2 * row + 1] ?? NaN))) continue;
    if (faded[row]) order[below++] = row;
    else above[count++] = row;
  }
  order.set(above.subarray(0, count), below);
  return order.subarray(0, below + count);
}
