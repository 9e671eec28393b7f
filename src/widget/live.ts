import { effect } from "@preact/signals-core";
import type { LiveExplorer, LiveSummary, Store } from "../client";
import { mountExplorer } from "../views/explorer";
import { mountPanel } from "../views/panel";

/** A store as the rest of the page is told of it. */
export function liveExplorer(
  id: string,
  element: HTMLElement,
  store: Store,
  stays: () => void,
): LiveExplorer {
  const summary = (): LiveSummary => ({
    ...store.title.value,
    phase: store.status.value.phase,
    rows: store.rows.value,
    shown: store.shown.value.length,
    selected: store.selection.value.length,
  });
  return {
    id,
    element,
    summary,
    selection: () => {
      const ids = store.dataset.value?.ids ?? [];
      return Array.from(store.selection.value, (row) => ids[row] ?? row);
    },
    onSummary: (callback) => {
      let said = "";
      return afterFirst(() => {
        const next = JSON.stringify(summary());
        const changed = next !== said;
        said = next;
        return changed;
      }, callback);
    },
    onSelection: (callback) => afterFirst(() => !!store.selection.value, callback),
    stays,
    mountPanel: (place) => mountPanel(place, store),
    mountExplorer: (place) => mountExplorer(place, store, { fill: true }),
  };
}

/** Calls back when what `changed` reads has changed and it says so, not for what it reads first. */
function afterFirst(changed: () => boolean, callback: () => void): () => void {
  let first = true;
  return effect(() => {
    const says = changed();
    if (!first && says) callback();
    first = false;
  });
}
