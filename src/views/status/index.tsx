/** What is being done, how much, how long, and its Cancel; or what went wrong and its Retry. */
import { useComputed } from "@preact/signals";
import type { Store } from "../../client";
import { counted } from "../parts/format";
import { Icon } from "../parts/icons";
import { isBusy, sayProgress, sayStatus, saySummary } from "./sentence";
import { sayComparison, sayQuality } from "./verdict";

export { Announcer } from "./announcer";
export { Notice } from "./notice";

export function Status({ store }: { store: Store }) {
  const status = store.status.value;
  const { phase, waiting } = status;
  const busy = isBusy(status);
  const selected = store.selection.value.length;
  return (
    <div class="jp-Semla-status" data-phase={phase} data-waiting={waiting} role="group" aria-label="Status">
      {phase === "failed" ? (
        <Icon name="cross" size={12} />
      ) : (
        <span class="jp-Semla-lamp" aria-hidden="true" />
      )}
      <span class="jp-Semla-statusText jp-Semla-ellipsis" title={sayStatus(status)}>
        {sayStatus(status)}
      </span>
      {phase === "ready" && <Facts store={store} />}
      {(phase === "failed" || phase === "cancelled") && (
        <button type="button" class="jp-Semla-link" onClick={() => store.compute.retry()}>
          {phase === "failed" ? "Retry" : "Run again"}
        </button>
      )}
      <span class="jp-Semla-space" />
      {busy && <Work store={store} />}
      {!busy && selected > 0 && (
        <span class="jp-Semla-statusSelected">{counted(selected, "row")} selected</span>
      )}
      {!busy && <Verdict store={store} />}
    </div>
  );
}

function Facts({ store }: { store: Store }) {
  const summary = store.summary.value;
  if (!summary) return null;
  const { notices } = summary;
  return (
    <>
      <span
        class="jp-Semla-statusFact jp-Semla-ellipsis"
        title={`${saySummary(summary)}, in all ${summary.seconds.total.toFixed(1)} s`}
      >
        {saySummary(summary)}
      </span>
      {notices.length > 0 && (
        <span class="jp-Semla-ellipsis" title={notices.join("\n")}>
          {notices[0]}
        </span>
      )}
    </>
  );
}

/** How far the picture is to be trusted, or what a second model comes to. */
function Verdict({ store }: { store: Store }) {
  const said = useComputed(() => sayComparison(store) ?? sayQuality(store));
  if (!said.value) return null;
  return (
    <span class="jp-Semla-verdict jp-Semla-ellipsis" title={said.value}>
      {said.value}
    </span>
  );
}

function Work({ store }: { store: Store }) {
  const status = store.status.value;
  const { done, total } = status;
  return (
    <>
      <span>{sayProgress(status)}</span>
      <progress {...(done !== null && total ? { value: done, max: total } : {})} aria-label="Progress" />
      <button type="button" class="jp-Semla-link" onClick={() => store.compute.cancel()}>
        Cancel
      </button>
    </>
  );
}
