import { signal } from "@preact/signals";
import { render } from "preact";
import type { Store } from "../../client";
import { App } from "./app";
import { layoutOf, type Layout } from "./layout";

/** Mounts the whole screen into an element of any width; its height is the store's `view.height`. */
export function mountExplorer(element: HTMLElement, store: Store): { dispose(): void } {
  const width = signal(element.clientWidth || 900);
  const layout = signal<Layout>(layoutOf(width.value));
  const observer = new ResizeObserver(([entry]) => {
    const next = Math.round(entry?.contentRect.width ?? 0);
    // a hidden cell has no width; what it shows stays as it was
    if (!next) return;
    width.value = next;
    layout.value = layoutOf(next);
  });
  observer.observe(element);
  render(<App store={store} width={width} layout={layout} />, element);
  return {
    dispose() {
      observer.disconnect();
      render(null, element);
    },
  };
}
