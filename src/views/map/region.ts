import type { Positions, Rows } from "../../core";

/** A closed outline, interleaved x0, y0, x1, y1 ... */
export type Outline = readonly number[];

/** An outline drawn with the lasso, which is shown smooth, or with the box. Of the plane. */
export interface DrawnRegion {
  readonly outline: Outline;
  readonly smooth: boolean;
}

/** Rows of `rows` whose position lies inside the outline (even-odd rule), ascending as given. */
export function rowsInside(outline: Outline, positions: Positions, rows: Rows): Rows {
  const inside: number[] = [];
  for (const row of rows)
    if (contains(outline, positions[2 * row] ?? NaN, positions[2 * row + 1] ?? NaN)) inside.push(row);
  return Uint32Array.from(inside);
}

function contains(outline: Outline, x: number, y: number): boolean {
  let inside = false;
  const last = outline.length - 2;
  let [x1, y1] = [outline[last] ?? 0, outline[last + 1] ?? 0];
  for (let i = 0; i < outline.length; i += 2) {
    const [x2, y2] = [outline[i] ?? 0, outline[i + 1] ?? 0];
    if (y2 > y !== y1 > y && x < ((x1 - x2) * (y - y2)) / (y1 - y2) + x2) inside = !inside;
    [x1, y1] = [x2, y2];
  }
  return inside;
}

/** The four corners of the box between two corners. */
export function boxOutline(x1: number, y1: number, x2: number, y2: number): Outline {
  return [x1, y1, x2, y1, x2, y2, x1, y2];
}

/** How drawn rows change a selection: instead of it, added to it (shift), or taken from it (alt). */
export type Combination = "replace" | "add" | "remove";

export function combine(selection: Rows, drawn: Rows, how: Combination): number[] {
  if (how === "replace") return [...drawn];
  const rows = new Set(selection);
  for (const row of drawn) {
    if (how === "add") rows.add(row);
    else rows.delete(row);
  }
  return [...rows];
}
