/**
 * The column types that every analysis works on. A row is its index, 0 to n - 1, in the order of the user's
 * frame; it never changes, whatever is filtered or selected.
 */

/** A column of categories: one code a row, an index into `names`, or -1 where the value is missing. */
export interface Categories {
  readonly names: readonly string[];
  readonly codes: Int32Array;
}

/** Two coordinates a row, interleaved x0, y0, x1, y1 ...; NaN where a row has no position (yet). */
export type Positions = Float32Array;

/** One byte a row: 1 where the row belongs to the set, else 0. */
export type Mask = Uint8Array;

/** Row indices, ascending, without duplicates. */
export type Rows = Uint32Array;

/** Mask with every row in it. */
export function everyRow(length: number): Mask {
  return new Uint8Array(length).fill(1);
}

/** How many rows a mask has. */
export function sizeOf(mask: Mask): number {
  let size = 0;
  for (const bit of mask) size += bit;
  return size;
}

/** The rows of a mask, ascending. */
export function rowsOf(mask: Mask): Rows {
  const rows = new Uint32Array(sizeOf(mask));
  let next = 0;
  for (let row = 0; row < mask.length; row++) if (mask[row]) rows[next++] = row;
  return rows;
}

/** The mask of some rows among `length`. Rows outside 0 to length - 1 are an error. */
export function maskOf(rows: Iterable<number>, length: number): Mask {
  const mask = new Uint8Array(length);
  for (const row of rows) {
    if (!(row >= 0 && row < length)) throw new RangeError(`row: ${row} (allowed: 0 to ${length - 1})`);
    mask[row] = 1;
  }
  return mask;
}

/**
 * For each code of `from`, the code of the same name in `to`, or -1 where `to` has no such name: two columns may
 * list their names in different orders (the data's labels, the model's labels).
 */
export function matchingCodes(from: Categories, to: Categories): Int32Array {
  const codeOf = new Map(to.names.map((name, code) => [name, code]));
  return Int32Array.from(from.names, (name) => codeOf.get(name) ?? -1);
}
