import type { Columns } from "../../client";
import { characteristic, functionWords, isMadeOf, type Mask, type Postings } from "../../core";

/** The rows that the tab speaks of. */
export interface Group {
  readonly inside: Mask;
  readonly size: number;
  /** Rows shown, in the group or not. */
  readonly shown: Mask;
  readonly shownSize: number;
  /** Whether the group is a selection; else it is all the rows shown. */
  readonly selected: boolean;
}

/** One word or phrase with its share of the rows inside and, for a selection, elsewhere. */
export interface Feature {
  readonly name: string;
  readonly count: number;
  readonly inside: number;
  readonly elsewhere: number | null;
}

/** The shown rows of the selection, or all rows shown while nothing is selected. */
export function groupOf(shown: Mask, selection: Mask): Group {
  const selected = selection.includes(1);
  const inside = selected ? shown.map((bit, row) => bit & (selection[row] ?? 0)) : shown;
  return { inside, size: sizeOf(inside), shown, shownSize: sizeOf(shown), selected };
}

/** What a selection holds more of than chance, largest gain first; of all rows simply the most frequent. */
export function topFeatures(postings: Postings, group: Group, limit: number): Feature[] {
  if (group.size === group.shownSize) return mostFrequent(postings, group, limit);
  return characteristic(postings, group.inside, group.shown)
    .filter(({ significant, p1, p2 }) => significant && p2 > p1)
    .slice(0, limit)
    .map(({ word, count, p1, p2 }) => ({ name: word, count, inside: p2, elsewhere: p1 }));
}

function mostFrequent({ features, offsets, rows }: Postings, group: Group, limit: number): Feature[] {
  const { inside, size } = group;
  const everyRow = size === inside.length;
  const top: { name: string; count: number }[] = [];
  for (let feature = 0; feature < features.length; feature++) {
    const start = offsets[feature] ?? 0;
    const end = offsets[feature + 1] ?? 0;
    const least = top[limit - 1]?.count ?? 0;
    const name = features[feature] ?? "";
    if (end - start <= least || isMadeOf(name, functionWords)) continue;
    let count = end - start;
    if (!everyRow) {
      count = 0;
      for (let i = start; i < end; i++) count += inside[rows[i] as number] as number;
    }
    if (count <= least) continue;
    const before = top.findIndex((other) => other.count < count);
    top.splice(before < 0 ? top.length : before, 0, { name, count });
    top.length = Math.min(top.length, limit);
  }
  return top.map(({ name, count }) => ({ name, count, inside: count / size, elsewhere: null }));
}

/** Share of right predictions among the rows of `mask` that are not in `except`; NaN where none is known. */
export function shareRight(
  { gold, prediction }: Pick<Columns, "gold" | "prediction">,
  mask: Mask,
  except?: Mask,
): number {
  let known = 0;
  let right = 0;
  for (let row = 0; row < mask.length; row++) {
    const label = gold?.[row] ?? -1;
    const guess = prediction?.[row] ?? -1;
    if (!mask[row] || except?.[row] || label < 0 || guess < 0) continue;
    known++;
    if (label === guess) right++;
  }
  return right / known;
}

function sizeOf(mask: Mask): number {
  let size = 0;
  for (const bit of mask) size += bit;
  return size;
}
