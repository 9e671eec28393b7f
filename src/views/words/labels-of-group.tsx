import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { Store } from "../../client";
import { count, counted } from "../parts/format";
import { RowList } from "../parts/group";
import { labelCounts } from "../parts/label-counts";
import { LabelName } from "../parts/label-name";
import { Tracks } from "../parts/tracks";
import type { Group } from "./group";

const SHOWN = 8;

/** Rows of the group by label: gold over predicted, since their difference is the news. */
interface Pair {
  readonly label: number;
  readonly gold: number | null;
  readonly predicted: number | null;
}

/** The labels of the group, most rows first. */
export function LabelsOfGroup({ store, group }: { store: Store; group: ReadonlySignal<Group> }) {
  const pairs = useComputed<Pair[] | null>(() => {
    const [gold, prediction] = [store.gold.value, store.prediction.value];
    if (!gold && !prediction) return null;
    const golds = gold && labelCounts(gold, group.value.inside);
    const predictions = prediction && labelCounts(prediction, group.value.inside);
    const most = ({ gold: g, predicted: p }: Pair): number => Math.max(g ?? 0, p ?? 0);
    return store.columns.value.labelNames
      .map((_, label) => ({
        label,
        gold: golds && (golds[label] ?? 0),
        predicted: predictions && (predictions[label] ?? 0),
      }))
      .filter((pair) => most(pair) > 0)
      .sort((a, b) => most(b) - most(a) || a.label - b.label);
  });
  if (!pairs.value) return <Waiting store={store} />;
  const [first] = pairs.value;
  const largest = Math.max(first?.gold ?? 0, first?.predicted ?? 0);
  const more = pairs.value.length - SHOWN;
  return (
    <section class="jp-Semla-pairs">
      <h3>
        Labels
        <small>
          {first?.gold !== null && <span class="jp-Semla-swatch" data-kind="gold" />}
          {first?.gold !== null && "gold"}
          {first?.predicted !== null && (
            <span
              class="jp-Semla-swatch"
              data-kind="predicted"
              style={{ background: store.labelColours.value[first?.label ?? 0] }}
            />
          )}
          {first?.predicted !== null && "predicted"}
        </small>
      </h3>
      <RowList name="Labels">
        {pairs.value.slice(0, SHOWN).map((pair) => (
          <Row key={pair.label} store={store} pair={pair} largest={largest} />
        ))}
      </RowList>
      {more > 0 && (
        <button type="button" class="jp-Semla-link" onClick={() => store.setView({ tab: "labels" })}>
          {counted(more, "more label")}
        </button>
      )}
    </section>
  );
}

function Row({ store, pair, largest }: { store: Store; pair: Pair; largest: number }) {
  const { label, gold, predicted } = pair;
  const name = store.columns.value.labelNames[label] ?? "";
  const key = gold === null ? "prediction" : "label";
  const on = store.filter.value[key]?.join() === name;
  const bar = (rows: number, colour?: string) => (
    <span style={{ width: `${(rows / largest) * 100}%`, background: colour }} />
  );
  return (
    <li>
      <button
        type="button"
        aria-pressed={on}
        title={`${name}${gold === null ? "" : `, gold ${count(gold)}`}${predicted === null ? "" : `, predicted ${count(predicted)}`}. Click to filter by this label.`}
        onClick={() => store.refine({ [key]: on ? undefined : [name] })}
      >
        <LabelName store={store} label={label} />
        <span class="jp-Semla-pairBars" aria-hidden="true">
          {gold !== null && bar(gold)}
          {predicted !== null && bar(predicted, store.labelColours.value[label])}
        </span>
        {gold !== null && <span class="jp-Semla-number jp-Semla-quiet">{count(gold)}</span>}
        {predicted !== null && <span class="jp-Semla-number">{count(predicted)}</span>}
      </button>
    </li>
  );
}

function Waiting({ store }: { store: Store }) {
  const { phase } = store.status.value;
  if (phase === "ready" || phase === "failed" || phase === "cancelled" || phase === "closed") return null;
  return (
    <section class="jp-Semla-pairs" aria-busy="true">
      <h3>Labels</h3>
      <Tracks rows={SHOWN} />
    </section>
  );
}
