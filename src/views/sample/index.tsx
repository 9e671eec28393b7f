import { useEffect, useState } from "preact/hooks";
import type { Store } from "../../client";
import { count, labelText, share } from "../parts/format";
import { Icon } from "../parts/icons";
import { IconButton } from "../parts/icon-button";
import { LabelName } from "../parts/label-name";
import { ShareBar } from "../parts/share-bar";
import { neighbouringError, outcomeOf } from "./outcome";

const SHOWN = 5;

/** One row: what was read, what was right, its text and the probabilities of the labels. */
export function Sample({ store }: { store: Store }) {
  const { row } = store.view.value;
  const dataset = store.dataset.value;
  if (!dataset || row < 0 || row >= dataset.rows) {
    return <p class="jp-Semla-empty">Click a point on the map to see its text, labels and probabilities.</p>;
  }
  const text = dataset.texts[row] ?? "";
  const { loss, confidence } = store.columns.value;
  return (
    <div class="jp-Semla-tabBody jp-Semla-sample">
      <Heading store={store} row={row} />
      <p class="jp-Semla-sampleText" dir="auto">
        {text || <span class="jp-Semla-quiet">(empty text)</span>}
      </p>
      <Probabilities store={store} row={row} />
      <dl class="jp-Semla-facts">
        <dt>row</dt>
        <dd>{String(dataset.ids[row])}</dd>
        {dataset.split && (
          <>
            <dt>split</dt>
            <dd>{dataset.split.names[dataset.split.codes[row] ?? -1] ?? "none"}</dd>
          </>
        )}
        {confidence && (
          <>
            <dt title="Probability of the prediction less that of the runner-up">confidence</dt>
            <dd>{share(confidence[row] ?? NaN)}</dd>
          </>
        )}
        {loss && (
          <>
            <dt title="Negative logarithm of the gold label's probability">loss</dt>
            <dd>{Number.isNaN(loss[row] ?? NaN) ? "–" : (loss[row] ?? NaN).toFixed(2)}</dd>
          </>
        )}
      </dl>
    </div>
  );
}

function Heading({ store, row }: { store: Store; row: number }) {
  const outcome = outcomeOf(store, row);
  const step = (direction: 1 | -1): void => {
    const next = neighbouringError(store, row, direction);
    if (next >= 0) store.openRow(next);
  };
  const names = store.columns.value.labelNames;
  const gold = names[store.gold.value?.codes[row] ?? -1];
  const predicted = names[store.prediction.value?.codes[row] ?? -1];
  return (
    <header class="jp-Semla-sampleHeading">
      <p class="jp-Semla-outcome" data-outcome={outcome.kind}>
        {outcome.kind === "error" && <Icon name="cross" size={12} />}
        {outcome.kind === "right" && <Icon name="tick" size={12} />}
        <strong>{{ error: "Error", right: "Right", unknown: "Row" }[outcome.kind]}</strong>
        <span class="jp-Semla-quiet">
          row {String(store.dataset.value?.ids[row])}
          {outcome.kind === "error" &&
            outcome.place > 0 &&
            `, ${count(outcome.place)} of ${count(outcome.errors)} errors`}
        </span>
        <span class="jp-Semla-space" />
        {outcome.errors > 0 && (
          <>
            <IconButton icon={<Icon name="previous" />} name="Previous error" onClick={() => step(-1)} />
            <IconButton icon={<Icon name="caretRight" />} name="Next error" onClick={() => step(1)} />
          </>
        )}
      </p>
      <p class="jp-Semla-sentence">
        {predicted && (
          <>
            Read as <strong title={predicted}>{labelText(predicted)}</strong>
          </>
        )}
        {predicted && outcome.kind === "right" && ", which is the gold label."}
        {gold && outcome.kind !== "right" && (
          <>
            {predicted ? ", gold is " : "Gold is "}
            <strong title={gold}>{labelText(gold)}</strong>.
          </>
        )}
        {predicted && !gold && "; no gold label."}
      </p>
    </header>
  );
}

type Loaded = { readonly row: number; readonly values: Float32Array | null; readonly failed: string | null };

function Probabilities({ store, row }: { store: Store; row: number }) {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [tries, setTries] = useState(0);
  const ready = store.columns.value.prediction !== null;
  useEffect(() => {
    const abort = new AbortController();
    const show = (values: Float32Array | null, failed: string | null): void => {
      if (!abort.signal.aborted) setLoaded({ row, values, failed });
    };
    if (ready) {
      store.compute.probabilities(row, abort.signal).then(
        (values) => show(values, null),
        (error: unknown) => show(null, error instanceof Error ? error.message : String(error)),
      );
    }
    return () => abort.abort();
  }, [row, ready, tries]);

  if (!ready) return null;
  // the last picture stays until the next is there
  if (!loaded) return <div class="jp-Semla-waiting" aria-busy="true" />;
  if (loaded.failed) {
    return (
      <p class="jp-Semla-error" role="alert">
        <Icon name="cross" size={12} /> {loaded.failed}{" "}
        <button type="button" class="jp-Semla-link" onClick={() => setTries(tries + 1)}>
          Retry
        </button>
      </p>
    );
  }
  const { values } = loaded;
  if (!values) return null;
  const best = [...values.keys()].sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0)).slice(0, SHOWN);
  return (
    <section class="jp-Semla-probabilities" aria-busy={loaded.row !== row}>
      <h3>
        Class probability{" "}
        <small>
          {best.length} of {values.length}
        </small>
      </h3>
      <ul>
        {best.map((label) => (
          <li key={label}>
            <LabelName store={store} label={label} />
            <ShareBar value={values[label] ?? 0} />
            <span class="jp-Semla-number">{share(values[label] ?? 0)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
