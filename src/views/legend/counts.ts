import type { Store } from "../../client";
import type { Rows } from "../../core";

/** Rows shown by cluster and label; a missing entry is none. */
export interface Counts {
  readonly ofCluster: Readonly<Record<number, number>>;
  readonly ofLabel: Readonly<Record<number, number>>;
  readonly totalOfLabel: Readonly<Record<number, number>>;
}

/** By gold label where there is one, else by prediction, as the clusters are. */
export function shownCounts(store: Store): Counts {
  const ofCluster: Record<number, number> = {};
  const ofLabel: Record<number, number> = {};
  const clusterOfRow = store.clusterOfRow.value;
  const labels = labelOfRow(store);
  for (const row of store.shown.value) {
    const cluster = clusterOfRow[row] ?? -1;
    const label = labels?.[row] ?? -1;
    ofCluster[cluster] = (ofCluster[cluster] ?? 0) + 1;
    ofLabel[label] = (ofLabel[label] ?? 0) + 1;
  }
  const totalOfLabel: Record<number, number> = {};
  for (const label of labels ?? []) totalOfLabel[label] = (totalOfLabel[label] ?? 0) + 1;
  return { ofCluster, ofLabel, totalOfLabel };
}

/** Rows shown of a cluster. */
export function rowsOfCluster(store: Store, cluster: number): Rows {
  const clusterOfRow = store.clusterOfRow.value;
  return store.shown.value.filter((row) => clusterOfRow[row] === cluster);
}

/** Rows shown of a label. */
export function rowsOfLabel(store: Store, label: number): Rows {
  const labels = labelOfRow(store);
  return store.shown.value.filter((row) => labels?.[row] === label);
}

function labelOfRow(store: Store): Int32Array | null {
  const { gold, prediction } = store.columns.value;
  return gold ?? prediction;
}
