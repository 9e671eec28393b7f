import type { MatrixContent } from "./matrix-content";
import type { Spot } from "./matrix-paint";

const steps: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
};

/**
 * Where a key leads from a cell: an arrow to the next cell, with `far` to the next that some rows fall on (none: it
 * stays). Null for other keys.
 */
export function moved(
  from: Spot,
  key: string,
  far: boolean,
  { labels, cells }: MatrixContent,
  diagonal: boolean,
): Spot | null {
  const step = steps[key];
  if (!step) return null;
  const [down, right] = step;
  const bounded = (place: number): number => Math.max(0, Math.min(labels.length - 1, place));
  if (!far) return { row: bounded(from.row + down), column: bounded(from.column + right) };
  const ahead = (cells ?? [])
    .filter((cell) => diagonal || cell.row !== cell.column)
    .map((cell) => ({
      cell,
      // cells ahead on the same line, by their distance
      distance: (cell.row - from.row) * down + (cell.column - from.column) * right,
      same: down === 0 ? cell.row === from.row : cell.column === from.column,
    }))
    .filter(({ distance, same }) => same && distance > 0)
    .sort((a, b) => a.distance - b.distance);
  return ahead[0] ? { row: ahead[0].cell.row, column: ahead[0].cell.column } : from;
}
