/** An upright rectangle in px: left, top, width, height. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A word to be drawn with its centre near (x, y), in px. */
export interface WordToPlace {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Heavier words choose first; by default also the count that sets the size. */
  readonly weight: number;
}

/** A word with its final centre and box, in px. */
export interface PlacedWord {
  readonly text: string;
  /** Centre of the box. */
  readonly x: number;
  readonly y: number;
  /** Font size. */
  readonly size: number;
  readonly width: number;
  readonly height: number;
}

/** Where words may stand. Lengths in px. */
export interface PlaceOptions {
  /** Size of the view; words lie wholly inside. */
  readonly width: number;
  readonly height: number;
  /** What no word may touch: legend, tools, tooltip. */
  readonly blocked?: readonly Rect[] | undefined;
  /** Farthest a word may move from its centre before it is left out; default 37. */
  readonly maxShift?: number | undefined;
  /** Font size from weight; default `wordSize` against the heaviest word. */
  readonly sizeOf?: ((weight: number, text: string) => number) | undefined;
  /** Most words placed; default all. */
  readonly limit?: number | undefined;
  /** Centres at the last drawing by text, moved along with the view; kept where still allowed, so words do not flicker. */
  readonly previous?: ReadonlyMap<string, { readonly x: number; readonly y: number }> | undefined;
  /** Words with a previous centre choose before the others, so that none of them gives way; default false. */
  readonly keepPrevious?: boolean | undefined;
}

const lineHeight = 1.2;
/** Air between words, and between words and what is blocked, in px. */
const gapX = 2;
const gapY = 1;

/** Font size in px, 11 to 20, by the square root of a word's count against the largest count shown. */
export function wordSize(count: number, maxCount: number): number {
  const share = maxCount > 0 ? Math.min(1, Math.max(0, count / maxCount)) : 0;
  return Math.round(11 + 9 * Math.sqrt(share));
}

/**
 * Places words without overlap: heaviest first, each at its previous centre if that is still allowed, else at its
 * own, else at the nearest free place of a spiral up to `maxShift` away, else not at all. Deterministic.
 * @param measure width of a text at a font size, in px.
 */
export function placeWords(
  words: readonly WordToPlace[],
  measure: (text: string, size: number) => number,
  options: PlaceOptions,
): PlacedWord[] {
  const { maxShift = 37, limit = Infinity, previous, keepPrevious = false, blocked = [] } = options;
  const first = ({ text }: WordToPlace): number => (keepPrevious && previous?.has(text) ? 0 : 1);
  const order = words
    .filter((word) => Number.isFinite(word.x) && Number.isFinite(word.y))
    .sort(
      (a, b) =>
        first(a) - first(b) || b.weight - a.weight || compare(a.text, b.text) || a.x - b.x || a.y - b.y,
    );
  const heaviest = order.reduce((most, { weight }) => Math.max(most, weight), 0);
  const sizeOf = options.sizeOf ?? ((weight: number) => wordSize(weight, heaviest));
  const offsets = spiral(maxShift);
  const taken = new Boxes(options.width, options.height);
  for (const { x, y, width, height } of blocked) taken.add(x, y, x + width, y + height);

  const placed: PlacedWord[] = [];
  for (const { text, x, y, weight } of order) {
    if (placed.length >= limit) break;
    const size = sizeOf(weight, text);
    const width = measure(text, size);
    const height = size * lineHeight;
    const halfWidth = width / 2;
    const halfHeight = height / 2;
    const isFree = (cx: number, cy: number): boolean =>
      cx - halfWidth >= 0 &&
      cy - halfHeight >= 0 &&
      cx + halfWidth <= options.width &&
      cy + halfHeight <= options.height &&
      taken.isFree(
        cx - halfWidth - gapX,
        cy - halfHeight - gapY,
        cx + halfWidth + gapX,
        cy + halfHeight + gapY,
      );
    const put = (cx: number, cy: number): void => {
      taken.add(cx - halfWidth, cy - halfHeight, cx + halfWidth, cy + halfHeight);
      placed.push({ text, x: cx, y: cy, size, width, height });
    };

    const last = previous?.get(text);
    if (last && Math.hypot(last.x - x, last.y - y) <= maxShift && isFree(last.x, last.y)) {
      put(last.x, last.y);
      continue;
    }
    for (let i = 0; i < offsets.length; i += 2) {
      const cx = x + (offsets[i] as number);
      const cy = y + (offsets[i + 1] as number);
      if (!isFree(cx, cy)) continue;
      put(cx, cy);
      break;
    }
  }
  return placed;
}

const spirals = new Map<number, Float64Array>();

/** Shifts by growing distance, interleaved x, y: rings 4 px apart, about 6 px between places on a ring. */
function spiral(maxShift: number): Float64Array {
  const known = spirals.get(maxShift);
  if (known) return known;
  const shifts = [0, 0];
  for (let radius = 4; radius <= maxShift; radius += 4) {
    const places = Math.max(6, Math.round((2 * Math.PI * radius) / 6));
    for (let place = 0; place < places; place++) {
      // up and down come before sideways, since words are wide
      const angle = Math.PI / 2 + (place % 2 ? 1 : -1) * Math.PI * (Math.ceil(place / 2) / places) * 2;
      shifts.push(radius * Math.cos(angle), radius * Math.sin(angle));
    }
  }
  const spiral = Float64Array.from(shifts);
  spirals.set(maxShift, spiral);
  return spiral;
}

/** Side of a cell in px: about the height of a word and a half. */
const cell = 32;

/** Boxes that are taken, by the cells of the view that they touch. */
class Boxes {
  private readonly edges: number[] = [];
  private readonly cells: (number[] | undefined)[];
  private readonly columns: number;
  private readonly rows: number;
  /** The box that was in the way last; near places are mostly blocked by the same. */
  private last = -1;

  constructor(width: number, height: number) {
    this.columns = Math.max(1, Math.ceil(width / cell));
    this.rows = Math.max(1, Math.ceil(height / cell));
    this.cells = new Array<number[] | undefined>(this.columns * this.rows);
  }

  add(left: number, top: number, right: number, bottom: number): void {
    const box = this.edges.length;
    this.edges.push(left, top, right, bottom);
    const [firstColumn, lastColumn] = [this.column(left), this.column(right)];
    for (let row = this.row(top); row <= this.row(bottom); row++)
      for (let column = firstColumn; column <= lastColumn; column++)
        (this.cells[row * this.columns + column] ??= []).push(box);
  }

  isFree(left: number, top: number, right: number, bottom: number): boolean {
    if (this.last >= 0 && this.meets(this.last, left, top, right, bottom)) return false;
    const [firstColumn, lastColumn] = [this.column(left), this.column(right)];
    const lastRow = this.row(bottom);
    for (let row = this.row(top); row <= lastRow; row++)
      for (let column = firstColumn; column <= lastColumn; column++)
        for (const box of this.cells[row * this.columns + column] ?? [])
          if (this.meets(box, left, top, right, bottom)) {
            this.last = box;
            return false;
          }
    return true;
  }

  private meets(box: number, left: number, top: number, right: number, bottom: number): boolean {
    const { edges } = this;
    return (
      left < (edges[box + 2] as number) &&
      right > (edges[box] as number) &&
      top < (edges[box + 3] as number) &&
      bottom > (edges[box + 1] as number)
    );
  }

  private column(x: number): number {
    return Math.max(0, Math.min(this.columns - 1, Math.floor(x / cell)));
  }

  private row(y: number): number {
    return Math.max(0, Math.min(this.rows - 1, Math.floor(y / cell)));
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
