import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Store } from "../../client";
import { Bar } from "../bar";
import { Chips } from "../chips";
import { Column } from "../column";
import { Resizer } from "../column/resizer";
import { mountMap } from "../map";
import { Icon } from "../parts/icons";
import { IconButton } from "../parts/icon-button";
import { Status } from "../status";
import { Help } from "./help";
import { HeightHandle } from "./height-handle";
import { columnWidth, type Layout, MIN_HEIGHT } from "./layout";

export function App({
  store,
  width,
  layout,
}: {
  store: Store;
  width: Signal<number>;
  layout: Signal<Layout>;
}) {
  const help = useSignal(false);
  const root = useRef<HTMLDivElement>(null);
  const { height, column, tab, columnWidth: dragged } = store.view.value;
  const side = layout.value === "wide" || layout.value === "medium";
  const sideWidth = columnWidth(tab, width.value, dragged[tab]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLInputElement) return;
    if (event.key === "/") root.current?.querySelector<HTMLElement>('[data-key="/"]')?.focus();
    else if (event.key === "?") help.value = !help.value;
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={root}
      class="jp-Semla"
      data-theme={store.theme.value}
      data-layout={layout.value}
      data-lm-suppress-shortcuts="true"
      style={{ height: `${Math.max(MIN_HEIGHT, height)}px` }}
      onKeyDown={onKeyDown}
    >
      <Bar store={store} layout={layout} onHelp={() => (help.value = true)} />
      <Chips store={store} />
      <div class="jp-Semla-main">
        <Map store={store} />
        {side && column && <Resizer store={store} width={sideWidth} />}
        {side && column && (
          <div class="jp-Semla-side" style={{ width: `${sideWidth}px` }}>
            <Column store={store} layout={layout} />
          </div>
        )}
        {side && !column && (
          <div class="jp-Semla-folded">
            <IconButton
              icon={<Icon name="column" />}
              name="Show the side column"
              onClick={() => store.setView({ column: true })}
            />
          </div>
        )}
        {!side && <Column store={store} layout={layout} />}
      </div>
      <Status store={store} />
      <HeightHandle store={store} />
      {help.value && <Help onClose={() => (help.value = false)} />}
    </div>
  );
}

function Map({ store }: { store: Store }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return undefined;
    const map = mountMap(place.current, store);
    return () => map.dispose();
  }, [store]);
  return <div class="jp-Semla-mapPlace" ref={place} />;
}
