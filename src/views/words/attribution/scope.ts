import type { Store } from "../../../client";
import type { Filter, Mask } from "../../../core";
import type { Group } from "../group";

/** Rows to rank words of: all that the filters show, or those with a label that the selection is predicted to have, where it is. */
export type Scope = "shown" | "likeSelection";

/** The filter that lets the rows of a scope through. */
export function scopeFilter(store: Store, group: Group, scope: Scope): Filter {
  const filter = store.filter.value;
  if (scope === "shown" || !group.selected) return filter;
  const names = store.columns.value.labelNames;
  const predicted = predictedIn(store, group.inside);
  if (predicted.length === 0) return filter;
  return { ...filter, prediction: predicted.map(({ label }) => names[label] ?? "") };
}

/** Predicted labels of the rows of a mask, most rows first. */
export function predictedIn(
  store: Store,
  mask: Mask,
): readonly { readonly label: number; readonly rows: number }[] {
  const counts = new Int32Array(store.columns.value.labelNames.length);
  const codes = store.prediction.value?.codes;
  for (let row = 0; row < mask.length; row++) {
    const code = codes?.[row] ?? -1;
    if (mask[row] && code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  }
  return [...counts.entries()]
    .map(([label, rows]) => ({ label, rows }))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => b.rows - a.rows || a.label - b.label);
}

/** The label that most rows of the group are predicted to have; null where none has more than half of them. */
export function labelOfGroup(store: Store, { inside, size }: Group): number | null {
  const [first] = predictedIn(store, inside);
  return first && first.rows * 2 > size ? first.label : null;
}
