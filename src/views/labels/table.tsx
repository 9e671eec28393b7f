import { useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { counted, labelText } from "../parts/format";
import { useRoving } from "../parts/roving";
import { ClusterRow } from "./cluster-row";
import { LabelRow } from "./label-row";
import type { LabelsModel } from "./model";
import { groupLabels, labelKeys, type LabelGroup, type Order, type SortBy } from "./order";
import { SortHeader } from "./sort-header";

/** Labels that an opened cluster shows before "n more". */
const FIRST = 5;

/** Rows of clusters that open to their labels; labels without clusters stand alone. */
export function LabelTable({ model, order }: { model: LabelsModel; order: Order<SortBy> }) {
  const { store, figures, arrangement } = model;
  const table = useRef<HTMLTableElement>(null);
  useRoving(table, "vertical");
  const wanted = arrangement.find.value.trim().toLowerCase();
  const matching = figures.present.value.filter(({ name }) => labelText(name).toLowerCase().includes(wanted));
  const groups = groupLabels(matching, store.clusters.value, order);
  const flat = groups.length === 1 && groups[0]?.cluster === -1;
  const first = groups[0]?.cluster ?? -1;
  const columns = columnsOf(model);

  const hidden = figures.reports.value.length - figures.present.value.length;
  const title = counted(matching.length, "label");
  return (
    <div class="jp-Semla-tableScroll">
      <OpenPicked model={model} first={first} />
      <table class="jp-Semla-labelTable" data-flat={flat} ref={table}>
        <colgroup>
          <col />
          {columns.map((key) => (
            <col key={key} data-column={key} data-current={key === order.by} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <SortHeader
              name="name"
              title={hidden > 0 ? `${title} of ${figures.reports.value.length}` : title}
              keys={labelKeys}
              order={order}
              onSort={(next) => (arrangement.sort.value = next)}
            />
            {columns.map((key) => (
              <SortHeader
                key={key}
                name={key}
                keys={labelKeys}
                order={order}
                onSort={(next) => (arrangement.sort.value = next)}
              />
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <ClusterBody
            key={group.cluster}
            model={model}
            group={group}
            columns={columns}
            sort={order.by}
            flat={flat}
            everyOpen={flat || wanted !== ""}
            first={first}
          />
        ))}
      </table>
      {groups.length === 0 && <p class="jp-Semla-note">No label has this in its name.</p>}
    </div>
  );
}

/** What is picked, here or elsewhere, opens the clusters it lies in. Draws nothing: the table need not follow. */
function OpenPicked({ model, first }: { model: LabelsModel; first: number }) {
  const { opened } = model.arrangement;
  const labels = model.picking.labels.value;
  useEffect(() => {
    const picked = labels.map((label) => clusterOf(model, label));
    const open = opened.peek() ?? new Set([first]);
    if (picked.some((cluster) => !open.has(cluster))) opened.value = new Set([...open, ...picked]);
    // only what is picked anew: a cluster that is shut by hand stays shut
  }, [labels]);
  return null;
}

interface BodyOptions {
  readonly model: LabelsModel;
  readonly group: LabelGroup;
  readonly columns: readonly SortBy[];
  readonly sort: SortBy;
  readonly flat: boolean;
  readonly everyOpen: boolean;
  /** The cluster that is open before any is opened or shut by hand. */
  readonly first: number;
}

function ClusterBody({ model, group, columns, sort, flat, everyOpen, first }: BodyOptions) {
  const { cluster, labels } = group;
  const { opened, whole } = model.arrangement;
  const open = everyOpen || (opened.value ? opened.value.has(cluster) : cluster === first);
  // "1 more label" would take the place of the label itself
  const all = everyOpen || whole.value.has(cluster) || labels.length <= FIRST + 1;
  // read as text: the rows are drawn again only when those picked among them change
  const picked = useComputed(() =>
    model.picking.labels.value.filter((label) => clusterOf(model, label) === cluster).join(" "),
  ).value.split(" ");
  const listed = open
    ? labels.filter(({ label }, place) => all || place < FIRST || picked.includes(String(label)))
    : [];
  const toggle = (): void => {
    opened.value = toggled(opened.value ?? new Set([first]), cluster);
  };
  return (
    <tbody>
      {!flat && (
        <ClusterRow model={model} group={group} columns={columns} sort={sort} open={open} onToggle={toggle} />
      )}
      {listed.map((row) => (
        <LabelRow key={row.label} model={model} report={row} columns={columns} sort={sort} />
      ))}
      {open && listed.length < labels.length && (
        <tr class="jp-Semla-labelRow">
          <th scope="row">
            <button
              type="button"
              class="jp-Semla-more"
              onClick={() => (whole.value = toggled(whole.value, cluster))}
            >
              {counted(labels.length - listed.length, "more label")}
            </button>
          </th>
        </tr>
      )}
    </tbody>
  );
}

function columnsOf({ figures }: LabelsModel): readonly SortBy[] {
  const judged = figures.judged.value;
  return [
    "count",
    ...(judged ? (["precision", "recall", "f1"] as const) : []),
    ...(figures.confident.value ? (["confidence"] as const) : []),
    ...(judged ? (["errors"] as const) : []),
  ];
}

function clusterOf({ store }: LabelsModel, label: number): number {
  return store.columns.value.clusterOfLabel?.[label] ?? -1;
}

function toggled(set: ReadonlySet<number>, member: number): ReadonlySet<number> {
  const next = new Set(set);
  if (!next.delete(member)) next.add(member);
  return next;
}
