import type { MatrixContent } from "./matrix-content";

/** A place of the matrix. */
export interface Spot {
  readonly row: number;
  readonly column: number;
}

/** How the matrix is drawn. */
export interface MatrixLook {
  /** Side in device px, and device px of a CSS px. */
  readonly side: number;
  readonly ratio: number;
  /** Right predictions, too. */
  readonly diagonal: boolean;
  /** The pair that is picked. */
  readonly ring: Spot | null;
  /** The cell that the keyboard is at. */
  readonly cursor: Spot | null;
  /** Gold labels (rows) and predicted ones (columns) that are lit. */
  readonly lit: { readonly rows: readonly number[]; readonly columns: readonly number[] };
  readonly font: string;
  readonly ground: string;
  readonly ink: string;
  readonly line: string;
  readonly brand: string;
  readonly clusterColour: (cluster: number) => string;
}

/** Smallest mark and ring, and the cells from which numbers and a grid are drawn, in CSS px. */
const LEAST_MARK = 2.5;
const LEAST_RING = 6;
const GRID_FROM = 9;
const NUMBERS_FROM = 22;
/** The faintest ink of an error. */
const FAINTEST = 0.25;

/** Draws the whole matrix; cell edges fall on device px. */
export function paintMatrix(
  context: CanvasRenderingContext2D,
  content: MatrixContent,
  look: MatrixLook,
): void {
  const { side, ratio } = look;
  const size = content.labels.length;
  const pitch = side / size;
  const edge = (place: number): number => Math.round(place * pitch);
  context.globalAlpha = 1;
  context.fillStyle = look.ground;
  context.fillRect(0, 0, side, side);
  for (const { cluster, start, end } of content.blocks) {
    if (cluster < 0) continue;
    context.globalAlpha = 0.22;
    context.fillStyle = look.clusterColour(cluster);
    context.fillRect(edge(start), edge(start), edge(end) - edge(start), edge(end) - edge(start));
  }
  if (pitch >= GRID_FROM * ratio) paintGrid(context, look, edge, size);
  context.globalAlpha = 0.14;
  context.fillStyle = look.brand;
  for (const row of look.lit.rows) context.fillRect(0, edge(row), side, edge(row + 1) - edge(row));
  for (const column of look.lit.columns)
    context.fillRect(edge(column), 0, edge(column + 1) - edge(column), side);
  if (!look.diagonal) paintDiagonal(context, look);
  paintCells(context, content, look, edge);
  if (look.ring) paintRings(context, content, look, look.ring);
  if (look.cursor) paintCursor(context, look, look.cursor, pitch);
}

function paintGrid(
  context: CanvasRenderingContext2D,
  { side, line }: MatrixLook,
  edge: (place: number) => number,
  size: number,
): void {
  context.globalAlpha = 0.6;
  context.fillStyle = line;
  for (let place = 1; place < size; place++) {
    context.fillRect(edge(place), 0, 1, side);
    context.fillRect(0, edge(place), side, 1);
  }
}

/** Where right predictions would be. */
function paintDiagonal(context: CanvasRenderingContext2D, { side, ratio, line }: MatrixLook): void {
  context.globalAlpha = 1;
  context.strokeStyle = line;
  context.lineWidth = ratio;
  context.beginPath();
  context.moveTo(0, 0);
  context.lineTo(side, side);
  context.stroke();
}

function paintCells(
  context: CanvasRenderingContext2D,
  content: MatrixContent,
  look: MatrixLook,
  edge: (place: number) => number,
): void {
  const { side, ratio } = look;
  const clusterOf = new Int32Array(content.labels.length).fill(-1);
  for (const { cluster, start, end } of content.blocks) clusterOf.fill(cluster, start, end);
  const pitch = side / content.labels.length;
  const numbers = pitch >= NUMBERS_FROM * ratio;
  const grow = Math.max(0, Math.round((LEAST_MARK * ratio - pitch) / 2));
  context.font = `${11 * ratio}px ${look.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const { row, column, count, share } of content.cells ?? []) {
    const right = row === column;
    if (right && !look.diagonal) continue;
    const strength = Math.sqrt(right ? share : share / content.greatest);
    const alpha = FAINTEST + (1 - FAINTEST) * strength;
    const [x, y] = [edge(column) - grow, edge(row) - grow];
    const [width, height] = [edge(column + 1) + grow - x, edge(row + 1) + grow - y];
    context.globalAlpha = alpha;
    context.fillStyle = right ? look.clusterColour(clusterOf[row] ?? -1) : look.ink;
    context.fillRect(x, y, width, height);
    if (!numbers) continue;
    context.globalAlpha = 1;
    context.fillStyle = alpha > 0.55 ? look.ground : look.ink;
    context.fillText(String(count), x + width / 2, y + height / 2);
  }
}

/** Round the pair and, where they are mixed up both ways, round its mirror image. */
function paintRings(
  context: CanvasRenderingContext2D,
  content: MatrixContent,
  { side, ratio, brand }: MatrixLook,
  ring: Spot,
): void {
  const pitch = side / content.labels.length;
  const mirror = { row: ring.column, column: ring.row };
  const both = content.cells?.some(({ row, column }) => row === mirror.row && column === mirror.column);
  const radius = Math.max(LEAST_RING * ratio, pitch * 0.75);
  context.globalAlpha = 1;
  context.strokeStyle = brand;
  context.lineWidth = 1.75 * ratio;
  for (const { row, column } of both ? [ring, mirror] : [ring]) {
    context.beginPath();
    context.arc((column + 0.5) * pitch, (row + 0.5) * pitch, radius, 0, 2 * Math.PI);
    context.stroke();
  }
}

function paintCursor(
  context: CanvasRenderingContext2D,
  { ratio, brand, ground }: MatrixLook,
  { row, column }: Spot,
  pitch: number,
): void {
  const half = Math.max(pitch / 2 + ratio, 4 * ratio);
  const [x, y] = [(column + 0.5) * pitch - half, (row + 0.5) * pitch - half];
  context.globalAlpha = 1;
  for (const [colour, width] of [
    [ground, 4],
    [brand, 2],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width * ratio;
    context.strokeRect(x, y, 2 * half, 2 * half);
  }
}
