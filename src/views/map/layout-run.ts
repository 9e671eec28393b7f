import { type Positions, spreadSteps } from "../../core";
import { runInSlices } from "./slices";

/** Points drawn this far apart, in px. */
const distance = 4.3;
/** A step of spreading more rows than this would hold the page longer than a frame. */
export const mostSpreadRows = 20_000;
/** The view may grow or shrink by this factor before points are spread anew. */
const tolerance = 1.25;

/** Spreads a layout for display and keeps the result. Positions are of the plane. */
export class Spreading {
  private known: { plane: Positions; scale: number; result: Positions } | null = null;
  private running: AbortController | null = null;

  /** The layout as already spread for about this scale, or null. */
  find(plane: Positions, scale: number): Positions | null {
    const { known } = this;
    if (!known || known.plane !== plane) return null;
    return Math.max(known.scale / scale, scale / known.scale) < tolerance ? known.result : null;
  }

  /**
   * @param scale px a unit of the plane when the whole map is in view.
   * @returns null when something else was asked for meanwhile.
   */
  async run(plane: Positions, scale: number): Promise<Positions | null> {
    this.cancel();
    const running = new AbortController();
    this.running = running;
    const pixels = plane.map((value) => value * scale);
    const spreadOut = await runInSlices(spreadSteps(pixels, { distance }), running.signal);
    if (!spreadOut) return null;
    const result = spreadOut.map((value) => value / scale);
    this.known = { plane, scale, result };
    return result;
  }

  cancel(): void {
    this.running?.abort();
    this.running = null;
  }
}
