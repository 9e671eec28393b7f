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
  readonly sizeOf?: ((weight: number) => number) | undefined;
  /** Most words placed; default all. */
  readonly limit?: number | undefined;
  /** Centres at the last drawing by text, moved along with the view; kept where still allowed, so words do not flicker. */
  readonly previous?: ReadonlyMap<string, { readonly x: number; readonly y: number }> | undefined;
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
  const { maxShift = 37, limit = Infinity, previous, blocked = [] } = options;
  const order = words
    .filter((word) => Number.isFinite(word.x) && Number.isFinite(word.y))
    .sort((a, b) => b.weight - a.weight || compare(a.text, b.text) || a.x - b.x || a.y - b.y);
  const heaviest = order[0]?.weight ?? 0;
  const sizeOf = options.sizeOf ?? ((weight: number) => wordSize(weight, heaviest));
  const offsets = spiral(maxShift);
  const taken = new Boxes(blocked.length + order.length);
  for (const { x, y, width, height } of blocked) taken.add(x, y, x + width, y + height);

  const placed: PlacedWord[] = [];
  for (const { text, x, y, weight } of order) {
    if (placed.length >= limit) break;
    const size = sizeOf(weight);
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

/** Shifts by growing distance, interleaved x, y: rings 4 px apart, about 6 px between places on a ring. */
function spiral(maxShift: number): Float64Array {
  const shifts = [0, 0];
  for (let radius = 4; radius <= maxShift; radius += 4) {
    const places = Math.max(6, Math.round((2 * Math.PI * radius) / 6));
    for (let place = 0; place < places; place++) {
      // up and down come before sideways, since words are wide
      const angle = Math.PI / 2 + (place % 2 ? 1 : -1) * Math.PI * (Math.ceil(place / 2) / places) * 2;
      shifts.push(radius * Math.cos(angle), radius * Math.sin(angle));
    }
  }
  return Float64Array.from(shifts);
}

/** Boxes that are taken, flat for speed. */
class Boxes {
  private readonly edges: Float64Array;
  private end = 0;

  constructor(capacity: number) {
    this.edges = new Float64Array(4 * capacity);
  }

  add(left: number, top: number, right: number, bottom: number): void {
    this.edges.set([left, top, right, bottom], this.end);
    this.end += 4;
  }

  isFree(left: number, top: number, right: number, bottom: number): boolean {
    const { edges, end } = this;
    for (let i = 0; i < end; i += 4)
      if (
        left < (edges[i + 2] as number) &&
        right > (edges[i] as number) &&
        top < (edges[i + 3] as number) &&
        bottom > (edges[i + 1] as number)
      )
        return false;
    return true;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
