import type { Status as State, Store } from "../../client";
import { count, counted, duration } from "../parts/format";
import { Icon } from "../parts/icons";

const stageNames: Record<NonNullable<State["stage"]>, string> = {
  model: "Opening the model",
  embedding: "Embedding",
  neighbours: "Finding neighbours",
  layout: "Laying out the map",
  quality: "Measuring the map",
  ready: "Ready",
};

/** What is being done, how much, how long, and its Cancel; or what went wrong and its Retry. */
export function Status({ store }: { store: Store }) {
  const status = store.status.value;
  const { phase, error } = status;
  const busy = phase === "starting" || phase === "exporting" || phase === "running";
  const stopped = phase === "failed" || phase === "cancelled";
  return (
    <div class="jp-Semla-status" role="status" data-phase={phase}>
      {phase === "failed" ? (
        <Icon name="cross" size={12} />
      ) : (
        <span class="jp-Semla-lamp" aria-hidden="true" />
      )}
      <span class="jp-Semla-statusText" title={error?.message}>
        {error ? error.message : said(status)}
      </span>
      {phase === "ready" && <Facts store={store} />}
      {stopped && (
        <button type="button" class="jp-Semla-link" onClick={() => store.compute.retry()}>
          {phase === "failed" ? "Retry" : "Run again"}
        </button>
      )}
      <span class="jp-Semla-space" />
      {busy && <Work store={store} />}
      {!busy && store.selection.value.length > 0 && (
        <span class="jp-Semla-note">{counted(store.selection.value.length, "row")} selected</span>
      )}
    </div>
  );
}

function said({ phase, stage, message }: State): string {
  if (phase === "running" && stage) return stageNames[stage];
  return message;
}

function Facts({ store }: { store: Store }) {
  const summary = store.summary.value;
  if (!summary) return null;
  const [notice] = summary.notices;
  const made = summary.cached
    ? `${counted(summary.rows, "row")} from the cache`
    : summary.source === "model"
      ? `${counted(summary.rows, "row")} embedded in ${duration(summary.seconds.embedding)}`
      : counted(summary.rows, "row");
  return (
    <>
      <span>{made}</span>
      {notice && (
        <span class="jp-Semla-statusText" title={summary.notices.join("\n")}>
          {notice}
        </span>
      )}
    </>
  );
}

function Work({ store }: { store: Store }) {
  const { done, total, secondsLeft } = store.status.value;
  return (
    <>
      {done !== null && total !== null && total > 0 && (
        <span>
          {count(Math.round(done))} of {count(total)}
          {secondsLeft !== null && secondsLeft > 0 && `, ${duration(secondsLeft)} left`}
        </span>
      )}
      <progress {...(done !== null && total ? { value: done, max: total } : {})} aria-label="Progress" />
      <button type="button" class="jp-Semla-link" onClick={() => store.compute.cancel()}>
        Cancel
      </button>
    </>
  );
}
