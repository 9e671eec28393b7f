import { paddedOutline, type Positions, type Rect, type Rows } from "../../core";
import type { Camera, Size } from "./camera";
import type { LabelRegion } from "./label-regions";
import type { MapStyle } from "./style";

/** Free space between the outermost points and the outline, px: the two outlines of a label do not hide each other. */
const padding = { gold: 5, predicted: 8.5 } as const;
const pillHeight = 22;
const pillGap = 8;
const edge = 8;

/**
 * Outlines of regions: gold solid and tinted, predicted dashed, names in pills.
 * @returns where the pills lie, px.
 */
export function paintRegions(
  context: CanvasRenderingContext2D,
  regions: readonly LabelRegion[],
  view: {
    readonly positions: Positions;
    readonly camera: Camera;
    readonly size: Size;
    readonly radius: number;
  },
  style: MapStyle,
): { paintNames: () => Rect[] } {
  const named: { region: LabelRegion; box: Rect }[] = [];
  for (const region of regions) {
    let largest: Rect | null = null;
    for (const corners of region.islands) {
      const outline = paddedOutline(
        onScreen(corners, view.positions, view.camera),
        padding[region.kind] + view.radius,
      );
      const box = boxOf(outline);
      if (!isInView(box, view.size)) continue;
      largest ??= box;
      paintIsland(context, outline, region);
    }
    if (largest && region.name !== null) named.push({ region, box: largest });
  }
  return { paintNames: () => paintPills(context, named, view.size, style) };
}

function paintIsland(
  context: CanvasRenderingContext2D,
  outline: readonly number[],
  region: LabelRegion,
): void {
  context.beginPath();
  for (let i = 0; i < outline.length; i += 2) context.lineTo(outline[i] as number, outline[i + 1] as number);
  context.closePath();
  const gold = region.kind === "gold";
  if (gold) {
    context.globalAlpha = 0.07;
    context.fillStyle = region.colour;
    context.fill();
    context.globalAlpha = 1;
  }
  context.setLineDash(gold ? [] : [5, 4]);
  context.lineJoin = "round";
  context.lineCap = "butt";
  context.lineWidth = gold ? 1.75 : 1.5;
  context.strokeStyle = region.colour;
  context.stroke();
  context.setLineDash([]);
}

function paintPills(
  context: CanvasRenderingContext2D,
  named: readonly { readonly region: LabelRegion; readonly box: Rect }[],
  size: Size,
  style: MapStyle,
): Rect[] {
  const pills: Rect[] = [];
  context.font = `400 13px ${style.font}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  for (const { region, box } of named) {
    const width = context.measureText(region.name ?? "").width + 30;
    const pill = placePill(box, width, size, pills);
    pills.push(pill);
    context.beginPath();
    context.roundRect(pill.x, pill.y, pill.width, pill.height, pillHeight / 2);
    context.fillStyle = style.canvas;
    context.fill();
    context.strokeStyle = region.colour;
    context.lineWidth = 1.25;
    context.stroke();
    context.beginPath();
    context.arc(pill.x + 12, pill.y + pillHeight / 2, 4.5, 0, 2 * Math.PI);
    context.fillStyle = region.colour;
    context.fill();
    context.fillStyle = style.ink;
    context.fillText(region.name ?? "", pill.x + 21, pill.y + pillHeight / 2 + 0.5);
  }
  return pills;
}

/** Above an island, inside the map; below it where another pill is in the way. */
export function placePill(box: Rect, width: number, size: Size, taken: readonly Rect[]): Rect {
  const x = Math.max(edge, Math.min(box.x + (box.width - width) / 2, size.width - width - edge));
  const at = (y: number): Rect => ({
    x,
    y: Math.max(edge, Math.min(y, size.height - pillHeight - edge)),
    width,
    height: pillHeight,
  });
  const above = at(box.y - pillGap - pillHeight);
  if (!taken.some((other) => overlap(above, other))) return above;
  return at(box.y + box.height + pillGap);
}

export function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export function isInView(box: Rect, size: Size): boolean {
  return overlap(box, { x: 0, y: 0, ...size });
}

/** Places of rows in px, interleaved. */
export function onScreen(rows: Rows, positions: Positions, camera: Camera): Float64Array {
  const places = new Float64Array(2 * rows.length);
  rows.forEach((row, i) => {
    places[2 * i] = (positions[2 * row] as number) * camera.scale + camera.x0;
    places[2 * i + 1] = (positions[2 * row + 1] as number) * camera.scale + camera.y0;
  });
  return places;
}

export function boxOf(points: ArrayLike<number>): Rect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    left = Math.min(left, points[i] as number);
    right = Math.max(right, points[i] as number);
    top = Math.min(top, points[i + 1] as number);
    bottom = Math.max(bottom, points[i + 1] as number);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
