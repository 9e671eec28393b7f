import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Cluster, Store } from "../../client";
import { clusterColour } from "../../core";
import type { MapState } from "../map/state";
import { labelText } from "../parts/format";
import { Icon } from "../parts/icons";
import { useRoving } from "../parts/roving";
import { type Counts, rowsOfCluster, rowsOfLabel, shownCounts } from "./counts";
import { listed, pickCluster, pickLabel, renamed } from "./entries";
import { Row } from "./row";

interface RowsProps {
  readonly store: Store;
  readonly state: MapState;
}

/** One row a cluster, opening to its labels; one tab stop. */
export function ClusterRows({ store, state }: RowsProps) {
  const root = useRef<HTMLUListElement>(null);
  useRoving(root, "vertical");
  const shown = shownCounts(store);
  return (
    <ul class="jp-Semla-legendRows" ref={root} aria-label="Label clusters">
      {store.clusters.value.map((cluster) => (
        <ClusterRow key={cluster.index} store={store} state={state} cluster={cluster} shown={shown} />
      ))}
    </ul>
  );
}

interface ClusterProps extends RowsProps {
  readonly cluster: Cluster;
  readonly shown: Counts;
}

function ClusterRow({ store, state, cluster, shown }: ClusterProps) {
  const opened = useSignal<boolean | null>(null);
  const renames = useSignal(false);
  const before = useRef(store.filter.value.cluster);
  const { filter } = store;
  const name = cluster.name || `cluster ${cluster.index + 1}`;
  const isolated = filter.value.cluster?.includes(cluster.index) ?? false;
  // symbols say nothing unless their labels are listed
  const hasSymbols = cluster.labels.some((label) => state.symbols.value?.has(label));
  const open = opened.value ?? hasSymbols;
  const caret = (
    <button
      type="button"
      class="jp-Semla-legendCaret"
      aria-expanded={open}
      aria-label={`Labels of ${name}`}
      onClick={() => (opened.value = !open)}
    >
      <Icon name={open ? "caretDown" : "caretRight"} size={12} />
    </button>
  );
  return (
    <li>
      {renames.value ? (
        <Rename
          store={store}
          cluster={cluster}
          name={name}
          onDone={() => {
            renames.value = false;
          }}
        />
      ) : (
        <Row
          store={store}
          light={() => ({ rows: rowsOfCluster(store, cluster.index), labels: [] })}
          colour={clusterColour(cluster.index, store.theme.value)}
          name={name}
          title={
            `${name}: ${cluster.labels.length} labels. Click shows only these rows, Ctrl and click adds them, ` +
            "Shift and click makes them a group to contrast; double click or F2 renames."
          }
          count={shown.ofCluster[cluster.index]}
          total={cluster.rows}
          picked={isolated}
          strong={open}
          onPick={(how) => {
            before.current = filter.value.cluster;
            store.refine(pickCluster(filter.value, cluster.index, how));
          }}
          onGroup={() => store.addGroup({ name, rows: rowsOfCluster(store, cluster.index) })}
          onRename={(clicked) => {
            // the first click of a double click has filtered
            if (clicked) store.refine({ cluster: before.current });
            renames.value = true;
          }}
          onOpen={(wanted) => {
            opened.value = wanted;
          }}
          caret={caret}
        />
      )}
      {open && <LabelRows store={store} state={state} cluster={cluster} shown={shown} />}
    </li>
  );
}

function LabelRows({ store, state, cluster, shown }: ClusterProps) {
  const all = useSignal(false);
  const { filter } = store;
  const symbols = state.symbols.value;
  const marked = cluster.labels.filter((label) => symbols?.has(label));
  const labels = marked.length > 0 && !all.value ? marked : listed(cluster.labels, all.value);
  const rest = cluster.labels.length - labels.length;
  return (
    <ul class="jp-Semla-legendLabels">
      {labels.map((label) => {
        const raw = store.columns.value.labelNames[label] ?? "";
        return (
          <li key={label}>
            <Row
              store={store}
              light={() => ({ rows: rowsOfLabel(store, label), labels: [label] })}
              colour={store.labelColours.value[label]}
              shape={symbols?.get(label)}
              name={labelText(raw)}
              title={raw}
              count={shown.ofLabel[label]}
              total={shown.totalOfLabel[label] ?? 0}
              picked={filter.value.label?.includes(raw) ?? false}
              strong={false}
              onPick={(how) => store.refine(pickLabel(filter.value, raw, how))}
              onGroup={() => store.addGroup({ name: labelText(raw), rows: rowsOfLabel(store, label) })}
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
  );
}

/** The name of a cluster while it is written; Enter keeps it, Escape does not, an empty one brings back the first. */
function Rename(props: {
  readonly store: Store;
  readonly cluster: Cluster;
  readonly name: string;
  readonly onDone: () => void;
}) {
  const { store, cluster, name, onDone } = props;
  const input = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  useEffect(() => input.current?.select(), []);
  const end = (keep: boolean): void => {
    if (done.current) return;
    done.current = true;
    const found = store.columns.value.clusterNames[cluster.index];
    if (keep && found !== undefined && input.current)
      store.setView({ clusterNames: renamed(store.view.value.clusterNames, found, input.current.value) });
    onDone();
  };
  return (
    <input
      ref={input}
      class="jp-Semla-legendRename"
      aria-label={`Name of ${name}`}
      defaultValue={name}
      maxLength={60}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== "Escape") return;
        end(event.key === "Enter");
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
