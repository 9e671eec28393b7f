import type { Mask, Positions, Rows } from "../../core";
import type { Camera, Size } from "./camera";
import type { Colouring } from "./colouring";

/** What the crosses depend on. */
export interface ErrorScene {
  /** Rows drawn. */
  readonly order: Rows;
  /** 1 for rows that are errors. */
  readonly errors: Mask;
  /** 1 for rows that fade: their crosses are faint. */
  readonly faded: Mask;
  readonly positions: Positions;
  readonly camera: Camera;
  readonly size: Size;
  /** Of a point, in px. */
  readonly radius: number;
  /** Colours of the points, where their crosses have them; null where all have the ink. */
  readonly colouring: Colouring | null;
  readonly ink: string;
  /** Colour of the ground, which surrounds each cross. */
  readonly canvas: string;
}

/**
 * Crosses on the rows that are errors, with a halo. While the view stays they are painted once and copied after that:
 * what fades over them repaints the map in every frame.
 */
export class ErrorMarks {
  private rows: { readonly order: Rows; readonly errors: Mask; readonly found: Rows } | null = null;
  private last: ErrorScene | null = null;
  private moving = false;
  private picture: { readonly canvas: HTMLCanvasElement; readonly of: ErrorScene } | null = null;

  paint(context: CanvasRenderingContext2D, scene: ErrorScene): void {
    const moved = this.last !== null && !sameView(this.last, scene);
    // a single change of view is no motion: the map has been resized
    const moves = moved && this.moving;
    this.moving = moved;
    this.last = scene;
    const rows = this.rowsOf(scene);
    if (rows.length === 0) return;
    if (moves) return paintCrosses(context, scene, rows);
    const { width, height } = context.canvas;
    if (!this.picture || !sameLook(this.picture.of, scene) || this.picture.canvas.width !== width) {
      const canvas = this.picture?.canvas ?? document.createElement("canvas");
      // also empties it
      canvas.width = width;
      canvas.height = height;
      const own = canvas.getContext("2d");
      if (!own) return paintCrosses(context, scene, rows);
      own.setTransform(context.getTransform());
      paintCrosses(own, scene, rows);
      this.picture = { canvas, of: scene };
    }
    context.save();
    context.resetTransform();
    context.drawImage(this.picture.canvas, 0, 0);
    context.restore();
  }

  private rowsOf({ order, errors }: ErrorScene): Rows {
    if (this.rows?.order !== order || this.rows.errors !== errors)
      this.rows = { order, errors, found: order.filter((row) => errors[row]) };
    return this.rows.found;
  }
}

function sameView(a: ErrorScene, b: ErrorScene): boolean {
  return (
    a.positions === b.positions &&
    a.radius === b.radius &&
    a.camera.scale === b.camera.scale &&
    a.camera.x0 === b.camera.x0 &&
    a.camera.y0 === b.camera.y0 &&
    a.size.width === b.size.width &&
    a.size.height === b.size.height
  );
}

function sameLook(a: ErrorScene, b: ErrorScene): boolean {
  return (
    sameView(a, b) &&
    a.order === b.order &&
    a.errors === b.errors &&
    a.faded === b.faded &&
    a.colouring === b.colouring &&
    a.ink === b.ink &&
    a.canvas === b.canvas
  );
}

function paintCrosses(context: CanvasRenderingContext2D, scene: ErrorScene, rows: Rows): void {
  const { faded, positions, camera, size, colouring, ink } = scene;
  const arm = 0.9 + scene.radius * 0.9;
  const plain = new Map<string, Path2D>();
  const faint = new Map<string, Path2D>();
  for (const row of rows) {
    const x = (positions[2 * row] as number) * camera.scale + camera.x0;
    const y = (positions[2 * row + 1] as number) * camera.scale + camera.y0;
    if (x < -arm || y < -arm || x > size.width + arm || y > size.height + arm) continue;
    const colour = colouring?.colours[colouring.codes[row] as number] ?? ink;
    const path = pathOf(faded[row] ? faint : plain, colour);
    path.moveTo(x - arm, y - arm);
    path.lineTo(x + arm, y + arm);
    path.moveTo(x + arm, y - arm);
    path.lineTo(x - arm, y + arm);
  }
  context.lineCap = "round";
  for (const [paths, opacity] of [
    [faint, 0.42],
    [plain, 1],
  ] as const) {
    context.globalAlpha = opacity;
    context.strokeStyle = scene.canvas;
    context.lineWidth = 3;
    for (const path of paths.values()) context.stroke(path);
    context.lineWidth = colouring ? 1.6 : 1.2;
    for (const [colour, path] of paths) {
      context.strokeStyle = colour;
      context.stroke(path);
    }
  }
  context.globalAlpha = 1;
}

function pathOf(paths: Map<string, Path2D>, colour: string): Path2D {
  const known = paths.get(colour);
  if (known) return known;
  const path = new Path2D();
  paths.set(colour, path);
  return path;
}
