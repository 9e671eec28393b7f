import type { Columns } from "../../client";
import { characteristicSteps, functionWords, isMadeOf, type Mask, type Postings, sizeOf } from "../../core";

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

/** One word, phrase or concept with its share of the rows inside and, for a selection, elsewhere. */
export interface Feature {
  /** Index into the features of the postings. */
  readonly feature: number;
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

/** Features looked at between two steps. */
const STRETCH = 4096;

/** What a selection holds more of than chance, largest gain first; of all rows simply the most frequent. */
export function* topFeatures(
  postings: Postings,
  group: Group,
  limit: number,
): Generator<void, Feature[], void> {
  if (group.size === group.shownSize) return yield* mostFrequent(postings, group, limit);
  const differences = yield* characteristicSteps(postings, group.inside, group.shown);
  return differences
    .filter(({ significant, p1, p2 }) => significant && p2 > p1)
    .slice(0, limit)
    .map(({ feature, word, count, p1, p2 }) => ({ feature, name: word, count, inside: p2, elsewhere: p1 }));
}

/** The figures of one feature by name, more than chance or not; null where no text holds it. */
export function featureOf(postings: Postings, name: string, group: Group): Feature | null {
  const { features, offsets, rows } = postings;
  const feature = features.indexOf(name);
  if (feature < 0) return null;
  let count = 0;
  let shown = 0;
  for (let i = offsets[feature] ?? 0, end = offsets[feature + 1] ?? 0; i < end; i++) {
    count += group.inside[rows[i] as number] as number;
    shown += group.shown[rows[i] as number] as number;
  }
  const others = group.shownSize - group.size;
  const elsewhere = others > 0 ? (shown - count) / others : null;
  return { feature, name, count, inside: count / group.size, elsewhere };
}

function* mostFrequent(
  { features, offsets, rows }: Postings,
  group: Group,
  limit: number,
): Generator<void, Feature[], void> {
  const { inside, size } = group;
  const everyRow = size === inside.length;
  const top: { feature: number; name: string; count: number }[] = [];
  for (let feature = 0; feature < features.length; feature++) {
    if (feature % STRETCH === STRETCH - 1) yield;
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
    top.splice(before < 0 ? top.length : before, 0, { feature, name, count });
    top.length = Math.min(top.length, limit);
  }
  return top.map((each) => ({ ...each, inside: each.count / size, elsewhere: null }));
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
