import { type Signal, useSignal } from "@preact/signals";
import type { Store } from "../../client";
import type { Rows } from "../../core";

/** What was last selected in this tab: a label, or a pair of gold and predicted label. */
export interface Picked {
  readonly gold: number;
  /** Absent for a label. */
  readonly prediction?: number;
}

export interface Picking {
  /** What the present selection was picked as; null once another selection is made elsewhere. */
  picked(): Picked | null;
  /** Selects its rows; picking the same again clears the selection. */
  pick(choice: Picked): void;
}

/** Table, confusions and selection move together through this. */
export function usePicking(store: Store): Picking {
  const last: Signal<{ choice: Picked; selection: Rows } | null> = useSignal(null);
  const picked = (): Picked | null =>
    last.value?.selection === store.selection.value ? last.value.choice : null;
  return {
    picked,
    pick(choice) {
      const before = picked();
      const again = before?.gold === choice.gold && before.prediction === choice.prediction;
      store.select(again ? [] : rowsOfChoice(store, choice));
      last.value = again ? null : { choice, selection: store.selection.value };
    },
  };
}

/** The rows shown that the choice names; without gold labels a label's rows are those predicted so. */
export function rowsOfChoice(store: Store, { gold, prediction }: Picked): number[] {
  const { gold: golds, prediction: predictions } = store.columns.value;
  const labels = golds ?? predictions;
  const rows: number[] = [];
  for (const row of store.shown.value) {
    if (labels?.[row] !== gold) continue;
    if (prediction === undefined || predictions?.[row] === prediction) rows.push(row);
  }
  return rows;
}
