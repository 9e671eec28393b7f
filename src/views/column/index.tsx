/** The tabs: beside the map, in a drawer below it, or one at a time with it. */
import type { Store, Tab } from "../../client";
import { drawerHeight, possibleDrawers, shownDrawer } from "../explorer/layout";
import { Labels } from "../labels";
import { Icon } from "../parts/icons";
import { IconButton } from "../parts/icon-button";
import { Sample } from "../sample";
import { GroupAccuracy, Words } from "../words";
import { DrawerHandle } from "./drawer-handle";
import { TabList } from "./tabs";

const tabs: readonly { readonly tab: Tab; readonly name: string }[] = [
  { tab: "words", name: "Words" },
  { tab: "labels", name: "Labels" },
  { tab: "sample", name: "Sample" },
];

/** Beside the map. */
export function SideColumn({ store, width }: { store: Store; width: number }) {
  const { tab } = store.view.value;
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
      <Panel store={store} />
    </section>
  );
}

/** Below the map, in an explorer of `height` px. */
export function Drawer({ store, height }: { store: Store; height: number }) {
  const { tab, drawer: wanted } = store.view.value;
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
        <TabList tabs={tabs} current={tab} onOpen={open} />
        <span class="jp-Semla-space" />
        {drawer !== "tabs" && tab === "words" && <GroupAccuracy store={store} />}
      </div>
      {drawer !== "tabs" && <Panel store={store} />}
    </section>
  );
}

const MAP = { tab: "map", name: "Map" } as const;

/** Where only one thing fits: the map is a tab like the others. */
export function SingleTabs({ store }: { store: Store }) {
  const { tab, front } = store.view.value;
  return (
    <div class="jp-Semla-tabs">
      <TabList<Tab | "map">
        tabs={[MAP, ...tabs]}
        current={front === "map" ? "map" : tab}
        onOpen={(next) => store.setView(next === "map" ? { front: "map" } : { front: "column", tab: next })}
      />
    </div>
  );
}

/** What the tab of `SingleTabs` shows, when it is not the map. */
export function SinglePane({ store }: { store: Store }) {
  return <Panel store={store} />;
}

function Panel({ store }: { store: Store }) {
  const { tab } = store.view.value;
  return (
    <div
      class="jp-Semla-panel"
      role="tabpanel"

      aria-label={tabs.find((entry) => entry.tab === tab)?.name}
    >
      {tab === "words" && <Words store={store} />}
      {tab === "labels" && <Labels store={store} />}
      {tab === "sample" && <Sample store={store} />}
    </div>
  );
}
