import type { Mask, Positions, Rows } from "../../core";
import type { Camera, Size } from "./camera";
import type { Colouring } from "./colouring";
import { shapes, type Symbols } from "./symbols";

/** Rows to be drawn on a canvas instead of by WebGL: those that are lit, or all where labels have symbols. */
export interface StampScene {
  /** The last on top. */
  readonly rows: Rows;
  readonly positions: Positions;
  readonly camera: Camera;
  readonly size: Size;
  readonly radius: number;
  readonly colouring: Colouring;
  readonly symbols: { readonly of: Symbols; readonly codes: Int32Array } | null;
  readonly faded: Mask;
  /** 1 for rows whose point is hidden by a cross, unless they fade; null for none. */
  readonly hidden: Mask | null;
  readonly opacity: readonly [plain: number, faded: number];
  /** Colour of the ground: a thin edge of it keeps symbols apart. */
  readonly ground: string;
}

const mostStamps = 400;
const mostDiscs = 4000;

/** Draws rows from small pictures, one a colour and shape: copying is cheaper than filling a path each. */
export class Stamps {
  private readonly known = new Map<string, HTMLCanvasElement>();

  paint(context: CanvasRenderingContext2D, scene: StampScene): void {
    const { rows, positions, camera, size, colouring, symbols, faded, hidden, opacity } = scene;
    // a symbol needs more room than a disc to be told from another
    const radius = symbols ? Math.max(2.9, 1.35 * scene.radius) : scene.radius;
    const ratio = window.devicePixelRatio;
    const reach = radius * 2;
    // so many discs are told by their density, and squares cost a fraction
    const squares = !symbols && rows.length > mostDiscs;
    const side = 1.77 * radius;
    const stamps: (HTMLCanvasElement | undefined)[] = [];
    let painted = -1;
    for (const row of rows) {
      const x = (positions[2 * row] as number) * camera.scale + camera.x0;
      const y = (positions[2 * row + 1] as number) * camera.scale + camera.y0;
      // also leaves out rows without a position
      if (!(x > -reach && y > -reach && x < size.width + reach && y < size.height + reach)) continue;
      if (hidden?.[row] && !faded[row]) continue;
      const code = colouring.codes[row] as number;
      context.globalAlpha = opacity[faded[row] ? 1 : 0];
      if (squares) {
        if (code !== painted) context.fillStyle = colouring.colours[(painted = code)] ?? "";
        context.fillRect(x - side / 2, y - side / 2, side, side);
        continue;
      }
      // where labels have symbols, colours are those of labels, too
      const stamp = (stamps[code] ??= this.stampOf(
        colouring.colours[code] ?? "",
        symbols ? scene.ground : null,
        symbols?.of.get(symbols.codes[row] ?? -1) ?? 0,
        radius,
        ratio,
      ));
      context.drawImage(
        stamp,
        x - stamp.width / ratio / 2,
        y - stamp.height / ratio / 2,
        stamp.width / ratio,
        stamp.height / ratio,
      );
    }
    context.globalAlpha = 1;
  }

  private stampOf(
    colour: string,
    ground: string | null,
    shape: number,
    radius: number,
    ratio: number,
  ): HTMLCanvasElement {
    const key = `${colour} ${ground} ${shape} ${radius.toFixed(2)} ${ratio}`;
    const known = this.known.get(key);
    if (known) return known;
    const stamp = document.createElement("canvas");
    stamp.width = stamp.height = Math.ceil(3 * radius * ratio) + 2;
    const context = stamp.getContext("2d");
    if (context) {
      context.translate(stamp.width / 2, stamp.height / 2);
      context.scale(radius * ratio, radius * ratio);
      const outline = new Path2D(shapes[shape]);
      if (ground) {
        context.lineWidth = 0.5;
        context.strokeStyle = ground;
        context.stroke(outline);
      }
      context.fillStyle = colour;
      context.fill(outline);
    }
    if (this.known.size >= mostStamps) this.known.clear();
    this.known.set(key, stamp);
    return stamp;
  }
}
