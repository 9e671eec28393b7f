import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Store } from "../../client";
import { Icon } from "../parts/icons";
import { LabelName } from "../parts/label-name";
import { useRoving } from "../parts/roving";
import { Tracks } from "../parts/tracks";
import { useAsked } from "./asked";
import type { Explanation } from "./explanation";
import { Failed } from "../parts/failed";

/** Rows before "n more". */
const FIRST = 5;

interface Near {
  readonly rows: ArrayLike<number>;
  readonly similarity: ArrayLike<number>;
}

/** The rows nearest to this one, or to the edited text, with their labels and where these disagree. */
export function Neighbours({ explanation }: { explanation: Explanation }) {
  const { store, row, edited, prediction, reading } = explanation;
  const known = store.columns.value.positions !== null || store.summary.value !== null;
  const asked = useAsked<Near>(store, known && !edited ? `neighbours ${row}` : null, (signal) =>
    store.compute.neighbours(row, signal),
  );
  const every = useSignal(false);
  const table = useRef<HTMLTableElement>(null);
  useRoving(table, "vertical");
  useEffect(() => () => store.setHover(-1), [store, row]);
  const answer = edited ? prediction.value : null;
  const near: Near | null = answer
    ? { rows: answer.neighbours.data, similarity: answer.similarity.data }
    : asked.value;
  const failed = edited ? null : asked.failed;
  if (!known || (!edited && asked.current && !near)) return null;
  const found = near
    ? Array.from({ length: near.rows.length }, (_, i) => ({
        row: near.rows[i] ?? -1,
        cosine: near.similarity[i] ?? NaN,
      })).filter((each) => each.row >= 0 && each.row < store.rows.value && (edited || each.row !== row))
    : [];
  const label = edited ? (reading?.label ?? -1) : labelOf(store, row);
  const others = found.filter((each) => disagrees(store, each.row, label)).length;
  const split = store.dataset.value?.split;
  const shown = every.value ? found : found.slice(0, FIRST);
  const current = edited ? prediction.current : asked.current;
  return (
    <section class="jp-Semla-neighbours" aria-busy={near !== null && !current && !failed}>
      <header class="jp-Semla-sectionHead">
        <h3>Nearest rows</h3>
        {near && label >= 0 && (
          <small>
            {others === 0 ? "all have" : `${others} of ${found.length} have another label than`}{" "}
            {edited ? "the label read" : store.gold.value ? "its gold label" : "its label"}
          </small>
        )}
      </header>
      {failed && <Failed message={failed} onRetry={asked.retry} />}
      {!near && !failed && <Tracks rows={FIRST} />}
      <table ref={table} data-split={Boolean(split)}>
        {near && (
          <thead>
            <tr>
              <th scope="col">row</th>
              <th scope="col">text</th>
              {split && <th scope="col">split</th>}
              <th scope="col">gold</th>
              <th scope="col">predicted</th>
              <th scope="col">cosine</th>
            </tr>
          </thead>
        )}
        <tbody>
          {shown.map((each) => (
            <Neighbour key={each.row} {...{ store, label }} {...each} />
          ))}
        </tbody>
      </table>
      {found.length > FIRST && (
        <button type="button" class="jp-Semla-link" onClick={() => (every.value = !every.value)}>
          {every.value ? "Fewer" : `${found.length - FIRST} more`}
        </button>
      )}
    </section>
  );
}

function Neighbour(options: { store: Store; row: number; label: number; cosine: number }) {
  const { store, row, label, cosine } = options;
  const gold = store.gold.value?.codes[row] ?? -1;
  const predicted = store.prediction.value?.codes[row] ?? -1;
  const split = store.dataset.value?.split;
  const text = store.dataset.value?.texts[row] ?? "";
  const wrong = store.errors.value[row] === 1;
  const hover = (): void => store.setHover(row);
  const leave = (): void => store.setHover(-1);
  const mark = disagrees(store, row, label) && (
    <span
      class="jp-Semla-disagrees"
      role="img"
      aria-label="another label"
      title="Another label than this text's"
    >
      ≠
    </span>
  );
  return (
    <tr onPointerEnter={hover} onPointerLeave={leave}>
      <td class="jp-Semla-quiet">{String(store.dataset.value?.ids[row] ?? row)}</td>
      <th scope="row">
        <button
          type="button"
          class="jp-Semla-ellipsis"
          title={text}
          dir="auto"
          onClick={() => store.openRow(row)}
          onFocus={hover}
          onBlur={leave}
        >
          {text || "(empty text)"}
        </button>
      </th>
      {split && <td>{split.names[split.codes[row] ?? -1] ?? ""}</td>}
      <td>
        {gold >= 0 ? (
          <span class="jp-Semla-marked">
            <LabelName store={store} label={gold} />
            {mark}
          </span>
        ) : (
          <span class="jp-Semla-quiet">none</span>
        )}
      </td>
      <td data-wrong={wrong}>
        {predicted >= 0 && (
          <span class="jp-Semla-marked">
            {wrong && <Icon name="cross" size={12} />}
            <LabelName store={store} label={predicted} />
            {gold < 0 && mark}
          </span>
        )}
      </td>
      <td class="jp-Semla-number">{cosine.toFixed(3).replace(/^(-?)0/, "$1")}</td>
    </tr>
  );
}

/** A row's gold label, else its prediction. */
function labelOf(store: Store, row: number): number {
  const gold = store.gold.value?.codes[row] ?? -1;
  return gold >= 0 ? gold : (store.prediction.value?.codes[row] ?? -1);
}

function disagrees(store: Store, row: number, label: number): boolean {
  const other = labelOf(store, row);
  return label >= 0 && other >= 0 && other !== label;
}
