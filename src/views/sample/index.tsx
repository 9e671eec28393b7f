/** One row: what was read, what was right, its text and the probabilities of the labels. */
import type { Store } from "../../client";
import { RowConditions } from "../filters";
import { share } from "../parts/format";
import { Group } from "../parts/group";
import { Heading } from "./heading";
import { Partners } from "./partners";
import { Probabilities } from "./probabilities";
import { TwoModels } from "./two-models";

export function Sample({ store }: { store: Store }) {
  const { row } = store.view.value;
  const dataset = store.dataset.value;
  if (!dataset || row < 0 || row >= dataset.rows) {
    return <p class="jp-Semla-empty">Click a point on the map to see its text, labels and probabilities.</p>;
  }
  const text = dataset.texts[row] ?? "";
  return (
    <div class="jp-Semla-tabBody jp-Semla-sample">
      <div class="jp-Semla-sampleMain">
        <Heading store={store} row={row} />
        {text.trim() ? (
          <p class="jp-Semla-sampleText" dir="auto" tabIndex={0} aria-label="Text of the row">
            {text}
          </p>
        ) : (
          <p class="jp-Semla-note">The text of this row is empty.</p>
        )}
        <Facts store={store} row={row} />
        <Group class="jp-Semla-sampleActions" name="Filter by this row" axis="horizontal">
          <RowConditions store={store} row={row} />
        </Group>
      </div>
      <div class="jp-Semla-sampleSide">
        <TwoModels store={store} row={row} />
        <Probabilities store={store} row={row} />
      </div>
      <Partners store={store} row={row} />
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
