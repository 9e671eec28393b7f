import type { Store } from "../../../client";
import { choose } from "./choices";
import { GroupPicker } from "./picker";

/** Holds another group against the selection; without a selection it chooses the first of two. */
export function CompareWith({ store }: { store: Store }) {
  const rows = store.selection.value;
  const selected = rows.length > 0 ? { name: "selection", rows } : null;
  return (
    <GroupPicker
      store={store}
      name="Compare with…"
      title={
        selected
          ? "Contrast the selection with the rest, a cluster or a label"
          : "Choose two groups to contrast; Shift and click on a word or label does the same"
      }
      className="jp-Semla-button jp-Semla-smallButton"
      other={selected}
      onPick={(group) => (selected ? store.setGroups({ a: selected, b: group }) : choose(store, "a", group))}
    >
      Compare with…
    </GroupPicker>
  );
}
