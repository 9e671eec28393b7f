import type { Rows } from "../../core";

/** Most labels among the rows shown that are told apart by symbols, and most rows that are drawn so. */
const mostLabels = 7;
const mostRows = 5000;

/** Outlines about 0, 0 as SVG path data, of about the area of a disc of radius 1; the last is hollow. */
export const shapes: readonly string[] = [
  "M1 0A1 1 0 1 1 -1 0A1 1 0 1 1 1 0Z",
  "M-.9 -.9H.9V.9H-.9Z",
  "M0 -1.25L1.17 .78H-1.17Z",
  "M0 -1.35L1.05 0L0 1.35L-1.05 0Z",
  "M0 1.25L1.17 -.78H-1.17Z",
  "M0 -1.4L.38 -.5L1.33 -.43L.6 .19L.82 1.13L0 .62L-.82 1.13L-.6 .19L-1.33 -.43L-.38 -.5Z",
  "M1.05 0A1.05 1.05 0 1 1 -1.05 0A1.05 1.05 0 1 1 1.05 0ZM.5 0A.5 .5 0 1 0 -.5 0A.5 .5 0 1 0 .5 0Z",
];

/** A shape, as its place in `shapes`, for each label; shapes go by the order of the labels. */
export type Symbols = ReadonlyMap<number, number>;

/** The symbols of the labels among the rows shown; null where there are too many of either, or no labels. */
export function symbolsOf(codes: Int32Array | null, shown: Rows): Symbols | null {
  if (!codes || shown.length > mostRows) return null;
  const found = new Set<number>();
  for (const row of shown) {
    const code = codes[row] ?? -1;
    if (code >= 0) found.add(code);
    if (found.size > mostLabels) return null;
  }
  if (found.size < 2) return null;
  return new Map([...found].sort((a, b) => a - b).map((label, place) => [label, place]));
}
