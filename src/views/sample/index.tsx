/** One row: what was read, what was right, its text and the probabilities of the labels. */
import type { Store } from "../../client";
import { share } from "../parts/format";
import { Heading } from "./heading";
import { Probabilities } from "./probabilities";

export function Sample({ store }: { store: Store }) {
  const { row } = store.view.value;
  const dataset = store.dataset.value;
  if (!dataset || row < 0 || row >= dataset.rows) {
    return <p class="jp-Semla-empty">Click a point on the map to see its text, labels and probabilities.</p>;
  }
  const text = dataset.texts[row] ?? "";
  return (
    <div class="jp-Semla-tabBody jp-Semla-sample">
      <Heading store={store} row={row} />
      {text.trim() ? (
        <p class="jp-Semla-sampleText" dir="auto" tabIndex={0} aria-label="Text of the row">
          {text}
        </p>
      ) : (
        <p class="jp-Semla-note">The text of this row is empty.</p>
      )}
      <Probabilities store={store} row={row} />
      <Facts store={store} row={row} />
    </div>
  );
}

function Facts({ store, row }: { store: Store; row: number }) {
  const { loss, confidence, kept } = store.columns.value;
  const split = store.dataset.value?.split;
  const facts: { name: string; means?: string; value: string }[] = [];
  if (split) facts.push({ name: "split", value: split.names[split.codes[row] ?? -1] ?? "none" });
  if (confidence) {
    facts.push({
      name: "confidence",
      means: "Probability of the prediction less that of the runner-up",
      value: share(confidence[row] ?? NaN),
    });
  }
  if (loss) {
    facts.push({
      name: "loss",
      means: "Negative logarithm of the gold label's probability",
      value: Number.isFinite(loss[row]) ? (loss[row] ?? 0).toFixed(2) : "–",
    });
  }
  if (kept) {
    facts.push({
      name: "neighbours kept",
      means: "Share of the row's true neighbours that are its neighbours on the map",
      value: share(kept[row] ?? NaN),
    });
  }
  if (!facts.length) return null;
  return (
    <dl class="jp-Semla-facts">
      {facts.map(({ name, means, value }) => (
        <div key={name} title={means}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
