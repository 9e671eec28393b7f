import { effect } from "@preact/signals";
import { render } from "preact";
import type { Store } from "../../client";
import { listen } from "./gestures";
import { Panels } from "./panels";
import { MapStage } from "./stage";
import { createMapState } from "./state";

/**
 * Fills an element with the map of a store. The element must lie inside `.jp-Semla` and have a size; it is followed
 * when it changes.
 */
export function mountMap(element: HTMLElement, store: Store): { dispose(): void } {
  const root = element.appendChild(document.createElement("div"));
  root.className = "jp-Semla-map";
  const plane = root.appendChild(document.createElement("div"));
  plane.className = "jp-Semla-mapPlane";
  plane.tabIndex = 0;
  plane.setAttribute("role", "application");
  plane.setAttribute("aria-roledescription", "map");
  plane.setAttribute("aria-label", "Map of rows. Arrow keys go from point to point, Enter opens one.");
  plane.dataset["lmSuppressShortcuts"] = "true";
  const points = plane.appendChild(document.createElement("canvas"));
  const overlay = plane.appendChild(document.createElement("canvas"));
  points.className = "jp-Semla-mapPoints";
  overlay.className = "jp-Semla-mapOverlay";
  const panels = root.appendChild(document.createElement("div"));
  panels.className = "jp-Semla-mapPanels";

  const state = createMapState();
  const stage = new MapStage(root, { points, overlay }, store, state);
  const stopListening = listen(plane, stage, store, state);
  const stopFollowing = effect(() => {
    root.dataset["tool"] = store.view.value.tool;
  });
  render(<Panels store={store} stage={stage} state={state} plane={plane} />, panels);

  return {
    dispose() {
      stopListening();
      stopFollowing();
      render(null, panels);
      stage.dispose();
      root.remove();
    },
  };
}
