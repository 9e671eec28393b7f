import { computed, signal } from "@preact/signals";
import { render } from "preact";
import type { Store } from "../../client";
import { App } from "./app";
import { followPointer, whileReleased } from "./held";
import { layoutOf } from "./layout";

/** Mounts the whole screen into an element of any width; its height is the store's `view.height`. */
export function mountExplorer(element: HTMLElement, store: Store): { dispose(): void } {
  const pointer = followPointer(element);
  const measured = signal(element.clientWidth || 900);
  const width = whileReleased(measured, pointer.held);
  const layout = computed(() => layoutOf(width.value));
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
  const observer = new ResizeObserver(([entry]) => {
    // a hidden cell has no width; what it shows stays as it was
    measured.value = Math.round(entry?.contentRect.width ?? 0) || measured.value;
  });
  observer.observe(element);
  render(<App store={store} width={width} layout={layout} hasChips={hasChips} />, element);
  return {
    dispose() {
      observer.disconnect();
      pointer.dispose();
      render(null, element);
    },
  };
}
