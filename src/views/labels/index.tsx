import { useComputed, useSignal } from "@preact/signals";
import type { Cluster, Store } from "../../client";
import { confusions, type LabelReport, labelReport, rowsOf } from "../../core";
import { count, counted, labelText, share } from "../parts/format";
import { Icon } from "../parts/icons";
import { Dot, LabelName } from "../parts/label-name";
import { Menu } from "../parts/menu";
import { ShareBar } from "../parts/share-bar";
import { clusterFigures, orders, type SortBy, sortNames } from "./order";

const CONFUSIONS = 30;

/** Labels by cluster with counts, precision, recall and errors; below, the pairs most often mixed up. */
export function Labels({ store }: { store: Store }) {
  const find = useSignal("");
  const sort = useSignal<SortBy>("recall");
  const open = useSignal<ReadonlySet<number>>(new Set([0]));
  const report = useComputed(() => {
    const gold = store.gold.value ?? store.prediction.value;
    return gold
      ? labelReport(gold, store.prediction.value ?? undefined, undefined, { mask: store.shownMask.value })
      : [];
  });
  const { labelNames } = store.columns.value;
  if (!labelNames.length) {
    return (
      <p class="jp-Semla-empty">
        {store.status.value.phase === "ready"
          ? "No labels: pass label= or a model that predicts them."
          : "Labels and how often each is read right will stand here."}
      </p>
    );
  }
  const wanted = find.value.toLowerCase();
  const matches = (label: number): boolean =>
    labelText(labelNames[label] ?? "")
      .toLowerCase()
      .includes(wanted);
  return (
    <div class="jp-Semla-tabBody">
      <div class="jp-Semla-controls">
        <label class="jp-Semla-search">
          <Icon name="search" />
          <input
            type="search"
            placeholder="Find a label"
            aria-label="Find a label"
            value={find.value}
            onInput={(event) => (find.value = event.currentTarget.value)}
            onKeyDown={(event) => event.stopPropagation()}
          />
        </label>
        <Menu
          name={`Sort by ${sortNames[sort.value]}`}
          className="jp-Semla-button"
          items={(Object.keys(orders) as SortBy[]).map((key) => ({
            name: sortNames[key],
            checked: key === sort.value,
            onSelect: () => (sort.value = key),
          }))}
        >
          <span class="jp-Semla-quiet">Sort</span> {sortNames[sort.value]}
          <Icon name="caretDown" size={12} />
        </Menu>
      </div>
      <div class="jp-Semla-scroll">
        <table class="jp-Semla-table">
          <thead>
            <tr>
              <th scope="col">{counted(labelNames.length, "label")}</th>
              <th scope="col">rows</th>
              <th scope="col">precision</th>
              <th scope="col">recall</th>
              <th scope="col">errors</th>
            </tr>
          </thead>
          {store.clusters.value.map((cluster) => (
            <ClusterRows
              key={cluster.index}
              store={store}
              cluster={cluster}
              report={report.value}
              open={wanted !== "" || open.value.has(cluster.index)}
              labels={cluster.labels.filter(matches)}
              sort={sort.value}
              onToggle={() => {
                const next = new Set(open.value);
                if (!next.delete(cluster.index)) next.add(cluster.index);
                open.value = next;
              }}
            />
          ))}
        </table>
      </div>
      <Confusions store={store} />
    </div>
  );
}

interface ClusterOptions {
  readonly store: Store;
  readonly cluster: Cluster;
  readonly report: readonly LabelReport[];
  readonly labels: readonly number[];
  readonly open: boolean;
  readonly sort: SortBy;
  readonly onToggle: () => void;
}

function ClusterRows({ store, cluster, report, labels, open, sort, onToggle }: ClusterOptions) {
  const rows = labels.flatMap((label) => report[label] ?? []).sort(orders[sort]);
  if (!rows.length) return null;
  const all = clusterFigures(cluster.labels.flatMap((label) => report[label] ?? []));
  const first = rows[0];
  return (
    <tbody>
      <tr class="jp-Semla-clusterRow">
        <th scope="rowgroup">
          <button type="button" aria-expanded={open} onClick={onToggle} title={cluster.name}>
            <Icon name={open ? "caretDown" : "caretRight"} size={12} />
            <Dot colour={first && store.labelColours.value[first.label]} />
            <span class="jp-Semla-labelText">{cluster.name}</span>
            <span class="jp-Semla-quiet">{cluster.labels.length}</span>
          </button>
        </th>
        <Figures figures={all} />
      </tr>
      {open && rows.map((row) => <LabelRow key={row.label} store={store} row={row} />)}
    </tbody>
  );
}

function LabelRow({ store, row }: { store: Store; row: LabelReport }) {
  const gold = store.gold.value ?? store.prediction.value;
  const chooseRows = (): void => {
    const shown = store.shownMask.value;
    store.select(rowsOf(shown.map((bit, index) => (bit && gold?.codes[index] === row.label ? 1 : 0))));
  };
  return (
    <tr>
      <th scope="row">
        <button type="button" onClick={chooseRows} title={`${row.name}. Click to select its rows.`}>
          <LabelName store={store} label={row.label} />
        </button>
      </th>
      <Figures figures={row} />
    </tr>
  );
}

function Figures({ figures }: { figures: Pick<LabelReport, "count" | "precision" | "recall" | "errors"> }) {
  return (
    <>
      <td>{count(figures.count)}</td>
      {[figures.precision, figures.recall].map((value, index) => (
        <td key={index}>
          <span class="jp-Semla-shareCell">
            <ShareBar value={value} />
            {share(value)}
          </span>
        </td>
      ))}
      <td>{count(figures.errors)}</td>
    </>
  );
}

function Confusions({ store }: { store: Store }) {
  const gold = store.gold.value;
  const prediction = store.prediction.value;
  const pairs = useComputed(() =>
    store.gold.value && store.prediction.value
      ? confusions(store.gold.value, store.prediction.value, store.shownMask.value).slice(0, CONFUSIONS)
      : [],
  );
  if (!gold || !prediction) return null;
  const sizes = new Map<number, number>();
  for (const row of store.shown.value) {
    const code = gold.codes[row] ?? -1;
    sizes.set(code, (sizes.get(code) ?? 0) + 1);
  }
  const choose = (from: number, to: number): void =>
    store.select(
      [...store.shown.value].filter((row) => gold.codes[row] === from && prediction.codes[row] === to),
    );
  return (
    <section class="jp-Semla-confusions">
      <h3>
        Confusions <small class="jp-Semla-quiet">gold over predicted</small>
        <span class="jp-Semla-space" />
        <small>n</small>
        <small>share</small>
      </h3>
      {pairs.value.length === 0 && <p class="jp-Semla-note">No errors among the rows shown.</p>}
      <ul>
        {pairs.value.map((pair) => (
          <li key={`${pair.gold} ${pair.prediction}`}>
            <button
              type="button"
              title="Click to select these rows"
              onClick={() => choose(pair.gold, pair.prediction)}
            >
              <span class="jp-Semla-twoLines">
                <LabelName store={store} label={pair.gold} />
                <LabelName store={store} label={pair.prediction} />
              </span>
              <strong class="jp-Semla-number">{count(pair.count)}</strong>
              <span class="jp-Semla-number">{share(pair.count / (sizes.get(pair.gold) ?? NaN))}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
