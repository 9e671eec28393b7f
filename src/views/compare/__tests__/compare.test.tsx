/** @jest-environment jsdom */
import { show } from "../../__tests__/screen";
import { describe, expect, test } from "@jest/globals";
import { act } from "preact/test-utils";
import type { Store } from "../../../client";
import { addSecond, filledStore } from "../../../client/__tests__/filled-store";
import { Changes } from "../changes";

function comparing(): { store: Store; changes: () => ReturnType<typeof show> } {
  const store = filledStore();
  addSecond(store);
  return {
    store,
    changes: () => {
      const sides = store.sides.value;
      if (!sides) throw new Error("nothing is compared");
      return show(<Changes store={store} sides={sides} />);
    },
  };
}

describe("the changes of a second model", () => {
  test("are listed with what each model said, broken ones first", () => {
    const { changes } = comparing();
    const screen = changes();
    expect(screen.texts(".jp-Semla-changeRow")).toEqual([
      "brokenmy card has not arrived card arrival card arrival top up",
      "other errorcard top up top up card arrival exchange rate",
      "fixedcard payment failed card arrival top up card arrival",
    ]);
  });

  test("are counted by kind, and one kind is listed and filtered to", async () => {
    const { store, changes } = comparing();
    const screen = changes();
    expect(screen.texts(".jp-Semla-segments button")).toEqual([
      "all 3",
      "fixed 1",
      "broken 1",
      "other error 1",
      "still wrong 0",
    ]);
    await screen.click("fixed");
    expect(screen.all(".jp-Semla-changeRow")).toHaveLength(1);
    await screen.click("Filter to these");
    expect(store.filter.value).toEqual({ change: ["fixed"] });
  });

  test("are those of the selection where there is one", async () => {
    const { store, changes } = comparing();
    store.select([1, 3]);
    const screen = changes();
    expect(screen.text).toContain("in the selection");
    expect(screen.all(".jp-Semla-changeRow")).toHaveLength(1);
    await screen.click("fixed");
    expect(screen.text).toContain("None in the selection.");
  });

  test("go to Python as a selection", async () => {
    const { store, changes } = comparing();
    await changes().click("Select");
    expect([...store.selection.value]).toEqual([1, 2, 5]);
  });

  test("are walked through by arrow keys and opened by Enter", async () => {
    const { store, changes } = comparing();
    const grid = changes().all("[role=grid]")[0];
    const press = (key: string) =>
      act(() => void grid?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })));
    await press("ArrowDown");
    expect(store.hover.value).toBe(5);
    await press("Enter");
    expect(store.view.value.row).toBe(5);
    expect(store.view.value.tab).toBe("sample");
  });

  test("say why there are none yet", () => {
    const { store, changes } = comparing();
    store.setSecond({ model: "broken", error: "model: broken/ is no folder" });
    store.resetAnalysis();
    expect(changes().text).toBe("model: broken/ is no folder");
  });
});
