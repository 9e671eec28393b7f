import type { Store } from "../../client";
import { type Categories, characteristic, type Mask, type Postings, stopWords } from "../../core";

/** The rows that the tab speaks of. */
export interface Group {
  readonly inside: Mask;
  readonly size: number;
  /** Whether they are a selection; else they are all the rows shown. */
  readonly selected: boolean;
}

/** One word or phrase with its share of the rows inside and, for a selection, elsewhere. */
export interface Row {
  readonly name: string;
  readonly count: number;
  readonly inside: number;
  readonly elsewhere: number | null;
}

export function groupOf(shown: Mask, selection: Mask): Group {
  const selected = selection.some((bit) => bit === 1);
  const inside = selected ? shown.map((bit, row) => bit & (selection[row] ?? 0)) : shown;
  return { inside, size: inside.reduce((sum, bit) => sum + bit, 0), selected };
}

/** What a selection holds more of than chance, largest gain first; of all rows simply the most frequent. */
export function topFeatures(postings: Postings, group: Group, shown: Mask, limit: number): Row[] {
  if (!group.selected || group.size === shown.reduce((sum, bit) => sum + bit, 0))
    return mostFrequent(postings, group, limit);
  return characteristic(postings, group.inside, shown)
    .filter(({ significant, p1, p2 }) => significant && p2 > p1)
    .slice(0, limit)
    .map(({ word, count, p1, p2 }) => ({ name: word, count, inside: p2, elsewhere: p1 }));
}

function mostFrequent({ features, offsets, rows }: Postings, { inside, size }: Group, limit: number): Row[] {
  return features
    .map((name, feature) => {
      let count = 0;
      for (let i = offsets[feature] ?? 0; i < (offsets[feature + 1] ?? 0); i++)
        count += inside[rows[i] ?? 0] ?? 0;
      return { name, count, inside: count / size, elsewhere: null };
    })
    .filter(({ name, count }) => count > 0 && !name.split(" ").every((word) => stopWords.has(word)))
    .sort((a, b) => b.count - a.count)
    .slice(0, limit);
}

/** Rows of the mask a label has. */
export function labelCounts({ names, codes }: Categories, mask: Mask): number[] {
  const counts = new Array<number>(names.length).fill(0);
  mask.forEach((bit, row) => {
    const code = codes[row] ?? -1;
    if (bit && code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  });
  return counts;
}

/** Share of right predictions among the rows of `mask` that are not in `except`; NaN where none is known. */
export function shareRight(store: Store, mask: Mask, except?: Mask): number {
  const { gold, prediction } = store.columns.value;
  let known = 0;
  let right = 0;
  mask.forEach((bit, row) => {
    if (!bit || except?.[row] || (gold?.[row] ?? -1) < 0 || (prediction?.[row] ?? -1) < 0) return;
    known++;
    if (gold?.[row] === prediction?.[row]) right++;
  });
  return right / known;
}
