/** Points of a cell are compared one by one up to this many. */
const LEAF = 4;
/** Cells are not divided further than this; points nearer than 2^-32 of the map share one. */
const MAX_DEPTH = 32;
/** A cell stands for its points where its width is below this share of its distance (scikit-learn's `angle`). */
const ANGLE = 0.5;

/**
 * Quadtree of the points of a map for Barnes-Hut sums (Barnes & Hut 1986), rebuilt for each step in the same memory.
 * Cells are kept in depth-first order with the number of the cell to go on with when a cell is not entered.
 */
export class Quadtree {
  /** Points in the order of the cells: near ones are near in memory. */
  readonly order: Int32Array;
  private readonly positions: Float64Array;
  private readonly moved: Int32Array;
  private readonly quadrants: Uint8Array;
  private centreX = new Float64Array(64);
  private centreY = new Float64Array(64);
  private width = new Float64Array(64);
  private first = new Int32Array(64);
  private last = new Int32Array(64);
  /** The cell after this one's descendants. */
  private next = new Int32Array(64);
  private isLeaf = new Uint8Array(64);
  private cells = 0;

  /** @param positions points x 2; read again at each {@link build}. */
  constructor(positions: Float64Array) {
    this.positions = positions;
    const count = positions.length / 2;
    this.order = Int32Array.from({ length: count }, (_, i) => i);
    this.moved = new Int32Array(count);
    this.quadrants = new Uint8Array(count);
  }

  /** Builds the tree of the positions as they are now. */
  build(): void {
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let i = 0; i < this.positions.length; i += 2) {
      const x = this.positions[i] as number;
      const y = this.positions[i + 1] as number;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    this.cells = 0;
    const width = Math.max(right - left, bottom - top, Number.MIN_VALUE);
    this.divide(0, this.order.length, left, top, width, 0);
  }

  /**
   * Repulsion on a point by all others: writes the sums of q^2 (y_i - y_j), with q = 1 / (1 + d^2), to
   * `force[2 point]` and the next.
   * @returns the sum of q, the point's part of t-SNE's normaliser.
   */
  repulsion(point: number, force: Float64Array): number {
    const { positions, order, centreX, centreY, width, first, last, next, isLeaf, cells } = this;
    const x = positions[2 * point] as number;
    const y = positions[2 * point + 1] as number;
    let forceX = 0;
    let forceY = 0;
    let sum = 0;
    let cell = 0;
    while (cell < cells) {
      const dx = x - (centreX[cell] as number);
      const dy = y - (centreY[cell] as number);
      const squared = dx * dx + dy * dy;
      const size = width[cell] as number;
      if (size * size < ANGLE * ANGLE * squared) {
        const q = 1 / (1 + squared);
        const all = ((last[cell] as number) - (first[cell] as number)) * q;
        sum += all;
        forceX += all * q * dx;
        forceY += all * q * dy;
        cell = next[cell] as number;
      } else if (isLeaf[cell] === 1) {
        for (let at = first[cell] as number; at < (last[cell] as number); at++) {
          const other = order[at] as number;
          if (other === point) continue;
          const ox = x - (positions[2 * other] as number);
          const oy = y - (positions[2 * other + 1] as number);
          const q = 1 / (1 + ox * ox + oy * oy);
          sum += q;
          forceX += q * q * ox;
          forceY += q * q * oy;
        }
        cell = next[cell] as number;
      } else cell++;
    }
    force[2 * point] = forceX;
    force[2 * point + 1] = forceY;
    return sum;
  }

  private divide(from: number, to: number, left: number, top: number, width: number, depth: number): void {
    const cell = this.addCell();
    const { positions, order } = this;
    let sumX = 0;
    let sumY = 0;
    for (let at = from; at < to; at++) {
      sumX += positions[2 * (order[at] as number)] as number;
      sumY += positions[2 * (order[at] as number) + 1] as number;
    }
    this.centreX[cell] = sumX / (to - from);
    this.centreY[cell] = sumY / (to - from);
    this.width[cell] = width;
    this.first[cell] = from;
    this.last[cell] = to;
    const leaf = to - from <= LEAF || depth === MAX_DEPTH;
    this.isLeaf[cell] = leaf ? 1 : 0;
    if (!leaf) {
      const half = width / 2;
      const bounds = this.partition(from, to, left + half, top + half);
      for (let quadrant = 0; quadrant < 4; quadrant++) {
        const start = bounds[quadrant] as number;
        const end = bounds[quadrant + 1] as number;
        if (start < end)
          this.divide(
            start,
            end,
            left + (quadrant & 1) * half,
            top + (quadrant >> 1) * half,
            half,
            depth + 1,
          );
      }
    }
    this.next[cell] = this.cells;
  }

  /** Sorts a range of the order by quadrant, in a stable way; returns where each quadrant begins. */
  private partition(from: number, to: number, middleX: number, middleY: number): readonly number[] {
    const { positions, order, moved, quadrants } = this;
    const sizes = [0, 0, 0, 0];
    for (let at = from; at < to; at++) {
      const point = order[at] as number;
      const east = (positions[2 * point] as number) >= middleX ? 1 : 0;
      const south = (positions[2 * point + 1] as number) >= middleY ? 2 : 0;
      quadrants[at] = east + south;
      moved[at] = point;
      sizes[east + south] = (sizes[east + south] as number) + 1;
    }
    const bounds = [from];
    for (const size of sizes) bounds.push((bounds.at(-1) as number) + size);
    const places = bounds.slice();
    for (let at = from; at < to; at++) {
      const quadrant = quadrants[at] as number;
      const place = places[quadrant] as number;
      places[quadrant] = place + 1;
      order[place] = moved[at] as number;
    }
    return bounds;
  }

  private addCell(): number {
    if (this.cells === this.next.length) {
      const size = 2 * this.cells;
      this.centreX = grown(this.centreX, new Float64Array(size));
      this.centreY = grown(this.centreY, new Float64Array(size));
      this.width = grown(this.width, new Float64Array(size));
      this.first = grown(this.first, new Int32Array(size));
      this.last = grown(this.last, new Int32Array(size));
      this.next = grown(this.next, new Int32Array(size));
      this.isLeaf = grown(this.isLeaf, new Uint8Array(size));
    }
    return this.cells++;
  }
}

function grown<T extends Float64Array | Int32Array | Uint8Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
