import type { Positions } from "../../core";

/** The row of `rows` nearest to a place of the plane, within `radius`; -1 where there is none. */
export function nearestRow(
  positions: Positions,
  rows: ArrayLike<number>,
  x: number,
  y: number,
  radius: number,
): number {
  let best = -1;
  let least = radius * radius;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const dx = (positions[2 * row] as number) - x;
    const dy = (positions[2 * row + 1] as number) - y;
    const square = dx * dx + dy * dy;
    if (square <= least) {
      least = square;
      best = row;
    }
  }
  return best;
}

/** Where an arrow key leads: a unit step, y downwards. */
export interface Direction {
  readonly x: -1 | 0 | 1;
  readonly y: -1 | 0 | 1;
}

/**
 * The nearest row that way: among rows within 45 degrees of the direction, the one with the least distance, places
 * off the line counting twice. -1 where nothing lies that way.
 */
export function nextRow(
  positions: Positions,
  rows: ArrayLike<number>,
  from: number,
  direction: Direction,
): number {
  const x = positions[2 * from] ?? 0;
  const y = positions[2 * from + 1] ?? 0;
  let best = -1;
  let least = Infinity;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    const dx = (positions[2 * row] as number) - x;
    const dy = (positions[2 * row + 1] as number) - y;
    const along = dx * direction.x + dy * direction.y;
    const across = Math.abs(dx * direction.y) + Math.abs(dy * direction.x);
    if (row === from || along <= 0 || across > along) continue;
    const cost = along + 2 * across;
    if (cost < least) {
      least = cost;
      best = row;
    }
  }
  return best;
}
