import type { ReadonlySignal, Signal } from "@preact/signals";
import type { Store, Tab } from "../../client";
import { Errors, Figures } from "../bar/figures";
import { Chips } from "../chips";
import { Panel, tabs } from "../column";
import { TabList } from "../column/tabs";
import { isTextField, undoKey } from "../explorer/keys";
import { Status } from "../status";

export type PanelTab = Exclude<Tab, "changes">;

interface Options {
  readonly store: Store;
  readonly tab: Signal<PanelTab>;
  readonly hasChips: ReadonlySignal<boolean>;
}

/** Figures, chips, tabs and status: what an explorer shows round its map. */
export function SidePanel({ store, tab, hasChips }: Options) {
  const onKeyDown = (event: KeyboardEvent): void => {
    // letters are shortcuts of a notebook in its command mode
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
    if (event.defaultPrevented || isTextField(event.target)) return;
    const undoing = undoKey(event);
    if (undoing) {
      store.history[undoing]();
      event.stopPropagation();
    } else if (event.key === "Escape") store.select([]);
    else return;
    event.preventDefault();
  };
  return (
    <div
      class="jp-Semla"
      role="region"
      aria-label="SemLa panel"
      tabIndex={-1}
      data-theme={store.theme.value}
      data-layout="panel"
      data-lm-suppress-shortcuts="true"
      onKeyDown={onKeyDown}
    >
      <div class="jp-Semla-panelBar">
        <Figures store={store} roomy={false} />
        <span class="jp-Semla-space" />
        <Errors store={store} compact />
      </div>
      {hasChips.value && <Chips store={store} />}
      <div class="jp-Semla-tabs">
        <TabList
          tabs={tabs}
          current={tab.value}
          onOpen={(next) => {
            tab.value = next;
          }}
        />
      </div>
      <Panel store={store} tab={tab.value} />
      <Status store={store} />
    </div>
  );
}
