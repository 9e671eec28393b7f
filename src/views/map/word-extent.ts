import { everyRow, featureExtents, type Positions, type Rect, type Rows } from "../../core";
import type { Camera } from "./camera";

/** Where rows lie, in the plane: an ellipse or a box about (x, y). */
export interface WordExtent {
  readonly shape: "gaussian" | "square";
  readonly x: number;
  readonly y: number;
  /** Half of its width and height. */
  readonly halfWidth: number;
  readonly halfHeight: number;
}

/** The extent of some rows where they are drawn: twice their standard deviation about the mean, or their range. */
export function extentOfRows(rows: Rows, drawn: Positions, shape: "gaussian" | "square"): WordExtent {
  const postings = { features: [""], offsets: Uint32Array.of(0, rows.length), rows };
  const options = { shape, minCount: 0, stopWords: true };
  const { x, y, spreadX, spreadY } = featureExtents(postings, drawn, everyRow(drawn.length / 2), options);
  const part = shape === "gaussian" ? 1 : 0.5;
  return {
    shape,
    x: x[0] ?? NaN,
    y: y[0] ?? NaN,
    halfWidth: (spreadX[0] ?? 0) * part,
    halfHeight: (spreadY[0] ?? 0) * part,
  };
}

/** Never smaller than this, so that the extent of a speck can be seen, in px. */
const least = 9;
/** Room for the points themselves, in px. */
const margin = 4;

/** The box about an extent on the screen, in px. */
export function boxOfExtent({ x, y, halfWidth, halfHeight }: WordExtent, camera: Camera): Rect {
  const width = Math.max(least, halfWidth * camera.scale + margin);
  const height = Math.max(least, halfHeight * camera.scale + margin);
  const left = x * camera.scale + camera.x0 - width;
  const top = y * camera.scale + camera.y0 - height;
  return { x: left, y: top, width: 2 * width, height: 2 * height };
}

/** Outlines where the rows of a word lie. */
export function paintExtent(
  context: CanvasRenderingContext2D,
  extent: WordExtent,
  camera: Camera,
  colour: string,
): void {
  const { x, y, width, height } = boxOfExtent(extent, camera);
  if (Number.isNaN(x + y)) return;
  context.beginPath();
  if (extent.shape === "gaussian")
    context.ellipse(x + width / 2, y + height / 2, width / 2, height / 2, 0, 0, 2 * Math.PI);
  else context.roundRect(x, y, width, height, 4);
  context.fillStyle = colour;
  context.globalAlpha = 0.08;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.stroke();
}
