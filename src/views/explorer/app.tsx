import type { ReadonlySignal } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import type { Store } from "../../client";
import { Bar } from "../bar";
import { Chips } from "../chips";
import { Drawer, SideColumn, SinglePane, SingleTabs } from "../column";
import { Comparison } from "../compare";
import { Edge } from "../parts/edge";
import { Icon } from "../parts/icons";
import { IconButton } from "../parts/icon-button";
import { Announcer, Notice, Status } from "../status";
import { Help } from "./help";
import { MapPlace } from "./map-place";
import { isTextField, undoKey } from "./keys";
import { columnWidth, type Layout, MIN_COLUMN, MIN_HEIGHT, widestColumn } from "./layout";

const MAX_HEIGHT = 2000;

interface Options {
  readonly store: Store;
  /** Of the explorer, in px. */
  readonly width: ReadonlySignal<number>;
  /** Height in px of the element that is filled; null where the explorer has a height of its own. */
  readonly filled: ReadonlySignal<number> | null;
  readonly layout: ReadonlySignal<Layout>;
  readonly hasChips: ReadonlySignal<boolean>;
}

/** The frame of the screen, as `look.md` arranges it by width. */
export function App({ store, width, filled, layout, hasChips }: Options) {
  const [help, setHelp] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const height = filled ? filled.value : Math.max(MIN_HEIGHT, store.view.value.height);
  const { front } = store.view.value;
  const single = layout.value === "single";
  const side = layout.value === "wide" || layout.value === "medium";

  const onKeyDown = (event: KeyboardEvent): void => {
    // in a notebook's command mode letters delete cells, and arrows leave the slider that has the focus
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
    if (event.defaultPrevented) return;
    if (isTextField(event.target)) return;
    const undoing = undoKey(event);
    if (undoing) {
      store.history[undoing]();
      // the notebook would undo a cell
      event.stopPropagation();
    } else if (event.target instanceof HTMLInputElement) return;
    else if (event.key === "/") openSearch(root.current);
    else if (event.key === "?") setHelp(!help);
    else if (event.key === "Escape") store.select([]);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={root}
      class="jp-Semla"
      role="region"
      aria-label="SemLa explorer"
      tabIndex={-1}
      data-theme={store.theme.value}
      data-layout={layout.value}
      data-lm-suppress-shortcuts="true"
      data-fill={filled !== null}
      {...(!filled && { style: { height: `${height}px` } })}
      onKeyDown={onKeyDown}
    >
      <Bar store={store} layout={layout} onHelp={() => setHelp(true)} />
      {hasChips.value && <Chips store={store} />}
      {single && <SingleTabs store={store} />}
      <div class="jp-Semla-main" data-front={single ? front : undefined}>
        <Maps store={store} few={!side} />
        {side && <Side store={store} width={width.value} />}
        {layout.value === "narrow" && <Drawer store={store} height={height} />}
        {single && front === "column" && <SinglePane store={store} />}
      </div>
      <Status store={store} />
      <Announcer store={store} />
      {!filled && (
        <Edge
          class="jp-Semla-heightEdge"
          name="Height of the explorer"
          axis="y"
          direction={1}
          size={height}
          min={MIN_HEIGHT}
          max={MAX_HEIGHT}
          onChange={(next) => store.setView({ height: next })}
        />
      )}
      {help && <Help onClose={() => setHelp(false)} />}
    </div>
  );
}

/** One map, or the two of a comparison. */
function Maps({ store, few }: { store: Store; few: boolean }) {
  const sides = store.sides.value;
  return (
    <div class="jp-Semla-mapFrame">
      {sides && store.view.value.compare ? (
        <Comparison store={store} sides={sides} single={few} />
      ) : (
        <MapPlace store={store} />
      )}
      <Notice store={store} />
    </div>
  );
}

function Side({ store, width }: { store: Store; width: number }) {
  const { column, tab, columnWidth: dragged } = store.view.value;
  if (!column) {
    return (
      <div class="jp-Semla-folded">
        <IconButton
          icon={<Icon name="column" />}
          name="Show the side column"
          onClick={() => store.setView({ column: true })}
        />
      </div>
    );
  }
  const size = columnWidth(tab, width, dragged[tab]);
  return (
    <>
      <Edge
        class="jp-Semla-columnEdge"
        name="Width of the side column"
        axis="x"
        direction={-1}
        size={size}
        min={MIN_COLUMN}
        max={widestColumn(width)}
        onChange={(next) => store.setView({ columnWidth: { ...dragged, [tab]: next } })}
      />
      <SideColumn store={store} width={size} />
    </>
  );
}

function openSearch(root: HTMLElement | null): void {
  const search = root?.querySelector<HTMLElement>('[data-key="/"]');
  search?.focus();
  if (search instanceof HTMLInputElement) search.select();
  // where the bar is short the field is behind a button
  if (search instanceof HTMLButtonElement) search.click();
}
