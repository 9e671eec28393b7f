import type { Mask, Positions, Rows } from "../../core";
import type { DrawnLayout } from "./drawn-layout";
import { nearestRow } from "./nearest";
import type { Viewport } from "./viewport";

/** How far from a point the pointer still means it, in px. */
const reach = 10;
/** A row is in view when it lies so far inside its edges, in px. */
const margin = 24;

/** A place of the screen, in px of the map. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Which row is where on the screen. */
export class RowPlaces {
  /** Rows as they are drawn, the last on top. */
  order: Rows = new Uint32Array(0);

  constructor(
    private readonly layout: DrawnLayout,
    private readonly viewport: Viewport,
    private readonly shown: () => Mask,
  ) {}

  /** The row drawn nearest to a place in px, within reach; -1 none. */
  at(x: number, y: number): number {
    return this.nearest(x, y, reach / this.viewport.camera.scale);
  }

  /** The row nearest to the middle of the view; -1 without any. */
  middle(): number {
    const { width, height } = this.viewport.size;
    return this.nearest(width / 2, height / 2, Infinity);
  }

  /** Where rows are drawn, in the plane, and which; null before there are positions. */
  drawn(): { positions: Positions; rows: Rows } | null {
    const { current } = this.layout;
    return current && { positions: current, rows: this.order };
  }

  /** Where a row is drawn; null where it is not. */
  of(row: number): Place | null {
    const { current } = this.layout;
    if (!current || row < 0 || !this.shown()[row]) return null;
    const place = this.viewport.toScreen(current[2 * row] ?? NaN, current[2 * row + 1] ?? NaN);
    return Number.isFinite(place.x + place.y) ? place : null;
  }

  /** Moves the view if a row is outside it. */
  reveal(row: number): void {
    const { current } = this.layout;
    const place = this.of(row);
    if (!current || !place) return;
    const { width, height } = this.viewport.size;
    const inside =
      place.x >= margin && place.y >= margin && place.x <= width - margin && place.y <= height - margin;
    if (!inside) this.viewport.centreOn(current[2 * row] as number, current[2 * row + 1] as number);
  }

  private nearest(x: number, y: number, radius: number): number {
    const { current } = this.layout;
    if (!current) return -1;
    const place = this.viewport.toPlane(x, y);
    return nearestRow(current, this.order, place.x, place.y, radius);
  }
}
