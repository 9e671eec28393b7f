/** @jest-environment jsdom */
import { focused, show } from "../../__tests__/screen";
import { describe, expect, test } from "@jest/globals";
import { act } from "preact/test-utils";
import { filledStore } from "../../../client/__tests__/filled-store";
import { Chips } from "..";

describe("chips", () => {
  test("name every filter and the selection, and what is hidden", () => {
    const store = filledStore();
    store.setFilter({ text: "card", cluster: [0], label: ["card_arrival", "top_up"] });
    store.select([0, 1]);
    const screen = show(<Chips store={store} />);
    expect(screen.texts(".jp-Semla-chip")).toEqual([
      "text “card”",
      "label card arrival, top up",
      "cluster card · top",
      "selection 2 rows",
    ]);
    expect(screen.text).toContain("4 rows hidden by filters");
  });

  test("remove their own filter, or everything", async () => {
    const store = filledStore();
    store.setFilter({ text: "card", errors: true });
    store.select([2]);
    const screen = show(<Chips store={store} />);
    await screen.click("Remove text");
    expect(store.filter.value).toEqual({ errors: true });
    await screen.click("Remove selection");
    expect(store.selection.value).toHaveLength(0);
    store.select([2]);
    await screen.click("Clear all");
    expect(store.filter.value).toEqual({});
    expect(store.selection.value).toHaveLength(0);
  });

  test("are one tab stop, and a removed chip hands its focus on", async () => {
    const store = filledStore();
    store.setFilter({ text: "card", errors: true });
    const screen = show(<Chips store={store} />);
    expect(screen.all("[tabindex='0']")).toHaveLength(1);
    screen.control("Remove errors").focus();
    await screen.press("ArrowRight");
    expect(focused()).toBe("Remove text “card”");
    await screen.press("ArrowLeft");
    await act(() => store.refine({ errors: undefined }));
    expect(focused()).toBe("Remove text “card”");
    await screen.press("End");
    expect(focused()).toBe("Clear all");
  });
});
