import { useComputed } from "@preact/signals";
import type { Store } from "../../client";
import { counted } from "../parts/format";
import { isBusy, sayStatus } from "./sentence";

/** Says selection size and finished or failed work to screen readers, politely; progress would talk without end. */
export function Announcer({ store }: { store: Store }) {
  const work = useComputed(() => (isBusy(store.status.value) ? "" : sayStatus(store.status.value)));
  const selection = useComputed(() => {
    const rows = store.selection.value.length;
    return rows ? `${counted(rows, "row")} selected` : "";
  });
  return (
    <div class="jp-Semla-announcer">
      <p role="status">{work}</p>
      <p role="status">{selection}</p>
    </div>
  );
}
