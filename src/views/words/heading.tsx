import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { Store } from "../../client";
import type { Rows } from "../../core";
import { counted, percent } from "../parts/format";
import { labelCounts } from "../parts/label-counts";
import { ChosenGroups, CompareWith, useContrasted } from "./contrast";
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
      {!halfChosen(store) && <CompareWith store={store} />}
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
      {!selected && !halfChosen(store) && store.columns.value.positions && (
        <p>Draw around points with the lasso, or pick a label, to see its words.</p>
      )}
    </header>
  );
}

/** The same accuracy in one line, for the drawer's tabs, and what the heading holds besides. */
export function GroupAccuracy({ store }: { store: Store }) {
  const group = useComputed(() => groupOf(store.shownMask.value, store.selectionMask.value));
  const { here, elsewhere } = useAccuracy(store, group).value;
  const contrasted = useContrasted(store);
  if (contrasted.value) return null;
  return (
    <>
      {!Number.isNaN(here) && (
        <span class="jp-Semla-tabsNote">
          <strong>{percent(here)}</strong> right
          {!Number.isNaN(elsewhere) && `, elsewhere ${percent(elsewhere)}`}
        </span>
      )}
      {store.dataset.value && !halfChosen(store) && <CompareWith store={store} />}
    </>
  );
}

/** The first of two groups, while the second is still to be chosen. */
export function HalfChosen({ store }: { store: Store }) {
  if (!halfChosen(store)) return null;
  const { a, b } = store.groups.value;
  const size = (rows: Rows | undefined): number | null => {
    if (!rows) return null;
    const mask = store.shownMask.value;
    return rows.reduce((sum, row) => sum + (mask[row] ?? 0), 0);
  };
  return (
    <header class="jp-Semla-contrastHeading">
      <ChosenGroups store={store} sizes={{ a: size(a?.rows), b: size(b?.rows) }} />
      <p class="jp-Semla-note">Choose the other group, or Shift and click on a word, a label or a cluster.</p>
    </header>
  );
}

/** Whether one group waits for another. */
function halfChosen(store: Store): boolean {
  const { a, b } = store.groups.value;
  return (a === null) !== (b === null);
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
