import { useSignal } from "@preact/signals";
import type { Store } from "../../client";
import { counted, labelText, share } from "../parts/format";
import { Icon } from "../parts/icons";
import { rowHeight, useRowWindow } from "../parts/row-window";
import { type SortKey, sortRows } from "./table-order";

const headHeight = 24;

const columns: readonly { key: SortKey; name: string }[] = [
  { key: "row", name: "row" },
  { key: "text", name: "text" },
  { key: "gold", name: "gold" },
  { key: "prediction", name: "predicted" },
  { key: "confidence", name: "confidence" },
];

/** The rows that the map shows, with the same selection, as a table. Only those in view are in the page. */
export function RowTable({ store, height }: { readonly store: Store; readonly height: number }) {
  const order = useSignal<{ key: SortKey; descending: boolean }>({ key: "row", descending: false });
  const anchor = useSignal(0);

  const { labelNames, gold, prediction, confidence } = store.columns.value;
  const texts = store.dataset.value?.texts ?? [];
  const ids = store.dataset.value?.ids ?? [];
  const selected = store.selectionMask.value;
  const errors = store.errors.value;
  const { key, descending } = order.value;
  const rows = sortRows(store.shown.value, key, descending, {
    texts,
    labelNames,
    gold,
    prediction,
    confidence,
  });
  const { body, onScroll, first, last, at, focus, target } = useRowWindow(rows.length, height, headHeight);

  const selectRange = (to: number): void => {
    const [from, until] = [Math.min(anchor.value, to), Math.max(anchor.value, to)];
    store.select([...store.selection.value, ...rows.slice(from, until + 1)]);
  };
  const toggle = (index: number): void => {
    const row = rows[index];
    if (row === undefined) return;
    anchor.value = index;
    store.select(
      selected[row] ? store.selection.value.filter((each) => each !== row) : [...store.selection.value, row],
    );
  };
  const goTo = (index: number, extend: boolean): void => {
    const next = focus(index);
    store.setHover(rows[next] ?? -1);
    if (extend) selectRange(next);
    else anchor.value = next;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = target(event.key);
    if (next !== null) goTo(next, event.shiftKey);
    else if (event.key === " ") toggle(at);
    else if (event.key === "Enter") store.openRow(rows[at] ?? -1);
    else if (event.key === "Escape" && store.selection.value.length > 0) store.select([]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={body}
      class="jp-Semla-rowTable"
      tabIndex={0}
      role="grid"
      aria-label={`${counted(rows.length, "row")}; Space selects, Enter opens`}
      aria-rowcount={rows.length + 1}
      aria-multiselectable="true"
      aria-activedescendant={rows.length > 0 ? `semla-row-${rows[at] ?? 0}` : undefined}
      data-lm-suppress-shortcuts="true"
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onPointerLeave={() => store.setHover(-1)}
    >
      <div class="jp-Semla-rowTableHead" role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <div
            key={column.key}
            role="columnheader"
            data-column={column.key}
            aria-sort={key !== column.key ? "none" : descending ? "descending" : "ascending"}
          >
            <button
              type="button"
              onClick={() =>
                (order.value = { key: column.key, descending: key === column.key && !descending })
              }
            >
              {column.name}
              {key === column.key && <Icon name={descending ? "caretDown" : "caretUp"} size={12} />}
            </button>
          </div>
        ))}
      </div>
      <div role="rowgroup" style={{ height: `${rows.length * rowHeight}px`, position: "relative" }}>
        {Array.from(rows.subarray(first, last), (row, i) => {
          const index = first + i;
          const wrong = errors[row] === 1;
          const goldName = labelNames[gold?.[row] ?? -1] ?? "";
          const predictedName = labelNames[prediction?.[row] ?? -1] ?? "";
          return (
            <div
              key={row}
              id={`semla-row-${row}`}
              class="jp-Semla-rowTableRow"
              role="row"
              aria-rowindex={index + 2}
              aria-selected={selected[row] === 1}
              data-focused={index === at}
              style={{ transform: `translateY(${index * rowHeight}px)` }}
              onPointerEnter={() => store.setHover(row)}
              onClick={(event) => {
                focus(index);
                if (event.shiftKey) selectRange(index);
                else if (event.ctrlKey || event.metaKey) toggle(index);
                else store.openRow(row);
              }}
            >
              <span role="gridcell" data-column="row">
                {String(ids[row] ?? row)}
              </span>
              <span role="gridcell" data-column="text" title={texts[row]}>
                {texts[row]}
              </span>
              <span role="gridcell" data-column="gold" title={goldName}>
                {labelText(goldName)}
              </span>
              <span role="gridcell" data-column="prediction" title={predictedName} data-error={wrong}>
                {wrong && <Icon name="cross" size={12} />}
                {labelText(predictedName)}
              </span>
              <span role="gridcell" data-column="confidence">
                {confidence ? share(confidence[row] ?? NaN) : ""}
              </span>
            </div>
          );
        })}
      </div>
      {rows.length === 0 && <p class="jp-Semla-mapPlaceholder">No row passes the filters</p>}
    </div>
  );
}
