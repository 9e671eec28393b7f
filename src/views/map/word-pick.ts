import type { FeatureKind, Store } from "../../client";
import type { Filter, Mask, Postings, Rows } from "../../core";
import { toggled } from "../parts/toggled";

/** The rows of a feature that are shown. */
export function rowsOfFeature({ offsets, rows }: Postings, feature: number, shown: Mask): Rows {
  return rows.subarray(offsets[feature], offsets[feature + 1]).filter((row) => shown[row]);
}

/**
 * What a filter changes into when a feature of the map is picked: it is asked for too, or no longer where it was.
 * @param rows those of the feature.
 */
export function pickFeature(
  filter: Filter,
  kind: FeatureKind,
  name: string,
  rows: Rows,
  lengths: ArrayLike<number> | null,
): { [K in keyof Filter]?: Filter[K] | undefined } {
  switch (kind) {
    case "word":
    case "concept":
    case "label":
    case "prediction":
      return toggled(filter, kind, name);
    case "length": {
      const words = lengths?.[rows[0] ?? -1];
      return words === undefined ? {} : { length: filter.length?.[0] === words ? undefined : [words, words] };
    }
    // no condition asks for a length in characters
    case "characters":
      return { rows: [...rows] };
  }
}

/** Filters the rows to those of a feature, or names them as a group to contrast. */
export function pick(
  store: Store,
  kind: FeatureKind,
  postings: Postings,
  feature: number,
  as: "filter" | "group",
): void {
  const name = postings.features[feature] ?? "";
  const rows = rowsOfFeature(postings, feature, store.shownMask.value);
  if (as === "group") store.addGroup({ name, rows });
  else store.refine(pickFeature(store.filter.value, kind, name, rows, store.features.lengths.value));
}
