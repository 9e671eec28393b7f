import type { Positions, Rows } from "./columns";

/**
 * Islands of rows: single-link clusters, so that two rows belong together when a chain of rows leads from one to the
 * other in which no step is longer than `distance`. Largest first, rows ascending; rows without a position are in
 * none. Cells of the plane whose diagonal is `distance` are whole islands' parts, so that dense rows cost little.
 */
export function islands(positions: Positions, rows: Rows, distance: number): Rows[] {
  const placed = rows.filter((row) => isPlaced(positions, row));
  const cells = new Map<number, Cell>();
  const side = distance / Math.SQRT2;
  for (const row of placed) {
    const column = Math.floor((positions[2 * row] as number) / side);
    const line = Math.floor((positions[2 * row + 1] as number) / side);
    const key = keyOf(column, line);
    const cell = cells.get(key);
    if (cell) cell.rows.push(row);
    else cells.set(key, { column, line, rows: [row], parent: null });
  }
  for (const cell of cells.values())
    for (const [right, down] of ahead) {
      const other = cells.get(keyOf(cell.column + right, cell.line + down));
      if (!other) continue;
      const [a, b] = [rootOf(cell), rootOf(other)];
      if (a !== b && touch(positions, cell.rows, other.rows, distance)) b.parent = a;
    }
  const members = new Map<Cell, number[]>();
  for (const cell of cells.values()) {
    const root = rootOf(cell);
    const known = members.get(root);
    if (known) for (const row of cell.rows) known.push(row);
    else members.set(root, [...cell.rows]);
  }
  return Array.from(members.values(), (found) => Uint32Array.from(found).sort()).sort(
    (a, b) => b.length - a.length || (a[0] as number) - (b[0] as number),
  );
}

/** One number for a cell; enough for 2^25 cells each way, finer than positions are. */
function keyOf(column: number, line: number): number {
  return column * 2 ** 26 + line;
}

interface Cell {
  readonly column: number;
  readonly line: number;
  readonly rows: number[];
  parent: Cell | null;
}

/** Neighbours of a cell that can hold a row within reach, each pair of cells once. */
const ahead: readonly (readonly [number, number])[] = [
  [1, 0],
  [2, 0],
  ...[-2, -1, 0, 1, 2].flatMap((right) =>
    [1, 2].filter((down) => Math.abs(right) + down < 4).map((down) => [right, down] as const),
  ),
];

function rootOf(cell: Cell): Cell {
  let root = cell;
  while (root.parent) root = root.parent;
  for (let at = cell; at.parent;) {
    const next: Cell = at.parent;
    if (next !== root) at.parent = root;
    at = next;
  }
  return root;
}

function touch(
  positions: Positions,
  rows: readonly number[],
  others: readonly number[],
  distance: number,
): boolean {
  const reach = distance * distance;
  for (const row of rows)
    for (const other of others) {
      const dx = (positions[2 * row] as number) - (positions[2 * other] as number);
      const dy = (positions[2 * row + 1] as number) - (positions[2 * other + 1] as number);
      if (dx * dx + dy * dy <= reach) return true;
    }
  return false;
}

/** The rows at the corners of the convex hull, in order round it; all of them where there are fewer than three. */
export function hullRows(positions: Positions, rows: Rows): Rows {
  const placed = rows.filter((row) => isPlaced(positions, row));
  const x = Float64Array.from(placed, (row) => positions[2 * row] as number);
  const y = Float64Array.from(placed, (row) => positions[2 * row + 1] as number);
  return Uint32Array.from(corners(x, y), (i) => placed[i] as number);
}

const roundness = 12;

/**
 * The convex outline that keeps `padding` from every point, with round corners: the hull of circles about the
 * points. Interleaved x0, y0, x1, y1 ...
 * @param points interleaved, too; NaN are left out.
 */
export function paddedOutline(points: ArrayLike<number>, padding: number): number[] {
  const x: number[] = [];
  const y: number[] = [];
  for (let i = 0; i + 1 < points.length; i += 2) {
    if (Number.isNaN((points[i] as number) + (points[i + 1] as number))) continue;
    for (let step = 0; step < roundness; step++) {
      const angle = (2 * Math.PI * step) / roundness;
      x.push((points[i] as number) + padding * Math.cos(angle));
      y.push((points[i + 1] as number) + padding * Math.sin(angle));
    }
  }
  return corners(x, y).flatMap((i) => [x[i] as number, y[i] as number]);
}

/** Corners of the hull of points, as their places: Andrew's monotone chain (1979); points on an edge are none. */
function corners(x: ArrayLike<number>, y: ArrayLike<number>): number[] {
  const sorted = Uint32Array.from({ length: x.length }, (_, i) => i).sort(
    (a, b) => (x[a] as number) - (x[b] as number) || (y[a] as number) - (y[b] as number),
  );
  if (sorted.length < 3) return [...sorted];
  const chain: number[] = [];
  const extend = (point: number, start: number): void => {
    while (chain.length > start + 1 && !turnsLeft(x, y, chain, point)) chain.pop();
    chain.push(point);
  };
  for (const point of sorted) extend(point, 0);
  const back = chain.length - 1;
  for (let i = sorted.length - 2; i >= 0; i--) extend(sorted[i] as number, back);
  chain.pop();
  return chain;
}

/** Whether the last step of a chain and the one to a further point turn left. */
function turnsLeft(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  chain: readonly number[],
  point: number,
): boolean {
  const [a, b] = [chain[chain.length - 2] as number, chain[chain.length - 1] as number];
  const [ax, ay] = [x[a] as number, y[a] as number];
  return (
    ((x[b] as number) - ax) * ((y[point] as number) - ay) >
    ((y[b] as number) - ay) * ((x[point] as number) - ax)
  );
}

/**
 * Median distance from a row to the nearest other of the rows, of at most `sample` of them evenly picked; NaN with
 * fewer than two. What "close" means for these rows.
 */
export function typicalSpacing(positions: Positions, rows: Rows, sample = 48): number {
  const placed = rows.filter((row) => isPlaced(positions, row));
  if (placed.length < 2) return NaN;
  const count = Math.min(sample, placed.length);
  const nearest = Float64Array.from({ length: count }, (_, i) => {
    const row = placed[Math.floor((i * placed.length) / count)] as number;
    let least = Infinity;
    for (const other of placed) {
      if (other === row) continue;
      const dx = (positions[2 * row] as number) - (positions[2 * other] as number);
      const dy = (positions[2 * row + 1] as number) - (positions[2 * other + 1] as number);
      least = Math.min(least, dx * dx + dy * dy);
    }
    return least;
  }).sort();
  return Math.sqrt(nearest[Math.floor(count / 2)] as number);
}

function isPlaced(positions: Positions, row: number): boolean {
  return Number.isFinite((positions[2 * row] ?? NaN) + (positions[2 * row + 1] ?? NaN));
}
