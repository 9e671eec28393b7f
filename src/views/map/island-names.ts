import type { Positions, Rect, Rows } from "../../core";
import type { Camera, Size } from "./camera";
import { boxOf, isInView, onScreen, overlap } from "./hull-marks";
import { drawnIslands } from "./label-regions";
import type { MapStyle } from "./style";

/** Rows of one label that lie together. */
export interface NamedIsland {
  readonly rows: Rows;
  readonly label: number;
}

const mostIslands = 6;
/** Labels whose islands are looked for, most rows first. */
const mostLabels = 12;
const gap = 6;
const height = 18;

/** The largest islands of some rows, each of one label. */
export function namedIslands(
  rows: Rows,
  codes: Int32Array | null,
  target: Positions,
  homeScale: number,
): NamedIsland[] {
  const ofLabel = new Map<number, number[]>();
  for (const row of rows) {
    const code = codes?.[row] ?? -1;
    const known = ofLabel.get(code);
    if (known) known.push(row);
    else if (code >= 0) ofLabel.set(code, [row]);
  }
  return [...ofLabel]
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, mostLabels)
    .flatMap(([label, own]) =>
      drawnIslands(Uint32Array.from(own), target, homeScale).map((island) => ({ rows: island, label })),
    )
    .sort((a, b) => b.rows.length - a.rows.length)
    .slice(0, mostIslands);
}

/** Writes the name and number of rows of each island beside it; one that finds no room is left out. */
export function paintIslandNames(
  context: CanvasRenderingContext2D,
  islands: readonly NamedIsland[],
  nameOf: (label: number) => string,
  view: { readonly positions: Positions; readonly camera: Camera; readonly size: Size },
  panels: readonly Rect[],
  style: MapStyle,
): void {
  context.font = `600 13px ${style.font}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const placed = [...panels];
  for (const { rows, label } of islands) {
    const box = boxOf(onScreen(rows, view.positions, view.camera));
    if (!isInView(box, view.size)) continue;
    const text = `${nameOf(label)} ${rows.length.toLocaleString("en-GB")}`;
    const rect = placeBeside(box, context.measureText(text).width, view.size, placed);
    if (!rect) continue;
    placed.push(rect);
    context.lineWidth = 3.5;
    context.strokeStyle = style.canvas;
    context.strokeText(text, rect.x, rect.y + height / 2);
    context.fillStyle = style.ink;
    context.fillText(text, rect.x, rect.y + height / 2);
  }
}

/** Right of an island, left of it, above or below: the first that is inside the map and free. */
export function placeBeside(box: Rect, width: number, size: Size, taken: readonly Rect[]): Rect | null {
  const [middleX, middleY] = [box.x + (box.width - width) / 2, box.y + (box.height - height) / 2];
  const places = [
    { x: box.x + box.width + gap, y: middleY },
    { x: box.x - width - gap, y: middleY },
    { x: middleX, y: box.y - height - gap },
    { x: middleX, y: box.y + box.height + gap },
  ].map((place) => ({ ...place, width, height }));
  const isFree = (rect: Rect): boolean =>
    rect.x >= 4 &&
    rect.y >= 4 &&
    rect.x + rect.width <= size.width - 4 &&
    rect.y + rect.height <= size.height - 4 &&
    !taken.some((other) => overlap(rect, other));
  return places.find(isFree) ?? null;
}
