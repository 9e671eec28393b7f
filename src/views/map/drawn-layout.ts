import { runInSlices } from "../../client";
import { type Positions, spreadSteps } from "../../core";
import { type Extent, extentOf, toPlane } from "./camera";
import { ease, glideTime, moveTime } from "./motion";

/** Points are drawn this far apart, in px. */
const distance = 4.3;
/** A step of spreading more rows than this would hold the page longer than a frame. */
export const mostSpreadRows = 20_000;
/** The view may grow or shrink by this factor before points are spread anew. */
const tolerance = 1.25;

/** Where rows are to be drawn, in the plane, and from where they glide there. */
export interface Destination {
  readonly target: Positions;
  readonly glide: { readonly from: Positions; readonly duration: number } | null;
}

/** Where rows truly lie, where they are drawn, and the way there. Positions are of the plane. */
export class DrawnLayout {
  /** The layout that is drawn, or on its way: decides which words are local. */
  truth: Positions | null = null;
  /** Where rows are drawn now. */
  current: Positions | null = null;
  extent: Extent = extentOf(new Float32Array(0));
  destination: Destination | null = null;
  private source: Positions | null = null;
  private sourceExtent: Extent = extentOf(new Float32Array(0));
  private plane: Positions | null = null;
  private spreadOut: { plane: Positions; scale: number; result: Positions } | null = null;
  private spreading: { plane: Positions; scale: number; stop: AbortController } | null = null;
  private started: number | null = null;
  private taken = false;

  /**
   * @param onTarget called when rows are to be drawn elsewhere.
   * @param still whether moves are cuts.
   */
  constructor(
    private readonly onTarget: (duration: number) => void,
    private readonly still: () => boolean,
  ) {}

  /** Where a position of the layout, such as that of a text which is not in the data, lies in the plane. */
  placeOf({ x, y }: { readonly x: number; readonly y: number }): { readonly x: number; readonly y: number } {
    const [left = NaN, top = NaN] = toPlane(Float32Array.of(x, y), this.sourceExtent);
    return { x: left, y: top };
  }

  get gliding(): boolean {
    return this.destination !== null && this.destination.glide !== null;
  }

  /**
   * Draws a layout; once it is final, its points are spread first.
   * @param homeScale px a unit of the plane where the whole map is in view, given its extent.
   */
  async show(
    positions: Positions | null,
    options: { readonly final: boolean; readonly spread: boolean },
    homeScale: (extent: Extent) => number,
  ): Promise<void> {
    if (positions !== this.source) {
      this.source = positions;
      this.sourceExtent = extentOf(positions ?? new Float32Array(0));
      this.plane = positions && toPlane(positions, this.sourceExtent);
      this.extent = extentOf(this.plane ?? new Float32Array(0));
    }
    const { plane } = this;
    if (!plane) {
      this.cancel();
      this.truth = this.current = this.destination = null;
      this.onTarget(0);
      return;
    }
    const scale = homeScale(this.extent);
    const wanted = options.spread && options.final && plane.length / 2 <= mostSpreadRows;
    const known = wanted ? this.findSpread(plane, scale) : plane;
    if (known) {
      if (!wanted) this.cancel();
      this.goTo(known, plane, options.final);
      return;
    }
    if (!this.destination || this.still()) this.goTo(plane, plane, options.final);
    if (this.spreading?.plane === plane && isNear(this.spreading.scale, scale)) return;
    const result = await this.spread(plane, scale);
    if (result && plane === this.plane) this.goTo(result, plane, options.final);
  }

  /** The glide that has not begun yet; each is handed out once. */
  takeGlide(): Destination["glide"] {
    if (this.taken) return null;
    this.taken = true;
    return this.destination?.glide ?? null;
  }

  /** The glide has begun on screen. */
  startGlide(): void {
    this.started = performance.now();
  }

  endGlide(): void {
    this.started = null;
    if (!this.destination) return;
    this.current = this.destination.target;
    this.destination = { target: this.destination.target, glide: null };
  }

  /** Carries the glide on. */
  advance(now: number): void {
    const { destination, started } = this;
    if (!destination?.glide || started === null) return;
    const { from, duration } = destination.glide;
    const t = ease(Math.min(1, Math.max(0, (now - started) / duration)));
    this.current = destination.target.map(
      (value, i) => (from[i] as number) + (value - (from[i] as number)) * t,
    );
  }

  cancel(): void {
    this.spreading?.stop.abort();
    this.spreading = null;
  }

  private goTo(target: Positions, plane: Positions, final: boolean): void {
    if (target === this.destination?.target) return;
    const from = this.current;
    const time = this.truth === plane ? moveTime : final ? glideTime : 0;
    const duration = from?.length === target.length && !this.still() ? time : 0;
    this.truth = plane;
    this.started = null;
    this.taken = false;
    if (from && duration > 0) {
      const start = from.map((value, i) => (Number.isNaN(value) ? (target[i] as number) : value));
      this.destination = { target, glide: { from: start, duration } };
    } else {
      this.destination = { target, glide: null };
      this.current = target;
    }
    this.onTarget(duration);
  }

  private findSpread(plane: Positions, scale: number): Positions | null {
    const known = this.spreadOut;
    if (known?.plane !== plane) return null;
    return isNear(known.scale, scale) ? known.result : null;
  }

  private async spread(plane: Positions, scale: number): Promise<Positions | null> {
    this.cancel();
    const stop = new AbortController();
    this.spreading = { plane, scale, stop };
    const pixels = plane.map((value) => value * scale);
    await nextFrame();
    const spreadOut = await runInSlices(spreadSteps(pixels, { distance }), stop.signal, nextFrame);
    if (!spreadOut) return null;
    this.spreading = null;
    const result = spreadOut.map((value) => value / scale);
    this.spreadOut = { plane, scale, result };
    return result;
  }
}

function isNear(scale: number, other: number): boolean {
  return Math.max(scale / other, other / scale) < tolerance;
}

function nextFrame(): Promise<unknown> {
  return new Promise((resume) => requestAnimationFrame(resume));
}
