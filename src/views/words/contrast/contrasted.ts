import type { Sides, Store } from "../../../client";
import { type Mask, maskOf, sizeOf } from "../../../core";

/** One of the two that are contrasted: its rows among those shown. */
export interface Side {
  readonly name: string;
  readonly mask: Mask;
  readonly size: number;
}

/** What is held against what. Of two models both sides are the same rows. */
export interface Contrasted {
  readonly kind: "groups" | Sides["kind"];
  readonly a: Side;
  readonly b: Side;
  /** Rows that are in both. */
  readonly shared: number;
  /** Whether the sides of a comparison are those of a selection only. */
  readonly selected: boolean;
}

/**
 * Two groups where both were chosen, else the sides of a comparison (of the selection, where there is one).
 * @param compare whether the comparison is looked at.
 */
export function contrastedOf(store: Store, compare: boolean): Contrasted | null {
  const { a, b } = store.groups.value;
  const shown = store.shownMask.value;
  if (a && b) {
    const side = ({ name, rows }: typeof a): Side =>
      sideOf(
        name,
        shown,
        maskOf(
          rows.filter((row) => row < shown.length),
          shown.length,
        ),
      );
    return together("groups", side(a), side(b), false);
  }
  const sides = store.sides.value;
  if (!sides || !compare) return null;
  const selected = store.selection.value.length > 0;
  const side = (name: string, { shownMask }: Store): Side =>
    sideOf(name, shownMask.value, selected ? store.selectionMask.value : null);
  return together(sides.kind, side(sides.nameA, sides.a), side(sides.nameB, sides.b), selected);
}

function together(kind: Contrasted["kind"], a: Side, b: Side, selected: boolean): Contrasted {
  let shared = 0;
  for (let row = 0; row < a.mask.length; row++) shared += (a.mask[row] ?? 0) & (b.mask[row] ?? 0);
  return { kind, a, b, shared, selected };
}

function sideOf(name: string, shown: Mask, among: Mask | null): Side {
  const mask = among ? shown.map((bit, row) => bit & (among[row] ?? 0)) : shown;
  return { name, mask, size: sizeOf(mask) };
}

/** Why two sides cannot be contrasted, or what to bear in mind; null where there is nothing to say. */
export function warningOf({
  kind,
  a,
  b,
  shared,
  selected,
}: Contrasted): { stop: boolean; text: string } | null {
  const empty = a.size === 0 ? (b.size === 0 ? "A or B" : "A") : "B";
  if (a.size === 0 || b.size === 0) {
    const text = `${selected ? "The selection holds" : "The filters show"} no row of ${empty}: there is nothing to contrast.`;
    return { stop: true, text };
  }
  if (kind === "models" || shared === 0) return null;
  if (shared === a.size && shared === b.size)
    return { stop: true, text: "A and B are the same rows: nothing can differ. Choose another group." };
  const inside = shared === a.size ? "A lies inside B" : shared === b.size ? "B lies inside A" : null;
  return {
    stop: false,
    text: `${inside ? `${inside}: ` : ""}${shared} ${shared === 1 ? "row is" : "rows are"} in both, which makes differences look smaller.`,
  };
}
