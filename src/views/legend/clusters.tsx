import { useSignal } from "@preact/signals";
import type { Cluster, Store } from "../../client";
import { clusterColour } from "../../core";
import type { Emphasis } from "../map/emphasis";
import type { MapState } from "../map/state";
import { count, labelText } from "../parts/format";
import { Icon } from "../parts/icons";
import { Dot } from "../parts/label-name";
import { listed, pickCluster, pickLabel } from "./entries";

interface RowsProps {
  readonly store: Store;
  readonly state: MapState;
}

/** One row a cluster, opening to its labels. */
export function ClusterRows({ store, state }: RowsProps) {
  const shown = shownCounts(store);
  return (
    <ul class="jp-Semla-legendRows">
      {store.clusters.value.map((cluster) => (
        <ClusterRow key={cluster.index} store={store} state={state} cluster={cluster} shown={shown} />
      ))}
    </ul>
  );
}

function ClusterRow({
  store,
  state,
  cluster,
  shown,
}: RowsProps & { readonly cluster: Cluster; readonly shown: Counts }) {
  const open = useSignal(false);
  const all = useSignal(false);
  const { filter } = store;
  const name = cluster.name || `cluster ${cluster.index + 1}`;
  const labels = listed(cluster.labels, all.value);
  const rest = cluster.labels.length - labels.length;
  const isolated = filter.value.cluster?.includes(cluster.index) ?? false;
  return (
    <li>
      <Row
        state={state}
        emphasis={{ kind: "cluster", cluster: cluster.index }}
        colour={clusterColour(cluster.index, store.theme.value)}
        name={name}
        title={`${name}: ${cluster.labels.length} labels. Click shows only these rows, with Shift or Ctrl adds them.`}
        count={shown.ofCluster[cluster.index]}
        total={cluster.rows}
        picked={isolated}
        strong={open.value}
        onPick={(how) => store.refine(pickCluster(filter.value, cluster.index, how))}
        caret={
          <button
            type="button"
            class="jp-Semla-legendCaret"
            aria-expanded={open.value}
            aria-label={`Labels of ${name}`}
            onClick={() => (open.value = !open.value)}
          >
            <Icon name={open.value ? "caretDown" : "caretRight"} size={12} />
          </button>
        }
      />
      {open.value && (
        <ul class="jp-Semla-legendLabels">
          {labels.map((label) => {
            const raw = store.columns.value.labelNames[label] ?? "";
            return (
              <li key={label}>
                <Row
                  state={state}
                  emphasis={{ kind: "label", label }}
                  colour={store.labelColours.value[label]}
                  name={labelText(raw)}
                  title={raw}
                  count={shown.ofLabel[label]}
                  total={shown.totalOfLabel[label] ?? 0}
                  picked={filter.value.label?.includes(raw) ?? false}
                  strong={false}
                  onPick={(how) => store.refine(pickLabel(filter.value, raw, how))}
                />
              </li>
            );
          })}
          {rest > 0 && (
            <li>
              <button type="button" class="jp-Semla-link" onClick={() => (all.value = true)}>
                {rest} more
              </button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

interface RowProps {
  readonly state: MapState;
  readonly emphasis: Emphasis;
  readonly colour: string | undefined;
  readonly name: string;
  readonly title: string;
  /** Rows shown; absent where none are. */
  readonly count: number | undefined;
  /** Rows in all, given where none are shown. */
  readonly total: number;
  readonly picked: boolean;
  readonly strong: boolean;
  readonly onPick: (how: "isolate" | "add") => void;
  readonly caret?: preact.ComponentChildren;
}

function Row({ state, emphasis, colour, name, title, picked, strong, onPick, caret, ...rest }: RowProps) {
  const light = (): void => {
    state.emphasis.value = emphasis;
  };
  const fade = (): void => {
    state.emphasis.value = null;
  };
  return (
    <div
      class="jp-Semla-legendRow"
      data-picked={picked}
      data-strong={strong}
      data-hidden={rest.count === undefined}
      onPointerEnter={light}
      onPointerLeave={fade}
    >
      {caret}
      <button
        type="button"
        class="jp-Semla-legendName"
        title={title}
        aria-pressed={picked}
        onFocus={light}
        onBlur={fade}
        onClick={(event) => onPick(event.shiftKey || event.ctrlKey || event.metaKey ? "add" : "isolate")}
      >
        <Dot colour={colour} />
        <span>{name}</span>
        <span class="jp-Semla-figure">{count(rest.count ?? rest.total)}</span>
      </button>
    </div>
  );
}

interface Counts {
  readonly ofCluster: Readonly<Record<number, number>>;
  readonly ofLabel: Readonly<Record<number, number>>;
  readonly totalOfLabel: Readonly<Record<number, number>>;
}

/** Rows shown, by gold label where there is one, else by prediction, as the clusters are. */
function shownCounts(store: Store): Counts {
  const ofCluster: Record<number, number> = {};
  const ofLabel: Record<number, number> = {};
  const clusterOfRow = store.clusterOfRow.value;
  const { gold, prediction } = store.columns.value;
  const labels = gold ?? prediction;
  for (const row of store.shown.value) {
    const cluster = clusterOfRow[row] ?? -1;
    const label = labels?.[row] ?? -1;
    ofCluster[cluster] = (ofCluster[cluster] ?? 0) + 1;
    ofLabel[label] = (ofLabel[label] ?? 0) + 1;
  }
  const totalOfLabel: Record<number, number> = {};
  for (const label of labels ?? []) totalOfLabel[label] = (totalOfLabel[label] ?? 0) + 1;
  return { ofCluster, ofLabel, totalOfLabel };
}
