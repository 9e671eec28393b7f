/** One row: what was read and why, its text to be changed, the rows it is held against, and those nearest to it. */
import type { Store } from "../../client";
import { RowConditions } from "../filters";
import { share } from "../parts/format";
import { Group } from "../parts/group";
import { Editor } from "./editor";
import { useExplanation } from "./explanation";
import { Heading } from "./heading";
import { sampleModel } from "./model";
import { Neighbours } from "./neighbours";
import { Partners } from "./partners";
import { Probabilities } from "./probabilities";
import { RelationGraphs } from "./relations";
import { Methods } from "./trust";
import { TwoModels } from "./two-models";
import { Vifi } from "./vifi";

export function Sample({ store }: { store: Store }) {
  const { row } = store.view.value;
  const dataset = store.dataset.value;
  if (!dataset || row < 0 || row >= dataset.rows) {
    return <p class="jp-Semla-empty">Click a point on the map to see its text, labels and probabilities.</p>;
  }
  return <Row store={store} row={row} />;
}

function Row({ store, row }: { store: Store; row: number }) {
  const explanation = useExplanation(sampleModel(store), row);
  const { hasModel, relations } = explanation;
  return (
    <div class="jp-Semla-tabBody jp-Semla-sample">
      <div class="jp-Semla-sampleMain">
        <Heading explanation={explanation} />
        <Editor explanation={explanation} />
      </div>
      <div class="jp-Semla-sampleSide">
        <TwoModels store={store} row={row} />
        <Probabilities explanation={explanation} />
        <Facts store={store} row={row} />
      </div>
      {hasModel && (
        <>
          <Vifi explanation={explanation} />
          <Methods explanation={explanation} />
          <RelationGraphs explanation={explanation} />
        </>
      )}
      {(!hasModel || relations.failed) && <Partners store={store} row={row} />}
      <Neighbours explanation={explanation} />
      <Group class="jp-Semla-sampleActions" name="Filter by this row" axis="horizontal">
        <RowConditions store={store} row={row} />
      </Group>
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
