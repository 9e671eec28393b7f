import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Sides, Store } from "../../client";
import type { Change, Rows } from "../../core";
import { count, counted, labelText } from "../parts/format";
import { Group } from "../parts/group";
import { Icon } from "../parts/icons";
import { Dot } from "../parts/label-name";
import { rowHeight, useRowWindow } from "../parts/row-window";
import { changedRows, type ChangeKind, changeKinds, changeWords } from "./kinds";

/** The rows that a second model fixes, breaks, or takes for something else, with both predictions. */
export function Changes({ store, sides }: { store: Store; sides: Sides }) {
  const kind = useSignal<ChangeKind>("all");
  const found = useComputed(() => changedRows(store));
  if (!found.value)
    return (
      <p class="jp-Semla-empty">
        {store.second.value?.error ??
          (store.gold.value
            ? "Changes appear once the second model has predicted every row."
            : "Changes need gold labels: pass label= to explore.")}
      </p>
    );
  const rows = found.value[kind.value];
  const selected = store.selection.value.length > 0;
  return (
    <div class="jp-Semla-changes">
      <header>
        <h3>Changes {selected && <small>in the selection</small>}</h3>
        <Group class="jp-Semla-segments" name="Changes to list" axis="horizontal">
          {changeKinds.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={kind.value === each}
              onClick={() => (kind.value = each)}
            >
              {changeWords[each]} <span>{count(found.value?.[each].length ?? 0)}</span>
            </button>
          ))}
        </Group>
        <span class="jp-Semla-space" />
        {kind.value !== "all" && (
          <button
            type="button"
            class="jp-Semla-link"
            onClick={() => store.refine({ change: [kind.value as Change] })}
          >
            Filter to these
          </button>
        )}
        <button
          type="button"
          class="jp-Semla-link"
          disabled={rows.length === 0}
          title="Selects these rows: ex.selected in the next cell"
          onClick={() => store.select(rows)}
        >
          Select
        </button>
      </header>
      {rows.length === 0 ? (
        <p class="jp-Semla-empty">{selected ? "None in the selection." : "None among the rows shown."}</p>
      ) : (
        <Table store={store} sides={sides} rows={rows} />
      )}
    </div>
  );
}

/** Only the rows in view are in the page. */
function Table({ store, sides, rows }: { store: Store; sides: Sides; rows: Rows }) {
  const height = useSignal(200);
  const { body, onScroll, first, last, at, focus, target } = useRowWindow(
    rows.length,
    height.value,
    rowHeight,
  );
  useEffect(() => {
    const element = body.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => (height.value = element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [body, height]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const next = target(event.key);
    if (next !== null) store.setHover(rows[focus(next)] ?? -1);
    else if (event.key === "Enter") store.openRow(rows[at] ?? -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={body}
      class="jp-Semla-changeTable"
      role="grid"
      tabIndex={0}
      aria-label={`${counted(rows.length, "row")}; Enter opens`}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={`semla-change-${rows[at] ?? 0}`}
      data-lm-suppress-shortcuts="true"
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onPointerLeave={() => store.setHover(-1)}
    >
      <div class="jp-Semla-changeHead" role="row" aria-rowindex={1}>
        <span role="columnheader">change</span>
        <span role="columnheader">text</span>
        <span role="columnheader">gold</span>
        <span role="columnheader">
          predicted by <b data-side="a">A</b>
        </span>
        <span role="columnheader">
          predicted by <b data-side="b">B</b>
        </span>
      </div>
      <div role="rowgroup" style={{ height: `${rows.length * rowHeight}px`, position: "relative" }}>
        {Array.from(rows.subarray(first, last), (row, i) => (
          <Line
            key={row}
            store={store}
            sides={sides}
            row={row}
            index={first + i}
            focused={first + i === at}
            onOpen={() => {
              focus(first + i);
              store.openRow(row);
            }}
          />
        ))}
      </div>
    </div>
  );
}

function Line(options: {
  store: Store;
  sides: Sides;
  row: number;
  index: number;
  focused: boolean;
  onOpen: () => void;
}) {
  const { store, sides, row, index, focused, onOpen } = options;
  const change = store.change.value;
  const name = change?.names[change.codes[row] ?? -1] as Change;
  const text = store.dataset.value?.texts[row] ?? "";
  return (
    <div
      id={`semla-change-${row}`}
      class="jp-Semla-changeRow"
      role="row"
      aria-rowindex={index + 2}
      data-focused={focused}
      style={{ transform: `translateY(${index * rowHeight}px)` }}
      onPointerEnter={() => store.setHover(row)}
      onClick={onOpen}
    >
      <span role="gridcell" class="jp-Semla-changeKind" data-change={name}>
        <Icon name={name === "fixed" ? "tick" : "cross"} size={12} /> {changeWords[name]}
      </span>
      <span role="gridcell" title={text}>
        {text}
      </span>
      <Label side={sides.a} codes={sides.a.gold.value?.codes} row={row} />
      <Label side={sides.a} codes={sides.a.prediction.value?.codes} row={row} judged />
      <Label side={sides.b} codes={sides.b.prediction.value?.codes} row={row} judged />
    </div>
  );
}

/** A label with its dot; a wrong prediction has a cross instead. */
function Label(options: { side: Store; codes: Int32Array | undefined; row: number; judged?: boolean }) {
  const { side, codes, row, judged = false } = options;
  const code = codes?.[row] ?? -1;
  const name = side.columns.value.labelNames[code] ?? "";
  const wrong = judged && side.errors.value[row] === 1;
  return (
    <span role="gridcell" title={name} data-wrong={wrong}>
      {wrong ? <Icon name="cross" size={12} /> : <Dot colour={side.labelColours.value[code]} />}{" "}
      {labelText(name)}
    </span>
  );
}
