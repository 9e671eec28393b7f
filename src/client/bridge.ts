import type { ViewState } from "./state";
import type { Store } from "./store";

/**
 * Where live explorers of a page are listed, so that a JupyterLab plugin, which is another bundle, can find them:
 * `globalThis[Symbol.for("semla.bridge")]`. Its `defaults` are what the plugin's settings hold.
 */
export interface Bridge {
  readonly explorers: Set<Store>;
  defaults: Partial<Pick<ViewState, "height" | "colourBy">>;
}

const key = Symbol.for("semla.bridge");

export function bridge(): Bridge {
  const page = globalThis as { [key]?: Bridge };
  return (page[key] ??= { explorers: new Set(), defaults: {} });
}

/** Lists an explorer until the returned function is called. */
export function announce(store: Store): () => void {
  const { explorers } = bridge();
  explorers.add(store);
  return () => explorers.delete(store);
}
