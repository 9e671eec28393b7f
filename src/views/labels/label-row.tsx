import { useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { LabelReport } from "../../core";
import { LabelName } from "../parts/label-name";
import { SideBadge } from "../parts/side-badge";
import { Cells } from "./cells";
import type { LabelsModel } from "./model";
import type { SortBy } from "./order";
import { groupName, rowsOfLabel } from "./picking";
import { reveal } from "./reveal";

interface Options {
  readonly model: LabelsModel;
  readonly report: LabelReport;
  readonly columns: readonly SortBy[];
  readonly sort: SortBy;
}

/** One label: a click selects its rows, with Shift it becomes a contrast group. */
export function LabelRow({ model, report, columns, sort }: Options) {
  const { store, picking, lighting } = model;
  const { label, name } = report;
  const root = useRef<HTMLTableRowElement>(null);
  // each row follows what is picked and lit by itself: a click draws two rows, not all
  const picked = useComputed(() => picking.labels.value.includes(label)).value;
  const lit = useComputed(
    () =>
      (store.emphasis.value?.labels.includes(label) ?? false) ||
      (store.hover.value >= 0 && labelOfRow(model, store.hover.value) === label),
  ).value;
  const group = useComputed(() => picking.groupOf(groupName(store, label))).value;
  useEffect(() => {
    if (picked && root.current) reveal(root.current, root.current.closest(".jp-Semla-tableScroll"));
  }, [picked]);
  const emphasis = () => ({ rows: rowsOfLabel(store, label), labels: [label] });
  return (
    <tr ref={root} class="jp-Semla-labelRow" data-picked={picked} data-lit={lit} {...lighting.over(emphasis)}>
      <th scope="row">
        <button
          type="button"
          title={`${name}. Click to select its rows, with Shift to contrast them.`}
          aria-pressed={picked}
          onClick={(event) =>
            event.shiftKey
              ? picking.contrast(groupName(store, label), () => rowsOfLabel(store, label))
              : picking.pickLabel(label)
          }
          {...lighting.focus(emphasis)}
        >
          <LabelName store={store} label={label} />
          {group && <SideBadge side={group} />}
        </button>
      </th>
      <Cells figures={report} columns={columns} sort={sort} />
    </tr>
  );
}

function labelOfRow({ store }: LabelsModel, row: number): number {
  const { gold, prediction } = store.columns.value;
  return (gold ?? prediction)?.[row] ?? -1;
}
