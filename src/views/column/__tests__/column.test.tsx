/** @jest-environment jsdom */
import { focused, show } from "../../__tests__/screen";
import { describe, expect, test } from "@jest/globals";
import { filledStore } from "../../../client/__tests__/filled-store";
import { Drawer, SideColumn, SingleTabs } from "..";

describe("tabs", () => {
  test("open by arrow keys round and round, as one tab stop", async () => {
    const store = filledStore();
    const screen = show(<SideColumn store={store} width={400} />);
    screen.control("Words").focus();
    await screen.press("ArrowLeft");
    expect(focused()).toBe("Sample");
    expect(store.view.value.tab).toBe("sample");
    await screen.press("Home");
    expect(store.view.value.tab).toBe("words");
    expect(screen.texts("[role='tab'][tabindex='0']")).toEqual(["Words"]);
    expect(screen.all("[role='tabpanel'][aria-label='Words']")).toHaveLength(1);
  });
});

describe("the drawer", () => {
  test("goes round through its heights, and by arrow keys one step", async () => {
    const store = filledStore();
    const screen = show(<Drawer store={store} height={640} />);
    await screen.click("Drawer: two fifths of the height");
    expect(store.view.value.drawer).toBe("full");
    await screen.click("Drawer: full height");
    expect(store.view.value.drawer).toBe("tabs");
    expect(screen.all("[role='tabpanel']")).toHaveLength(0);
    screen.control("Drawer: tabs only").focus();
    await screen.press("ArrowUp");
    expect(store.view.value.drawer).toBe("part");
  });

  test("opens with the tab that is chosen", async () => {
    const store = filledStore();
    store.setView({ drawer: "tabs" });
    const screen = show(<Drawer store={store} height={640} />);
    await screen.click("Labels");
    expect(store.view.value).toMatchObject({ tab: "labels", drawer: "part" });
  });

  test("is shut or full where half open would leave the map too little", async () => {
    const store = filledStore();
    const screen = show(<Drawer store={store} height={420} />);
    expect(screen.all("[role='tabpanel']")).toHaveLength(0);
    await screen.click("Words");
    expect(store.view.value.drawer).toBe("full");
    expect(screen.all("[role='tabpanel']")).toHaveLength(1);
  });
});

describe("one thing at a time", () => {
  test("has the map as a tab", async () => {
    const store = filledStore();
    const screen = show(<SingleTabs store={store} />);
    expect(screen.texts("[aria-selected='true']")).toEqual(["Map"]);
    await screen.click("Labels");
    expect(store.view.value).toMatchObject({ front: "column", tab: "labels" });
    await screen.click("Map");
    expect(store.view.value).toMatchObject({ front: "map", tab: "labels" });
  });
});
