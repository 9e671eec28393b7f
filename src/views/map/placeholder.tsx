import type { Store } from "../../client";
import { Icon } from "../parts/icons";

/** Where the map will be: what is being done, or why there is none. Progress itself is in the status line. */
export function Placeholder({ store }: { readonly store: Store }) {
  const { phase, message, error } = store.status.value;
  if (phase === "failed")
    return (
      <div class="jp-Semla-mapPlaceholder" role="alert">
        <p class="jp-Semla-mapError">
          <Icon name="cross" /> {error?.message ?? message}
        </p>
        <button type="button" class="jp-Semla-button" onClick={() => store.compute.retry()}>
          Retry
        </button>
      </div>
    );
  const line = {
    starting: "The map appears once rows are embedded",
    exporting: "The map appears once the model is ready and rows are embedded",
    running: "The map appears with the first embedded rows",
    ready: "This analysis has no positions, so there is no map; the table shows the rows",
    cancelled: "Cancelled before there was a map",
    saved: "This snapshot has no positions, so there is no map; the table shows the rows",
    closed: "Closed; run the cell to see the map",
  }[phase];
  return (
    <div class="jp-Semla-mapPlaceholder">
      <p>{line}</p>
      {phase === "cancelled" && (
        <button type="button" class="jp-Semla-button" onClick={() => store.compute.retry()}>
          Run again
        </button>
      )}
    </div>
  );
}
