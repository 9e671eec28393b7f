import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { clusterColour } from "../../core";
import { count } from "../parts/format";
import { Icon } from "../parts/icons";
import { Dot } from "../parts/label-name";
import { SideBadge } from "../parts/side-badge";
import { Cells } from "./cells";
import type { LabelsModel } from "./model";
import type { LabelGroup, SortBy } from "./order";
import { rowsOfCluster } from "./picking";

interface Options {
  readonly model: LabelsModel;
  readonly group: LabelGroup;
  readonly columns: readonly SortBy[];
  readonly sort: SortBy;
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** One cluster: a click opens it, a double click or F2 renames it, Shift makes it a contrast group. */
export function ClusterRow({ model, group, columns, sort, open, onToggle }: Options) {
  const { store, picking, lighting } = model;
  const { cluster, figures, labels } = group;
  const naming = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const letter = useComputed(() => picking.groupOf(figures.name)).value;
  const found = store.columns.value.clusterNames[cluster];
  const mayName = found !== undefined && found !== "";
  const emphasis = () => ({ rows: rowsOfCluster(store, cluster), labels: [] });
  const rename = (): void => {
    naming.value = mayName;
  };
  const done = (name: string | null): void => {
    naming.value = false;
    if (name !== null && mayName) store.setView({ clusterNames: renamed(model, found, name) });
  };
  const returned = useRef(false);
  useEffect(() => {
    if (!naming.value && returned.current) button.current?.focus();
    returned.current = naming.value;
  }, [naming.value]);
  return (
    <tr class="jp-Semla-clusterRow" {...lighting.over(emphasis)}>
      <th scope="rowgroup">
        {naming.value ? (
          <NameField
            name={figures.name}
            found={found ?? ""}
            colour={clusterColour(cluster, store.theme.value)}
            onDone={done}
          />
        ) : (
          <button
            ref={button}
            type="button"
            aria-expanded={open}
            aria-keyshortcuts={mayName ? "F2" : undefined}
            title={`${figures.name}. Click to ${open ? "close" : "open"}${mayName ? ", double click or F2 to rename" : ""}, with Shift to contrast its rows.`}
            onClick={(event) =>
              event.shiftKey
                ? picking.contrast(figures.name, () => rowsOfCluster(store, cluster))
                : onToggle()
            }
            onDblClick={rename}
            onKeyDown={(event) => {
              if (event.key !== "F2") return;
              rename();
              event.preventDefault();
              event.stopPropagation();
            }}
            {...lighting.focus(emphasis)}
          >
            <Icon name={open ? "caretDown" : "caretRight"} size={12} />
            <Dot colour={clusterColour(cluster, store.theme.value)} />
            <span class="jp-Semla-ellipsis">{figures.name}</span>
            <span class="jp-Semla-quiet">{count(labels.length)}</span>
            {letter && <SideBadge side={letter} />}
          </button>
        )}
      </th>
      <Cells figures={figures} columns={columns} sort={sort} />
    </tr>
  );
}

interface FieldOptions {
  readonly name: string;
  /** The name that the words of the cluster gave it. */
  readonly found: string;
  readonly colour: string;
  /** With the new name, or null where it stays. */
  readonly onDone: (name: string | null) => void;
}

function NameField({ name, found, colour, onDone }: FieldOptions) {
  const field = useRef<HTMLInputElement>(null);
  const open = useRef(true);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const end = (result: string | null): void => {
    // taking the field away takes its focus too
    if (open.current) onDone(result);
    open.current = false;
  };
  return (
    <span class="jp-Semla-clusterName">
      <Dot colour={colour} />
      <input
        ref={field}
        type="text"
        aria-label={`Name of the cluster ${name}`}
        title={`Enter keeps the name, Escape leaves it; empty is “${found}” again`}
        defaultValue={name}
        maxLength={80}
        onBlur={(event) => end(event.currentTarget.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Enter") end(event.currentTarget.value);
          else if (event.key === "Escape") end(null);
        }}
      />
    </span>
  );
}

/** An empty name takes the user's own away. */
function renamed({ store }: LabelsModel, found: string, name: string): Readonly<Record<string, string>> {
  const given = name.trim();
  const others = Object.entries(store.view.value.clusterNames).filter(([key]) => key !== found);
  return Object.fromEntries(given === "" || given === found ? others : [...others, [found, given]]);
}
