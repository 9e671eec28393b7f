import { useState } from "preact/hooks";
import type { Status, Store } from "../../client";
import { Icon } from "../parts/icons";
import { IconButton } from "../parts/icon-button";

/** The whole sentence of a failure, over the last picture; where there is none the map says it in its place. */
export function Notice({ store }: { store: Store }) {
  const [dismissed, setDismissed] = useState<Status["error"]>(null);
  const { phase, error } = store.status.value;
  const pictured = store.columns.value.positions !== null;
  if (phase !== "failed" || !error || !pictured || dismissed === error) return null;
  return (
    <div class="jp-Semla-notice" role="alert">
      <Icon name="cross" />
      <p>{error.message}</p>
      <button type="button" class="jp-Semla-button" onClick={() => store.compute.retry()}>
        Retry
      </button>
      <IconButton icon={<Icon name="cross" />} name="Close" onClick={() => setDismissed(error)} />
    </div>
  );
}
