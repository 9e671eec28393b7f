import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { Store } from "../../client";
import { counted, percent } from "../parts/format";
import { labelCounts } from "../parts/label-counts";
import { type Group, groupOf, shareRight } from "./group";

/** How many rows and labels, and how right they are against elsewhere. */
export function Heading({ store, group }: { store: Store; group: ReadonlySignal<Group> }) {
  const accuracy = useAccuracy(store, group);
  const labels = useComputed(() => {
    const gold = store.gold.value;
    return gold && labelCounts(gold, group.value.inside).filter((rows) => rows > 0).length;
  });
  const { selected, size } = group.value;
  const { here, elsewhere } = accuracy.value;
  const said = [labels.value !== null && counted(labels.value, "gold label")].filter(Boolean).join("");
  return (
    <header class="jp-Semla-groupHeading">
      <h3>
        {selected ? "Selection" : "All shown"} <span class="jp-Semla-quiet">{counted(size, "row")}</span>
      </h3>
      <p>
        {said}
        {!Number.isNaN(here) && (
          <>
            {said && ", "}
            <strong>{percent(here)}</strong> right
          </>
        )}
        {!Number.isNaN(elsewhere) && ` against ${percent(elsewhere)} elsewhere`}
      </p>
      {!selected && store.columns.value.positions && (
        <p>Draw around points with the lasso, or pick a label, to see its words.</p>
      )}
    </header>
  );
}

/** The same accuracy in one line, for the drawer's tabs. */
export function GroupAccuracy({ store }: { store: Store }) {
  const group = useComputed(() => groupOf(store.shownMask.value, store.selectionMask.value));
  const { here, elsewhere } = useAccuracy(store, group).value;
  if (Number.isNaN(here)) return null;
  return (
    <span class="jp-Semla-tabsNote">
      <strong>{percent(here)}</strong> right{!Number.isNaN(elsewhere) && `, elsewhere ${percent(elsewhere)}`}
    </span>
  );
}

function useAccuracy(store: Store, group: ReadonlySignal<Group>) {
  return useComputed(() => {
    const { inside, shown, selected } = group.value;
    const columns = {
      gold: store.gold.value?.codes ?? null,
      prediction: store.prediction.value?.codes ?? null,
    };
    return {
      here: shareRight(columns, inside),
      elsewhere: selected ? shareRight(columns, shown, inside) : NaN,
    };
  });
}
