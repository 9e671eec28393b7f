import { useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { clusterColour } from "../../core";
import { count, counted } from "../parts/format";
import { useSquare } from "./canvas-size";
import { type Cell, cellAt, MOST_LABELS } from "./matrix-content";
import { paintMatrix, type Spot } from "./matrix-paint";
import { MatrixTip } from "./matrix-tip";
import { moved } from "./matrix-keys";
import type { LabelsModel } from "./model";
import { groupName, rowsOfLabel, rowsOfPair } from "./picking";

/** How far from a mark, in px, the pointer still reads it. */
const REACH = 5;

/** Confusion matrix, gold down and predicted across, in the order of the clusters. */
export function Matrix({ model }: { model: LabelsModel }) {
  const { store, figures } = model;
  const labels = figures.matrix.value?.labels.length ?? 0;
  const { diagonal } = store.view.value;
  return (
    <section class="jp-Semla-matrix" aria-label="Confusion matrix">
      <header>
        <h3>Matrix</h3>
        <small title="a row is a gold label, a column a predicted one">gold down</small>
        <label title="Show right predictions, too">
          <input
            type="checkbox"
            checked={diagonal}
            onChange={(event) => store.setView({ diagonal: event.currentTarget.checked })}
          />
          diagonal
        </label>
      </header>
      {labels > MOST_LABELS ? (
        <p class="jp-Semla-note">
          {`The matrix shows up to ${MOST_LABELS} labels; these are ${count(labels)}. Filter to a cluster or some labels to see theirs.`}
        </p>
      ) : (
        <Plane model={model} />
      )}
    </section>
  );
}

function Plane({ model }: { model: LabelsModel }) {
  const { store, figures, picking, lighting } = model;
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSquare(host);
  const cursor = useSignal<Spot | null>(null);
  const pointed = useSignal<Cell | null>(null);
  const said = useSignal("");

  useSignalEffect(() => {
    const content = figures.matrix.value;
    const { side, ratio } = size.value;
    const { theme } = store;
    const [ring, lit] = [store.pair.value, store.emphasis.value?.labels ?? []];
    const [gold = -1, prediction = gold] = lit.map((label) => content?.placeOf[label] ?? -1);
    const look = {
      side: Math.round(side * ratio),
      ratio,
      diagonal: store.view.value.diagonal,
      ring: ring && spotOf(content?.placeOf, ring),
      cursor: cursor.value,
      lit: { rows: gold < 0 ? [] : [gold], columns: prediction < 0 ? [] : [prediction] },
      clusterColour: (cluster: number) => clusterColour(cluster, theme.value),
    };
    const element = canvas.current;
    if (!element || !content) return;
    element.width = element.height = look.side;
    const context = element.getContext("2d");
    if (context) paintMatrix(context, content, { ...look, ...inks(element) });
  });

  const content = figures.matrix.value;
  if (!content) return null;
  const cells = content.cells ?? [];
  const cellOf = (spot: Spot): Cell =>
    cells.find(({ row, column }) => row === spot.row && column === spot.column) ?? {
      ...spot,
      count: 0,
      share: 0,
    };
  const labelsOf = ({ row, column }: Spot) => ({
    gold: content.labels[row] ?? -1,
    prediction: content.labels[column] ?? -1,
  });
  const sentence = (cell: Cell): string => {
    const { gold, prediction } = labelsOf(cell);
    return `gold ${groupName(store, gold)}, predicted ${groupName(store, prediction)}: ${counted(cell.count, "row")}`;
  };
  const light = (spot: Spot): void => {
    const pair = labelsOf(spot);
    if (pair.gold === pair.prediction)
      lighting.light(() => ({ rows: rowsOfLabel(store, pair.gold), labels: [pair.gold] }));
    else lighting.light(() => ({ rows: rowsOfPair(store, pair), labels: [pair.gold, pair.prediction] }));
  };
  const pick = (cell: Cell): void => {
    if (cell.count === 0) return;
    const pair = labelsOf(cell);
    if (pair.gold === pair.prediction) picking.pickLabel(pair.gold);
    else picking.pickPair(pair);
  };
  const point = (cell: Cell | null): void => {
    if (cell === pointed.value) return;
    pointed.value = cell;
    if (cell) light(cell);
    else lighting.fade();
  };
  const under = (event: MouseEvent): Cell | null => {
    const box = canvas.current?.getBoundingClientRect();
    if (!box || size.value.side === 0) return null;
    const pitch = size.value.side / content.labels.length;
    const [x, y] = [(event.clientX - box.left) / pitch, (event.clientY - box.top) / pitch];
    return cellAt(cells, x, y, REACH / pitch, store.view.value.diagonal);
  };
  const goTo = (spot: Spot): void => {
    cursor.value = spot;
    pointed.value = null;
    said.value = sentence(cellOf(spot));
    light(spot);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const from = cursor.value ?? start();
    const to = moved(from, event.key, event.shiftKey, content, store.view.value.diagonal);
    if (to) goTo(to);
    else if (event.key === "Enter" || event.key === " ") pick(cellOf(from));
    else if (event.key.toLowerCase() === "f" && from.row !== from.column && !event.ctrlKey && !event.metaKey)
      picking.filterPair(labelsOf(from));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  /** The pair that is picked, else the largest confusion. */
  const start = (): Spot => {
    const ring = store.pair.value && spotOf(content.placeOf, store.pair.value);
    const errors = cells.filter(({ row, column }) => row !== column);
    return ring ?? errors.toSorted((a, b) => b.count - a.count)[0] ?? { row: 0, column: 0 };
  };

  const shown = cursor.value ? cellOf(cursor.value) : pointed.value;
  const { side } = size.value;
  return (
    <div
      ref={host}
      class="jp-Semla-matrixPlane"
      role="application"
      tabIndex={0}
      aria-label={`Matrix of ${counted(content.labels.length, "label")}, gold down, predicted across. Arrow keys move, with Shift to the next rows, Enter picks, F filters.`}
      onKeyDown={onKeyDown}
      onFocus={() => {
        if (host.current?.matches(":focus-visible")) goTo(start());
      }}
      onBlur={() => {
        cursor.value = null;
        lighting.fade();
      }}
    >
      <canvas
        ref={canvas}
        style={{ width: `${side}px`, height: `${side}px`, cursor: pointed.value ? "pointer" : "default" }}
        onPointerMove={(event) => point(under(event))}
        onPointerLeave={() => point(null)}
        onPointerDown={() => (cursor.value = null)}
        onClick={(event) => {
          const cell = under(event);
          if (cell) pick(cell);
        }}
      />
      {shown && (
        <MatrixTip
          model={model}
          pair={labelsOf(shown)}
          cell={shown}
          near={canvas}
          place={{
            x: ((shown.column + 0.5) * side) / content.labels.length,
            y: ((shown.row + 0.5) * side) / content.labels.length,
          }}
        />
      )}
      <p class="jp-Semla-announcer" role="status">
        {said.value}
      </p>
    </div>
  );
}

function spotOf(
  placeOf: Int32Array | undefined,
  pair: { readonly gold: number; readonly prediction: number },
): Spot | null {
  const [row, column] = [placeOf?.[pair.gold] ?? -1, placeOf?.[pair.prediction] ?? -1];
  return row < 0 || column < 0 ? null : { row, column };
}

/** Colours of the present theme, from the style sheet. */
function inks(element: HTMLElement) {
  const style = getComputedStyle(element);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return {
    font: style.fontFamily,
    ground: of("--semla-fill"),
    ink: of("--semla-ink"),
    line: of("--semla-line-strong"),
    brand: of("--semla-brand"),
  };
}
