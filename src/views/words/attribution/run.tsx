import type { SalientRows, Store } from "../../../client";
import { type Filter, type Mask, sizeOf } from "../../../core";
import { count, counted } from "../../parts/format";
import { ShareBar } from "../../parts/share-bar";
import { Failed } from "../../parts/failed";

interface Options {
  readonly store: Store;
  /** Rows asked for, by filter and as a mask. */
  readonly filter: Filter;
  readonly mask: Mask;
  /** What is known of just these rows; null nothing. */
  readonly known: SalientRows | null;
}

/** Starts the computing, says how far it is, stops it and goes on; nothing once it is done. */
export function Run({ store, filter, mask, known }: Options) {
  const { salience } = store;
  const running = salience.running.value;
  const error = salience.error.value;
  const start = (): void => salience.start(filter);
  const rows = sizeOf(mask);
  if (running)
    return (
      <div class="jp-Semla-attributing">
        <span role="status">
          {count(running.done)} of {counted(running.total, "row")}
        </span>
        <ShareBar kind="selection" value={running.done / running.total} />
        <button type="button" class="jp-Semla-link" onClick={salience.cancel}>
          Cancel
        </button>
      </div>
    );
  if (error) return <Failed message={error} onRetry={start} />;
  if (known && known.words.done >= known.words.total) return null;
  if (store.status.value.phase === "saved")
    return <p class="jp-Semla-note">Not in what was saved; run the cell again to compute it.</p>;
  const all = rows === store.rows.value;
  return (
    <div class="jp-Semla-attributing">
      {known && (
        <span>
          {count(known.words.done)} of {counted(known.words.total, "row")}
        </span>
      )}
      <button
        type="button"
        class="jp-Semla-button jp-Semla-smallButton"
        title="Runs the model on each row; can be stopped, and what is done is kept"
        onClick={start}
      >
        {known ? "Continue" : all ? "Compute for all rows" : `Compute for ${counted(rows, "row")}`}
      </button>
    </div>
  );
}
