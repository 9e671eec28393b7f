import type { Camera } from "./camera";
import type { DrawnRegion } from "./region";

/** Colours of what is drawn over the points, as CSS takes them. */
export interface MarkStyle {
  readonly ink: string;
  readonly canvas: string;
  readonly brand: string;
}

/** Radius of a point in px: 1.8, twice that when zoomed four times, at most 4.5. */
export function pointRadius(zoom: number): number {
  return Math.min(4.5, 1.8 * Math.sqrt(Math.max(0.25, zoom)));
}

/** A ring round a point: under the pointer or the keyboard's focus, or open in the Sample tab. */
export function paintRing(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  style: MarkStyle,
): void {
  context.beginPath();
  context.arc(x, y, radius + 4, 0, 2 * Math.PI);
  context.strokeStyle = style.canvas;
  context.lineWidth = 4;
  context.stroke();
  context.strokeStyle = style.brand;
  context.lineWidth = 2;
  context.stroke();
}

/** Half a side of the mark of a text that is not in the data, px. */
const probeSize = 7;

/** A text that is not in the data, at its approximate place, px: a diamond, which no row is, and its name beside it. */
export function paintProbe(
  context: CanvasRenderingContext2D,
  { x, y }: { readonly x: number; readonly y: number },
  width: number,
  style: MarkStyle & { readonly font: string },
): void {
  context.beginPath();
  context.moveTo(x, y - probeSize);
  context.lineTo(x + probeSize, y);
  context.lineTo(x, y + probeSize);
  context.lineTo(x - probeSize, y);
  context.closePath();
  context.lineJoin = "round";
  context.strokeStyle = style.canvas;
  context.lineWidth = 5;
  context.stroke();
  context.fillStyle = style.brand;
  context.fill();
  const name = "~ edited text";
  context.font = `600 12px ${style.font}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  const long = context.measureText(name).width + 16;
  const left = x + probeSize + 6 + long < width ? x + probeSize + 6 : x - probeSize - 6 - long;
  context.beginPath();
  context.roundRect(left, y - 11, long, 22, 4);
  context.fillStyle = style.ink;
  context.fill();
  context.fillStyle = style.canvas;
  context.fillText(name, left + 8, y + 0.5);
}

/** The outline that a selection was drawn with, in the plane; smooth for a lasso, straight for a box. */
export function paintOutline(
  context: CanvasRenderingContext2D,
  { outline, smooth }: DrawnRegion,
  camera: Camera,
  style: MarkStyle,
): void {
  const points = outline.map((value, i) => value * camera.scale + (i % 2 ? camera.y0 : camera.x0));
  const count = points.length / 2;
  if (count < 2) return;
  const at = (i: number): [number, number] => [
    points[2 * (i % count)] as number,
    points[2 * (i % count) + 1] as number,
  ];
  context.beginPath();
  if (smooth && count > 3) {
    const [[x0, y0], [x1, y1]] = [at(0), at(1)];
    context.moveTo((x0 + x1) / 2, (y0 + y1) / 2);
    for (let i = 1; i <= count; i++) {
      const [[x, y], [nextX, nextY]] = [at(i), at(i + 1)];
      context.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
    }
  } else {
    for (let i = 0; i < count; i++) context.lineTo(...at(i));
  }
  context.closePath();
  context.fillStyle = style.brand;
  context.globalAlpha = 0.06;
  context.fill();
  context.globalAlpha = 1;
  context.setLineDash([5, 4]);
  context.lineCap = "butt";
  context.strokeStyle = style.brand;
  context.lineWidth = 1.5;
  context.stroke();
  context.setLineDash([]);
}
