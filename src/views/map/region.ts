import { polygonContains } from "d3";
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
  const corners = pairs(outline);
  if (corners.length === 0) return new Uint32Array(0);
  return rows.filter((row) =>
    polygonContains(corners, [positions[2 * row] ?? NaN, positions[2 * row + 1] ?? NaN]),
  );
}

function pairs(outline: Outline): [number, number][] {
  return Array.from({ length: outline.length / 2 }, (_, i) => [outline[2 * i] ?? 0, outline[2 * i + 1] ?? 0]);
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
