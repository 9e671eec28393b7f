import { computed, signal } from "@preact/signals";
import { render } from "preact";
import type { Store } from "../../client";
import { App } from "./app";
import { followPointer, whileReleased } from "./held";
import { layoutOf, MIN_HEIGHT } from "./layout";

export { followTheme } from "./theme";

/**
 * Mounts the whole screen into an element of any width. Its height is the store's `view.height`, or with `fill` that of
 * the element.
 */
export function mountExplorer(
  element: HTMLElement,
  store: Store,
  { fill = false }: { readonly fill?: boolean } = {},
): { dispose(): void } {
  const pointer = followPointer(element);
  const measured = signal(element.clientWidth || 900);
  const measuredHeight = signal(element.clientHeight || MIN_HEIGHT);
  const width = whileReleased(measured, pointer.held);
  const height = fill ? whileReleased(measuredHeight, pointer.held) : null;
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
    measuredHeight.value = Math.round(entry?.contentRect.height ?? 0) || measuredHeight.value;
  });
  observer.observe(element);
  render(<App store={store} width={width} filled={height} layout={layout} hasChips={hasChips} />, element);
  return {
    dispose() {
      observer.disconnect();
      pointer.dispose();
      render(null, element);
    },
  };
}
