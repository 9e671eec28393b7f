import type { Positions, Rows } from "../../core";
import { type Colouring, pixelsOf } from "./colouring";

/** Which rows are drawn as points, and how. */
export interface PointLook {
  /** Rows to draw, the last on top. */
  readonly order: Rows;
  readonly colouring: Colouring;
  /** 1 for rows that fade. */
  readonly faded: ArrayLike<number>;
  /** 1 for rows whose point is hidden by a cross, unless they fade; null for none. */
  readonly hidden: ArrayLike<number> | null;
}

/** Bytes of a vertex: x and y as 32-bit floats, then red, green, blue, and 255 for plain, 0 for faded. */
export const vertexBytes = 12;
/** Where the colour begins in it. */
export const colourOffset = 8;
const words = vertexBytes / 4;

/** What WebGL takes of the points: one vertex for each that is drawn, in the order of drawing. The room is reused. */
export class PointVertices {
  private room = new Float32Array(0);
  private colours = new Uint32Array(0);
  private fromRoom = new Float32Array(0);
  count = 0;

  /** Vertices of the last `take`, until the next. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.room.buffer, 0, this.count * vertexBytes);
  }

  /** Where they glide from: x and y of each; empty where they do not. */
  from: Float32Array = new Float32Array(0);

  /** @param from positions to glide from; null where points stay where they are. */
  take({ order, colouring, faded, hidden }: PointLook, positions: Positions, from: Positions | null): void {
    if (this.room.length < order.length * words) {
      this.room = new Float32Array(order.length * words);
      this.colours = new Uint32Array(this.room.buffer);
    }
    if (from && this.fromRoom.length < order.length * 2) this.fromRoom = new Float32Array(order.length * 2);
    const { room, colours, fromRoom } = this;
    const { codes } = colouring;
    const plain = pixelsOf(colouring.colours);
    const dim = plain.map((pixel) => pixel & 0x00ffffff);
    let count = 0;
    for (let i = 0; i < order.length; i++) {
      const row = order[i] as number;
      const fades = faded[row];
      if (!fades && hidden?.[row]) continue;
      const at = count * words;
      room[at] = positions[2 * row] as number;
      room[at + 1] = positions[2 * row + 1] as number;
      colours[at + 2] = (fades ? dim : plain)[codes[row] as number] as number;
      if (from) {
        fromRoom[2 * count] = from[2 * row] as number;
        fromRoom[2 * count + 1] = from[2 * row + 1] as number;
      }
      count++;
    }
    this.count = count;
    this.from = from ? fromRoom.subarray(0, 2 * count) : noPlaces;
  }
}

const noPlaces = new Float32Array(0);
