/** The tabs: beside the map, in a drawer below it, or one at a time with it. */
import type { Store, Tab } from "../../client";
import { Changes } from "../compare/changes";
import { drawerHeight, possibleDrawers, shownDrawer } from "../explorer/layout";
import { Labels } from "../labels";
import { Icon } from "../parts/icons";
import { IconButton } from "../parts/icon-button";
import { Sample } from "../sample";
import { GroupAccuracy, Words } from "../words";
import { DrawerHandle } from "./drawer-handle";
import { TabList } from "./tabs";

/** What there is wherever there are tabs. */
export const tabs = [
  { tab: "words", name: "Words" },
  { tab: "labels", name: "Labels" },
  { tab: "sample", name: "Sample" },
] as const;

/** Where the maps leave no room below them, the changes of a comparison are a tab. */
function narrowTabs(store: Store): readonly { readonly tab: Tab; readonly name: string }[] {
  return compared(store) ? [...tabs, { tab: "changes", name: "Changes" }] : tabs;
}

function compared(store: Store): boolean {
  return store.sides.value?.kind === "models" && store.view.value.compare;
}

/** Beside the map. */
export function SideColumn({ store, width }: { store: Store; width: number }) {
  const { tab: wanted } = store.view.value;
  const tab = wanted === "changes" ? "words" : wanted;
  return (
    <section class="jp-Semla-column" style={{ width: `${width}px` }}>
      <div class="jp-Semla-tabs">
        <TabList tabs={tabs} current={tab} onOpen={(next) => store.setView({ tab: next })} />
        <span class="jp-Semla-space" />
        <IconButton
          icon={<Icon name="column" />}
          name="Hide the side column"
          onClick={() => store.setView({ column: false })}
        />
      </div>
      <Panel store={store} tab={tab} />
    </section>
  );
}

/** Below the map, in an explorer of `height` px. */
export function Drawer({ store, height }: { store: Store; height: number }) {
  const tab = narrowTab(store);
  const { drawer: wanted } = store.view.value;
  const possible = possibleDrawers(height);
  const drawer = shownDrawer(wanted, height);
  const open = (next: Tab): void =>
    store.setView({ tab: next, drawer: drawer === "tabs" ? (possible[1] ?? "full") : drawer });
  return (
    <section
      class="jp-Semla-drawer"
      data-drawer={drawer}
      style={drawer === "part" ? { height: `${drawerHeight(height)}px` } : undefined}
    >
      <DrawerHandle
        drawer={drawer}
        possible={possible}
        onChange={(next) => store.setView({ drawer: next })}
      />
      <div class="jp-Semla-tabs">
        <TabList tabs={narrowTabs(store)} current={tab} onOpen={open} />
        <span class="jp-Semla-space" />
        {drawer !== "tabs" && tab === "words" && <GroupAccuracy store={store} />}
      </div>
      {drawer !== "tabs" && <Panel store={store} tab={tab} />}
    </section>
  );
}

const MAP = { tab: "map", name: "Map" } as const;

/** Where only one thing fits: the map is a tab like the others. */
export function SingleTabs({ store }: { store: Store }) {
  const tab = narrowTab(store);
  const { front } = store.view.value;
  return (
    <div class="jp-Semla-tabs">
      <TabList<Tab | "map">
        tabs={[MAP, ...narrowTabs(store)]}
        current={front === "map" ? "map" : tab}
        onOpen={(next) => store.setView(next === "map" ? { front: "map" } : { front: "column", tab: next })}
      />
    </div>
  );
}

/** What the tab of `SingleTabs` shows, when it is not the map. */
export function SinglePane({ store }: { store: Store }) {
  return <Panel store={store} tab={narrowTab(store)} />;
}

function narrowTab(store: Store): Tab {
  const { tab } = store.view.value;
  return tab === "changes" && !compared(store) ? "words" : tab;
}

/** What a tab shows. */
export function Panel({ store, tab }: { store: Store; tab: Tab }) {
  const sides = store.sides.value;
  return (
    <div
      class="jp-Semla-panel"
      role="tabpanel"
      aria-label={narrowTabs(store).find((entry) => entry.tab === tab)?.name}
    >
      {tab === "words" && <Words store={store} />}
      {tab === "labels" && <Labels store={store} />}
      {tab === "sample" && <Sample store={store} />}
      {tab === "changes" && sides && <Changes store={store} sides={sides} />}
    </div>
  );
}
