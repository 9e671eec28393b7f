import type { Store } from "../../client";
import { count, counted, percent } from "../parts/format";
import { Icon } from "../parts/icons";

/** How many rows are shown and how many of them are right; of two models both, A first. */
export function Figures({ store, roomy }: { store: Store; roomy: boolean }) {
  const rows = store.rows.value;
  const accuracies = both(store, (side) => side.accuracy.value).filter((accuracy) => accuracy !== null);
  if (!rows) return null;
  return (
    <span class="jp-Semla-figures" data-both={accuracies.length > 1}>
      <span title={`${count(store.shown.value.length)} of ${count(rows)} rows are shown`}>
        <strong>{count(store.shown.value.length)}</strong>
        {roomy ? ` of ${count(rows)} rows` : " rows"}
      </span>
      {accuracies.length > 0 && (
        <span title="Share of the rows shown whose prediction is the gold label">
          {roomy && "accuracy "}
          <strong>{accuracies.map(percent).join(" → ")}</strong>
          {!roomy && <span class="jp-Semla-right"> right</span>}
        </span>
      )}
    </span>
  );
}

/** Shows errors only; their count among the rows shown, of two models both. */
export function Errors({ store, compact }: { store: Store; compact: boolean }) {
  if (!store.gold.value || !store.prediction.value) return null;
  const on = store.filter.value.errors === true;
  const errors = both(store, (side) => side.errorCount.value);
  const said =
    errors.length > 1 ? `${errors.map(count).join(" to ")} errors` : counted(errors[0] ?? 0, "error");
  return (
    <button
      type="button"
      class={compact ? "jp-Semla-quietButton" : "jp-Semla-button"}
      title={on ? "Show right rows too" : errors.length > 1 ? "Show errors of A only" : "Show errors only"}
      aria-label={`Show errors only, ${said}`}
      aria-pressed={on}
      onClick={() => store.refine({ errors: on ? undefined : true })}
    >
      <Icon name="cross" size={12} />
      {!compact && "Errors"}
      <span class="jp-Semla-badge">{errors.map(count).join(" → ")}</span>
    </button>
  );
}

/** A figure of what is shown, or of both sides while two are compared; the second only once it has predicted. */
function both<T>(store: Store, figure: (side: Store) => T): T[] {
  const sides = store.view.value.compare ? store.sides.value : null;
  if (!sides) return [figure(store)];
  return sides.b.prediction.value ? [figure(sides.a), figure(sides.b)] : [figure(sides.a)];
}
