/** The tabs of an explorer without its map, for a side panel of 300 to 500 px beside the notebook. */
import { computed, effect, signal } from "@preact/signals";
import { render } from "preact";
import type { Store } from "../../client";
import { followPointer, whileReleased } from "../explorer/held";
import { type PanelTab, SidePanel } from "./side-panel";

/** Fills an element with the tabs of a store. Which tab is open is the panel's own; a row that is opened opens Sample. */
export function mountPanel(element: HTMLElement, store: Store): { dispose(): void } {
  const pointer = followPointer(element);
  const { tab: opened } = store.view.peek();
  const tab = signal<PanelTab>(opened === "changes" ? "words" : opened);
  const hasChips = whileReleased(
    computed(
      () =>
        Object.keys(store.filter.value).length > 0 ||
        store.selection.value.length > 0 ||
        store.groups.value.a !== null ||
        store.groups.value.b !== null,
    ),
    pointer.held,
  );
  const row = computed(() => store.view.value.row);
  let known = row.peek();
  const follow = effect(() => {
    if (row.value >= 0 && row.value !== known) tab.value = "sample";
    known = row.value;
  });
  render(<SidePanel store={store} tab={tab} hasChips={hasChips} />, element);
  return {
    dispose() {
      follow();
      pointer.dispose();
      render(null, element);
    },
  };
}
