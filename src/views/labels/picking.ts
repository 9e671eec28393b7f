import { computed, type ReadonlySignal } from "@preact/signals";
import type { Pair, Store } from "../../client";
import type { Rows } from "../../core";
import { labelText } from "../parts/format";
import type { LabelFigures } from "./figures";

/** What is picked in the table, the confusions and the matrix alike; read from the store, so that undo and Python move it too. */
export interface Picking {
  /** The label whose shown rows the selection is made of; -1 none. */
  readonly label: ReadonlySignal<number>;
  readonly pair: ReadonlySignal<Pair | null>;
  /** Labels of either. */
  readonly labels: ReadonlySignal<readonly number[]>;
  /** Selects the label's rows, or lets go of them. */
  pickLabel(label: number): void;
  /** Selects the pair, or lets go of it. */
  pickPair(pair: Pair): void;
  /** Whether the filter lets through only the rows of the pair. */
  filtered(pair: Pair): boolean;
  /** Filters to the rows of the pair, or takes that filter away. */
  filterPair(pair: Pair): void;
  /** Which contrast group has this name; null neither. */
  groupOf(name: string): "a" | "b" | null;
  /** Adds rows as a contrast group, or takes that group away. */
  contrast(name: string, rows: () => Rows): void;
}

/** @param own whether the filter's predictions are those of `store`, and not of another model. */
export function createPicking(store: Store, figures: LabelFigures, own: boolean): Picking {
  const label = computed(() => {
    if (store.pair.value) return -1;
    const codes = labelCodes(store);
    const [first] = store.selection.value;
    const wanted = first === undefined ? -1 : (codes?.[first] ?? -1);
    if (wanted < 0) return -1;
    let count = 0;
    for (const row of store.selection.value) {
      if (codes?.[row] !== wanted) return -1;
      count += store.shownMask.value[row] ?? 0;
    }
    return count > 0 && count === figures.reports.value[wanted]?.count ? wanted : -1;
  });
  const labels = computed(() => {
    const pair = store.pair.value;
    return pair ? [pair.gold, pair.prediction] : label.value >= 0 ? [label.value] : [];
  });
  const nameOf = (code: number): string => store.columns.value.labelNames[code] ?? "";
  const filtered = ({ gold, prediction }: Pair): boolean => {
    const { label, prediction: predicted, rows } = store.filter.value;
    if (label?.join() !== nameOf(gold)) return false;
    return own ? predicted?.join() === nameOf(prediction) : rows !== undefined;
  };
  const groupOf = (name: string): "a" | "b" | null => {
    const { a, b } = store.groups.value;
    return a?.name === name ? "a" : b?.name === name ? "b" : null;
  };
  return {
    label,
    pair: store.pair,
    labels,
    pickLabel: (code) => store.select(label.value === code ? [] : rowsOfLabel(store, code)),
    pickPair(pair) {
      const before = store.pair.value;
      const again = before?.gold === pair.gold && before.prediction === pair.prediction;
      store.selectPair(again ? null : pair);
    },
    filtered,
    filterPair(pair) {
      const again = filtered(pair);
      const prediction = own
        ? { prediction: [nameOf(pair.prediction)] }
        : { rows: [...rowsOfPair(store, pair)] };
      const none = own ? { prediction: undefined } : { rows: undefined };
      store.refine(again ? { label: undefined, ...none } : { label: [nameOf(pair.gold)], ...prediction });
    },
    groupOf,
    contrast(name, rows) {
      const side = groupOf(name);
      if (side) store.setGroup(side, null);
      else store.addGroup({ name, rows: rows() });
    },
  };
}

/** Name of a label as a contrast group. */
export function groupName(store: Store, label: number): string {
  return labelText(store.columns.value.labelNames[label] ?? "");
}

/** The rows shown that have the label; without gold labels those predicted so. */
export function rowsOfLabel(store: Store, label: number): Rows {
  const codes = labelCodes(store);
  return store.shown.value.filter((row) => codes?.[row] === label);
}

/** The rows shown whose label is in the cluster. */
export function rowsOfCluster(store: Store, cluster: number): Rows {
  const clusters = store.clusterOfRow.value;
  return store.shown.value.filter((row) => clusters[row] === cluster);
}

/** The rows shown that have one label and are taken for the other. */
export function rowsOfPair(store: Store, pair: Pair): Rows {
  const { gold, prediction } = store.columns.value;
  return store.shown.value.filter(
    (row) => gold?.[row] === pair.gold && prediction?.[row] === pair.prediction,
  );
}

function labelCodes(store: Store): Int32Array | null {
  const { gold, prediction } = store.columns.value;
  return gold ?? prediction;
}
