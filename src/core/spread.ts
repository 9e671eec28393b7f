import type { Positions } from "./columns";
import { seededRandom } from "./random";
import { finished } from "./steps";

/** How far points are spread. Lengths in px. */
export interface SpreadOptions {
  /** Centres are pushed this far apart; default 4.3. */
  readonly distance?: number | undefined;
  /** Share of the way back to its place that a point takes each step; default .02. */
  readonly pull?: number | undefined;
  /** Default 140. */
  readonly steps?: number | undefined;
  /** Seed of the tiny shifts that tell coinciding points apart; default 0. */
  readonly seed?: number | undefined;
}

const maxPartners = 48;

/**
 * Spreads points for display, so that a speck of a hundred rows shows as a hundred points: centres are pushed apart
 * and pulled back to their place. The same seed gives the same bytes. Rows without a position stay without.
 * @param positions px; left unchanged.
 */
export function spread(positions: Positions, options: SpreadOptions = {}): Positions {
  return finished(spreadSteps(positions, options));
}

/**
 * The same step by step, so that a browser can draw in between: yields the positions so far after each step (one
 * array, overwritten by the next step) and returns the final ones.
 */
export function* spreadSteps(
  positions: Positions,
  options: SpreadOptions = {},
): Generator<Positions, Positions, void> {
  const { distance = 4.3, pull = 0.02, steps = 140, seed = 0 } = options;
  const rows = placedRows(positions);
  const count = rows.length;
  const homeX = new Float64Array(count);
  const homeY = new Float64Array(count);
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  const random = seededRandom(seed);
  for (let i = 0; i < count; i++) {
    const row = rows[i] as number;
    homeX[i] = positions[2 * row] as number;
    homeY[i] = positions[2 * row + 1] as number;
    x[i] = (homeX[i] as number) + (random() - 0.5) * 0.1 * distance;
    y[i] = (homeY[i] as number) + (random() - 0.5) * 0.1 * distance;
  }

  const spreadOut = positions.slice();
  const grid = new Grid(count, distance);
  for (let step = 0; step < steps; step++) {
    for (let i = 0; i < count; i++) {
      x[i] = (x[i] as number) + ((homeX[i] as number) - (x[i] as number)) * pull;
      y[i] = (y[i] as number) + ((homeY[i] as number) - (y[i] as number)) * pull;
    }
    grid.pushApart(x, y);
    for (let i = 0; i < count; i++) {
      const row = rows[i] as number;
      spreadOut[2 * row] = x[i] as number;
      spreadOut[2 * row + 1] = y[i] as number;
    }
    yield spreadOut;
  }
  return spreadOut;
}

function placedRows(positions: Positions): Uint32Array {
  const rows = new Uint32Array(positions.length / 2);
  let count = 0;
  for (let row = 0; row < rows.length; row++)
    if (Number.isFinite((positions[2 * row] as number) + (positions[2 * row + 1] as number)))
      rows[count++] = row;
  return rows.subarray(0, count);
}

/**
 * Square cells as wide as the distance, on a torus of a power of two cells each way: far cells that share a place
 * are told apart by distance, so that outliers cost nothing.
 */
class Grid {
  private readonly side: number;
  private readonly starts: Uint32Array;
  private readonly cellOf: Uint32Array;
  private readonly order: Uint32Array;
  private readonly sortedX: Float64Array;
  private readonly sortedY: Float64Array;

  constructor(
    private readonly count: number,
    private readonly distance: number,
  ) {
    this.side = 2 ** Math.min(10, Math.max(3, Math.ceil(Math.log2(2 * Math.sqrt(count + 1)))));
    this.starts = new Uint32Array(this.side * this.side + 1);
    this.cellOf = new Uint32Array(count);
    this.order = new Uint32Array(count);
    this.sortedX = new Float64Array(count);
    this.sortedY = new Float64Array(count);
  }

  /** Moves every two points that are too close apart by half of what they lack, in place. */
  pushApart(x: Float64Array, y: Float64Array): void {
    this.sort(x, y);
    const { side, starts, order, sortedX, sortedY, count } = this;
    const wrap = side - 1;
    for (let i = 0; i < count; i++) {
      const cell = this.cellOf[order[i] as number] as number;
      const column = cell & wrap;
      const rowStart = cell - column;
      const below = (rowStart + side) & (side * side - 1);
      // each pair of cells once: own, right, and the three below
      let budget = maxPartners - this.pushRange(i, i + 1, starts[cell + 1] as number, maxPartners);
      const right = rowStart + ((column + 1) & wrap);
      budget -= this.pushRange(i, starts[right] as number, starts[right + 1] as number, budget);
      for (let step = -1; step <= 1; step++) {
        const next = below + ((column + step) & wrap);
        budget -= this.pushRange(i, starts[next] as number, starts[next + 1] as number, budget);
      }
    }
    for (let i = 0; i < count; i++) {
      x[order[i] as number] = sortedX[i] as number;
      y[order[i] as number] = sortedY[i] as number;
    }
  }

  /** Pushes sorted point i and those from `start` to `end` apart, at most `budget` of them; says how many it met. */
  private pushRange(i: number, start: number, end: number, budget: number): number {
    const { sortedX, sortedY, distance } = this;
    const last = Math.min(end, start + budget);
    let x = sortedX[i] as number;
    let y = sortedY[i] as number;
    for (let j = start; j < last; j++) {
      const dx = (sortedX[j] as number) - x;
      const dy = (sortedY[j] as number) - y;
      const square = dx * dx + dy * dy;
      if (square >= distance * distance || square === 0) continue;
      const length = Math.sqrt(square);
      const share = ((distance - length) / length) * 0.25;
      x -= dx * share;
      y -= dy * share;
      sortedX[j] = (sortedX[j] as number) + dx * share;
      sortedY[j] = (sortedY[j] as number) + dy * share;
    }
    sortedX[i] = x;
    sortedY[i] = y;
    return Math.max(0, last - start);
  }

  private sort(x: Float64Array, y: Float64Array): void {
    const { side, starts, cellOf, order, sortedX, sortedY, count, distance } = this;
    const wrap = side - 1;
    starts.fill(0);
    for (let i = 0; i < count; i++) {
      const column = Math.floor((x[i] as number) / distance) & wrap;
      const row = Math.floor((y[i] as number) / distance) & wrap;
      const cell = row * side + column;
      cellOf[i] = cell;
      starts[cell + 1] = (starts[cell + 1] as number) + 1;
    }
    for (let cell = 0; cell < side * side; cell++)
      starts[cell + 1] = (starts[cell + 1] as number) + (starts[cell] as number);
    // filling each cell from its end leaves `starts` as the starts
    for (let i = count - 1; i >= 0; i--) {
      const cell = (cellOf[i] as number) + 1;
      const at = (starts[cell] as number) - 1;
      starts[cell] = at;
      order[at] = i;
      sortedX[at] = x[i] as number;
      sortedY[at] = y[i] as number;
    }
    starts.copyWithin(0, 1);
    starts[side * side] = count;
  }
}
