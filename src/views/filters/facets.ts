import type { Store } from "../../client";
import type { ConditionKey, Mask } from "../../core";
import { dropped } from "./clauses";
import { histogram } from "../parts/range";

/** Rows that every condition but this one lets through: what a list or histogram of the condition counts. */
export function rowsBut(store: Store, key: ConditionKey): Mask {
  const filter = store.filter.value;
  return filter[key] === undefined ? store.shownMask.value : store.matching(dropped(filter, key));
}

/** Rows of the mask that have each code. */
export function countCodes(codes: Int32Array, names: number, mask: Mask): Uint32Array {
  const counts = new Uint32Array(names);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] ?? -1;
    if (mask[row] && code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

/** Rows of the mask by a value that each has, in bins of equal width; `scale` transforms values first. */
export function countValues(
  values: ArrayLike<number>,
  mask: Mask,
  bounds: { readonly min: number; readonly max: number; readonly bins: number },
  scale: (value: number) => number = (value) => value,
): Uint32Array {
  const kept = new Float64Array(values.length).fill(NaN);
  for (let row = 0; row < kept.length; row++) if (mask[row]) kept[row] = scale(values[row] ?? NaN);
  return histogram(kept, bounds.min, bounds.max, bounds.bins);
}
