import { type ReadonlySignal, useComputed } from "@preact/signals";
import type { Store } from "../../client";
import { count, counted } from "../parts/format";
import { RowList } from "../parts/group";
import { labelCounts } from "../parts/label-counts";
import { LabelName } from "../parts/label-name";
import { Tracks } from "../parts/tracks";
import { labelEntry } from "./entry";
import { EntryRow } from "./entry-row";
import type { Group } from "./group";
import type { RowActions } from "./row-actions";

const SHOWN = 8;

/** Rows of the group by label: gold over predicted, since their difference is the news. */
interface Pair {
  readonly label: number;
  readonly gold: number | null;
  readonly predicted: number | null;
}

interface Options {
  readonly store: Store;
  readonly actions: RowActions;
  readonly group: ReadonlySignal<Group>;
}

/** The labels of the group, most rows first. */
export function LabelsOfGroup({ store, actions, group }: Options) {
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
  if (!pairs.value) return <NoLabels store={store} />;
  const [first] = pairs.value;
  const largest = Math.max(first?.gold ?? 0, first?.predicted ?? 0);
  const more = pairs.value.length - SHOWN;
  return (
    <section class="jp-Semla-pairs">
      <h3>
        Labels
        <small>
          {first && first.gold !== null && <span class="jp-Semla-swatch" data-kind="gold" />}
          {first && first.gold !== null && "gold"}
          {first && first.predicted !== null && (
            <span
              class="jp-Semla-swatch"
              data-kind="predicted"
              style={{ background: store.labelColours.value[first.label] }}
            />
          )}
          {first && first.predicted !== null && "predicted"}
        </small>
      </h3>
      {!first && <p class="jp-Semla-note">No row here has a label.</p>}
      <RowList name="Labels">
        {pairs.value.slice(0, SHOWN).map((pair) => (
          <Row key={pair.label} store={store} actions={actions} pair={pair} largest={largest} />
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

function Row({ store, actions, pair, largest }: Omit<Options, "group"> & { pair: Pair; largest: number }) {
  const { label, gold, predicted } = pair;
  const entry = labelEntry(store, gold === null ? "prediction" : "label", label);
  const counts = [
    gold !== null && `gold ${count(gold)}`,
    predicted !== null && `predicted ${count(predicted)}`,
  ];
  const bar = (rows: number, colour?: string) => (
    <span style={{ width: `${(rows / largest) * 100}%`, background: colour }} />
  );
  return (
    <EntryRow
      store={store}
      actions={actions}
      entry={entry}
      title={`${entry.name}, ${counts.filter(Boolean).join(", ")}.`}
    >
      <LabelName store={store} label={label} />
      <span class="jp-Semla-pairBars" aria-hidden="true">
        {gold !== null && bar(gold)}
        {predicted !== null && bar(predicted, store.labelColours.value[label])}
      </span>
      {gold !== null && <span class="jp-Semla-number jp-Semla-quiet">{count(gold)}</span>}
      {predicted !== null && <span class="jp-Semla-number">{count(predicted)}</span>}
    </EntryRow>
  );
}

function NoLabels({ store }: { store: Store }) {
  const { phase } = store.status.value;
  const known = phase === "ready" || phase === "failed" || ["cancelled", "closed", "saved"].includes(phase);
  return (
    <section class="jp-Semla-pairs" aria-busy={!known}>
      <h3>Labels</h3>
      {known ? (
        <p class="jp-Semla-note">None: pass label= to explore, or a model that predicts some.</p>
      ) : (
        <Tracks rows={SHOWN} />
      )}
    </section>
  );
}
