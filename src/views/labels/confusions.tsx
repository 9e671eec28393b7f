import { useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { count, counted, share } from "../parts/format";
import { LabelName } from "../parts/label-name";
import { useRoving } from "../parts/roving";
import type { LabelsModel } from "./model";
import { type ConfusedPair, type PairSort, pairKeys, sorted } from "./order";
import { rowsOfPair } from "./picking";
import { reveal } from "./reveal";
import { direction, SortButton, SortHeader } from "./sort-header";

/** Confusions that "more" adds. */
const STEP = 100;

/** Pairs of gold and predicted label that are mixed up, with their share of the gold label's rows. */
export function Confusions({ model }: { model: LabelsModel }) {
  const { figures, picking, arrangement } = model;
  const table = useRef<HTMLTableElement>(null);
  useRoving(table, "vertical");
  const order = arrangement.pairSort.value;
  const pairs = useComputed(() => sorted(figures.pairs.value, pairKeys, arrangement.pairSort.value));
  // as far as the pair that is picked, wherever it was picked
  const limit = useComputed(() => {
    const pair = picking.pair.value;
    const place = pairs.value.findIndex((each) => isPair(each, pair));
    return Math.max(arrangement.limit.value, place + 1);
  });
  const listed = pairs.value.slice(0, limit.value);
  const more = pairs.value.length - listed.length;
  const columns: readonly PairSort[] = ["count", "share", ...(figures.near.value ? (["near"] as const) : [])];
  const sortBy = {
    keys: pairKeys,
    order,
    onSort: (next: typeof order) => (arrangement.pairSort.value = next),
  };
  const current = order.by === "gold" || order.by === "prediction" ? order.by : null;
  return (
    <section class="jp-Semla-confusions" aria-label="Confusions">
      <table ref={table}>
        <colgroup>
          <col />
          {columns.map((key) => (
            <col key={key} data-column={key} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th
              scope="col"
              aria-sort={current ? direction(pairKeys[current].descending, order) : "none"}
              data-current={current !== null}
            >
              <h3>Confusions</h3>
              <small data-current={current}>
                <SortButton name="gold" {...sortBy} /> over <SortButton name="prediction" {...sortBy} />
              </small>
            </th>
            {columns.map((key) => (
              <SortHeader key={key} name={key} {...sortBy} />
            ))}
          </tr>
        </thead>
        <tbody>
          {listed.map((pair) => (
            <PairRow key={`${pair.gold} ${pair.prediction}`} model={model} pair={pair} columns={columns} />
          ))}
        </tbody>
      </table>
      {pairs.value.length === 0 && <p class="jp-Semla-note">No errors among the rows shown.</p>}
      {more > 0 && (
        <button
          type="button"
          class="jp-Semla-link"
          onClick={() => (arrangement.limit.value = limit.value + STEP)}
        >
          {counted(more, "more pair")}
        </button>
      )}
    </section>
  );
}

interface RowOptions {
  readonly model: LabelsModel;
  readonly pair: ConfusedPair;
  readonly columns: readonly PairSort[];
}

/** A click picks the pair; then it can be filtered to, by its button or F. */
function PairRow({ model, pair, columns }: RowOptions) {
  const { store, picking, lighting } = model;
  const root = useRef<HTMLTableRowElement>(null);
  const picked = useComputed(() => isPair(pair, picking.pair.value)).value;
  const lit = useComputed(() => {
    const [gold, prediction] = store.emphasis.value?.labels ?? [];
    return gold === pair.gold && prediction === pair.prediction;
  }).value;
  const filtered = useComputed(() => picking.filtered(pair)).value;
  useEffect(() => {
    if (picked && root.current) reveal(root.current, root.current.closest(".jp-Semla-confusions"));
  }, [picked]);
  const emphasis = () => ({ rows: rowsOfPair(store, pair), labels: [pair.gold, pair.prediction] });
  return (
    <tr
      ref={root}
      data-picked={picked}
      data-lit={lit}
      {...lighting.over(emphasis)}
      onKeyDown={(event) => {
        if (event.key.toLowerCase() !== "f" || event.ctrlKey || event.metaKey || event.altKey) return;
        picking.filterPair(pair);
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <th scope="row">
        <button
          type="button"
          class="jp-Semla-pair"
          title={sentence(pair)}
          aria-pressed={picked}
          aria-keyshortcuts="F"
          onClick={() => picking.pickPair({ gold: pair.gold, prediction: pair.prediction })}
          {...lighting.focus(emphasis)}
        >
          <LabelName store={store} label={pair.gold} />
          <LabelName store={store} label={pair.prediction} />
        </button>
        {(picked || filtered) && (
          <button
            type="button"
            class="jp-Semla-link"
            aria-pressed={filtered}
            onClick={() => picking.filterPair(pair)}
          >
            {filtered ? "Show the others again" : "Filter to this pair"}
          </button>
        )}
      </th>
      {columns.map((key) => (
        <td key={key} data-column={key} title={key === "near" ? nearby(pair) : undefined}>
          {key === "share" ? share(pair.share) : count(Number(pairKeys[key].value(pair)))}
        </td>
      ))}
    </tr>
  );
}

function isPair(
  pair: ConfusedPair,
  other: { readonly gold: number; readonly prediction: number } | null,
): boolean {
  return other?.gold === pair.gold && other.prediction === pair.prediction;
}

function sentence(pair: ConfusedPair): string {
  const near = pair.near === null ? "" : ` ${nearby(pair)}`;
  return `${counted(pair.count, "row")} of ${pair.goldName} taken for ${pair.predictionName}.${near} Click to show both labels on the map, F to filter to these rows.`;
}

function nearby({ near, count: of, predictionName }: ConfusedPair): string {
  return `${near ?? 0} of ${of} lie near rows of ${predictionName}.`;
}
