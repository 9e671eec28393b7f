import type { Signal } from "@preact/signals";
import type { Drawer, Store, Tab } from "../../client";
import type { Layout } from "../explorer/layout";
import { Labels } from "../labels";
import { Icon } from "../parts/icons";
import { IconButton } from "../parts/icon-button";
import { Sample } from "../sample";
import { Words } from "../words";

const tabs: readonly { readonly tab: Tab; readonly name: string }[] = [
  { tab: "words", name: "Words" },
  { tab: "labels", name: "Labels" },
  { tab: "sample", name: "Sample" },
];

/** The tabs beside the map, or in a drawer below it where the screen is narrow. */
export function Column({ store, layout }: { store: Store; layout: Signal<Layout> }) {
  const { tab, drawer } = store.view.value;
  const inDrawer = layout.value === "narrow" || layout.value === "single";
  const body = !inDrawer || drawer !== "tabs";
  return (
    <section class="jp-Semla-column" aria-label="Details" data-drawer={inDrawer ? drawer : undefined}>
      {inDrawer && <Handle store={store} drawer={drawer} />}
      <div class="jp-Semla-tabs">
        <TabList store={store} tab={tab} />
        <span class="jp-Semla-space" />
        {!inDrawer && (
          <IconButton
            icon={<Icon name="column" />}
            name="Hide the side column"
            onClick={() => store.setView({ column: false })}
          />
        )}
      </div>
      {body && (
        <div
          class="jp-Semla-panel"
          role="tabpanel"
          aria-label={tabs.find((entry) => entry.tab === tab)?.name}
        >
          {tab === "words" && <Words store={store} />}
          {tab === "labels" && <Labels store={store} />}
          {tab === "sample" && <Sample store={store} />}
        </div>
      )}
    </section>
  );
}

function TabList({ store, tab }: { store: Store; tab: Tab }) {
  const open = (next: Tab): void => {
    const { drawer } = store.view.value;
    store.setView({ tab: next, drawer: drawer === "tabs" ? "part" : drawer });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = tabs.findIndex((entry) => entry.tab === tab) + step + tabs.length;
    const next = tabs[at % tabs.length];
    if (next) open(next.tab);
    const list = event.currentTarget as HTMLElement;
    list.querySelectorAll<HTMLElement>('[role="tab"]')[at % tabs.length]?.focus();
    event.stopPropagation();
  };
  return (
    <div role="tablist" aria-label="Details" onKeyDown={onKeyDown}>
      {tabs.map((entry) => (
        <button
          key={entry.tab}
          type="button"
          role="tab"
          aria-selected={entry.tab === tab}
          tabIndex={entry.tab === tab ? 0 : -1}
          onClick={() => open(entry.tab)}
        >
          {entry.name}
        </button>
      ))}
    </div>
  );
}

const larger: Record<Drawer, Drawer> = { tabs: "part", part: "full", full: "tabs" };
const drawerNames: Record<Drawer, string> = {
  tabs: "tabs only",
  part: "two fifths of the height",
  full: "full height",
};

function Handle({ store, drawer }: { store: Store; drawer: Drawer }) {
  return (
    <button
      type="button"
      class="jp-Semla-handle"
      title={`Details: ${drawerNames[drawer]}. Click for ${drawerNames[larger[drawer]]}.`}
      aria-label={`Details: ${drawerNames[drawer]}`}
      onClick={() => store.setView({ drawer: larger[drawer] })}
    />
  );
}
