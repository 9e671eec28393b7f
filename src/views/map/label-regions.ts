import type { Store } from "../../client";
import { hullRows, islands, type Positions, type Rows, typicalSpacing } from "../../core";
import { labelText } from "../parts/format";

/** Where the rows of a label lie. */
export interface LabelRegion {
  readonly label: number;
  readonly kind: "gold" | "predicted";
  readonly colour: string;
  /** Corners of each island's hull as rows, the largest island first. */
  readonly islands: readonly Rows[];
  /** Written above the largest island; null where it goes without saying. */
  readonly name: string | null;
}

/** Fewest rows that an outline joins. */
export const fewestRows = 3;
const mostLabels = 12;
const mostNames = 7;

/**
 * How far apart rows of one island are at most, in px where the whole map is in view: three times what is usual
 * among them, but neither less than the eye tells apart nor more than it takes for a gap.
 */
export function islandDistance(spacing: number): number {
  return Math.min(48, Math.max(12, 3 * (spacing || 0)));
}

/** Islands of at least three rows where rows are drawn; distances are measured at the scale of the whole map. */
export function drawnIslands(rows: Rows, target: Positions, homeScale: number): Rows[] {
  const distance = islandDistance(typicalSpacing(target, rows) * homeScale) / homeScale;
  return islands(target, rows, distance).filter((island) => island.length >= fewestRows);
}

const noRows: Rows = new Uint32Array(0);

interface Wanted {
  readonly label: number;
  readonly colour: string;
  readonly named: boolean;
}

/** The regions of the labels under the pointer and of the pair that is selected. */
export class LabelRegions {
  private readonly known = new Map<string, readonly Rows[]>();
  private readonly buckets = new Map<Int32Array, readonly Rows[]>();
  private of: {
    target: Positions;
    shown: Rows;
    gold: Int32Array | null;
    prediction: Int32Array | null;
  } | null = null;

  constructor(private readonly store: Store) {}

  /**
   * The regions to draw now.
   * @param target where rows are drawn at the end of their way there, in the plane.
   * @param hovered the row under the pointer; -1 none.
   */
  find(
    target: Positions,
    homeScale: number,
    hovered: number,
    sides: { readonly a: string; readonly b: string },
  ): LabelRegion[] {
    const { store } = this;
    const shown = store.shown.value;
    const { gold, prediction, labelNames } = store.columns.value;
    const { of } = this;
    if (of?.target !== target || of.shown !== shown || of.gold !== gold || of.prediction !== prediction) {
      this.of = { target, shown, gold, prediction };
      this.known.clear();
      this.buckets.clear();
    }
    return wantedLabels(store, hovered, sides).flatMap(({ label, colour, named }): LabelRegion[] => {
      const golden = gold ? this.islandsOf("gold", label, gold, shown, target, homeScale) : [];
      const predicted = prediction
        ? this.islandsOf("predicted", label, prediction, shown, target, homeScale)
        : [];
      const name = named ? labelText(labelNames[label] ?? "") : null;
      const first = golden.length > 0 ? "gold" : "predicted";
      return [
        { label, kind: "gold", colour, islands: golden, name: first === "gold" ? name : null },
        { label, kind: "predicted", colour, islands: predicted, name: first === "gold" ? null : name },
      ];
    });
  }

  private islandsOf(
    kind: string,
    label: number,
    codes: Int32Array,
    shown: Rows,
    target: Positions,
    homeScale: number,
  ): readonly Rows[] {
    const key = `${kind} ${label}`;
    let found = this.known.get(key);
    if (!found) {
      const rows = this.rowsOf(codes, shown)[label] ?? noRows;
      found = drawnIslands(rows, target, homeScale).map((island) => hullRows(target, island));
      this.known.set(key, found);
    }
    return found;
  }

  private rowsOf(codes: Int32Array, shown: Rows): readonly Rows[] {
    let rows = this.buckets.get(codes);
    if (!rows) this.buckets.set(codes, (rows = rowsByCode(codes, shown)));
    return rows;
  }
}

/** Rows of each code from 0, in one pass: a list that lights a dozen labels would else take two dozen. */
export function rowsByCode(codes: Int32Array, shown: Rows): readonly Rows[] {
  const counts: number[] = [];
  for (const row of shown) {
    const code = codes[row] ?? -1;
    if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  }
  const rows = Array.from(counts, (count) => new Uint32Array(count ?? 0));
  const next = new Uint32Array(rows.length);
  for (const row of shown) {
    const code = codes[row] ?? -1;
    const place = next[code];
    if (place === undefined) continue;
    (rows[code] as Rows)[place] = row;
    next[code] = place + 1;
  }
  return rows;
}

/** The pair in the colours of its sides, and what is under the pointer: two labels there look like a pair. */
function wantedLabels(
  store: Store,
  hovered: number,
  { a, b }: { readonly a: string; readonly b: string },
): Wanted[] {
  const pair = store.pair.value;
  const under = store.emphasis.value?.labels ?? [];
  const colours = store.labelColours.value;
  const wanted: Wanted[] = [];
  const want = (label: number, colour: string, named: boolean): void => {
    if (label >= 0 && !wanted.some((each) => each.label === label)) wanted.push({ label, colour, named });
  };
  if (pair) {
    want(pair.gold, a, true);
    want(pair.prediction, b, true);
  }
  under.slice(0, mostLabels).forEach((label, i) => {
    const side = under.length === 2 && !pair ? [a, b][i] : undefined;
    want(label, side ?? colours[label] ?? "", under.length <= mostNames);
  });
  if (wanted.length === 0 && hovered >= 0) {
    const { gold, prediction } = store.columns.value;
    const label = (gold ?? prediction)?.[hovered] ?? -1;
    want(label, colours[label] ?? "", false);
  }
  return wanted;
}
