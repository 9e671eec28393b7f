import { type Categories, confusionMatrix, type LabelReport, type Mask } from "../../core";

/** Labels that a matrix can show. */
export const MOST_LABELS = 200;

/** A place of the matrix that some rows fall on; `row` is the gold label's place, `column` the predicted one's. */
export interface Cell {
  readonly row: number;
  readonly column: number;
  readonly count: number;
  /** Share of the gold label's rows that have a prediction. */
  readonly share: number;
}

export interface MatrixContent {
  /** Label codes in the order of the matrix: by cluster, in it most rows first. */
  readonly labels: readonly number[];
  /** Place of each label code; -1 where it is not in the matrix. */
  readonly placeOf: Int32Array;
  /** Runs of places that one cluster takes, from `start` to before `end`. */
  readonly blocks: readonly { readonly cluster: number; readonly start: number; readonly end: number }[];
  /** Not empty ones, row by row; null when there are more labels than can be shown. */
  readonly cells: readonly Cell[] | null;
  /** Greatest share off the diagonal; 0 without errors. */
  readonly greatest: number;
}

/** The matrix of the rows of `mask`, over the labels that are present. */
export function matrixOf(
  gold: Categories,
  prediction: Categories,
  mask: Mask,
  present: readonly LabelReport[],
  clusters: readonly { readonly index: number; readonly labels: readonly number[] }[],
): MatrixContent {
  const wanted = new Set(present.map(({ label }) => label));
  const labels: number[] = [];
  const blocks: { cluster: number; start: number; end: number }[] = [];
  const add = (cluster: number, members: readonly number[]): void => {
    const start = labels.length;
    for (const label of members) if (wanted.delete(label)) labels.push(label);
    if (labels.length > start) blocks.push({ cluster, start, end: labels.length });
  };
  for (const { index, labels: members } of clusters) add(index, members);
  add(-1, [...wanted]);
  const placeOf = new Int32Array(Math.max(gold.names.length, prediction.names.length)).fill(-1);
  labels.forEach((label, place) => (placeOf[label] = place));
  if (labels.length > MOST_LABELS) return { labels, placeOf, blocks, cells: null, greatest: 0 };
  const names = labels.map((label) => gold.names[label] ?? "");
  const cells = cellsOf(confusionMatrix(gold, prediction, names, mask), labels.length);
  const errors = cells.filter(({ row, column }) => row !== column).map(({ share }) => share);
  return { labels, placeOf, blocks, cells, greatest: Math.max(0, ...errors) };
}

function cellsOf(counts: Uint32Array, size: number): Cell[] {
  const cells: Cell[] = [];
  for (let row = 0; row < size; row++) {
    const line = counts.subarray(row * size, (row + 1) * size);
    const total = line.reduce((sum, count) => sum + count, 0);
    line.forEach((count, column) => {
      if (count > 0) cells.push({ row, column, count, share: count / total });
    });
  }
  return cells;
}

/**
 * The cell to read at a place, in cells from the upper left corner: the one under it, else the nearest not further
 * than `reach` cells away; null where there is none.
 */
export function cellAt(
  cells: readonly Cell[],
  x: number,
  y: number,
  reach: number,
  diagonal: boolean,
): Cell | null {
  let nearest: Cell | null = null;
  let least = reach;
  for (const cell of cells) {
    if (!diagonal && cell.row === cell.column) continue;
    // distance from the square of the cell, 0 inside it
    const dx = Math.max(0, Math.abs(x - cell.column - 0.5) - 0.5);
    const dy = Math.max(0, Math.abs(y - cell.row - 0.5) - 0.5);
    const distance = Math.hypot(dx, dy);
    if (distance > least || (distance === least && nearest)) continue;
    nearest = cell;
    least = distance;
    if (distance === 0) break;
  }
  return nearest;
}
