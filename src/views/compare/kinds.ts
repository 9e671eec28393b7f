import type { Store } from "../../client";
import type { Change, Rows } from "../../core";

/** What the table of changes can list: every row that changed or is wrong, or one kind of them. */
export const changeKinds = ["all", "fixed", "broken", "changed", "wrong"] as const;
export type ChangeKind = (typeof changeKinds)[number];

export const changeWords: Readonly<Record<ChangeKind | "right", string>> = {
  all: "all",
  fixed: "fixed",
  broken: "broken",
  changed: "other error",
  wrong: "still wrong",
  right: "right",
};

/** Rows by what the second model does to them; the worst news first. */
const order: readonly Change[] = ["broken", "changed", "wrong", "fixed"];

/** The rows of each kind among those shown, or those selected where there is a selection. */
export function changedRows(store: Store): Readonly<Record<ChangeKind, Rows>> | null {
  const change = store.change.value;
  if (!change) return null;
  const selected = store.selection.value.length > 0 ? store.selectionMask.value : null;
  const rowsOf = new Map<Change, number[]>(order.map((name) => [name, []]));
  for (const row of store.shown.value) {
    if (selected && !selected[row]) continue;
    const name = change.names[change.codes[row] ?? -1] as Change | undefined;
    if (name) rowsOf.get(name)?.push(row);
  }
  const of = (name: Change): Rows => Uint32Array.from(rowsOf.get(name) ?? []);
  return {
    all: Uint32Array.from(order.flatMap((name) => rowsOf.get(name) ?? [])),
    fixed: of("fixed"),
    broken: of("broken"),
    changed: of("changed"),
    wrong: of("wrong"),
  };
}
