/** @jest-environment jsdom */
import { focused, show } from "../../__tests__/screen";
import { describe, expect, test } from "@jest/globals";
import { act } from "preact/test-utils";
import { addSecond, filledStore } from "../../../client/__tests__/filled-store";
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
      "selection 2 rowsfilter to it",
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
    expect(focused()).toBe("Not: text “card”");
    await screen.press("ArrowLeft");
    await act(() => store.refine({ errors: undefined }));
    expect(focused()).toBe("Remove text “card”");
    await screen.press("End");
    expect(focused()).toBe("Clear all");
  });

  test("show each word and concept alone", async () => {
    const store = filledStore();
    store.setFilter({ word: ["card", "top"], not: { word: ["up"] } });
    const screen = show(<Chips store={store} />);
    expect(screen.texts(".jp-Semla-chip")).toEqual(["word card", "word top", "not word up"]);
    await screen.click("Remove word top");
    await screen.click("Remove not word up");
    expect(store.filter.value).toEqual({ word: ["card"] });
  });

  test("are switches that turn their condition round", async () => {
    const store = filledStore();
    store.setFilter({ label: ["card_arrival"], errors: true });
    const screen = show(<Chips store={store} />);
    await screen.click("Not: label");
    expect(store.filter.value).toEqual({ errors: true, not: { label: ["card_arrival"] } });
    expect(screen.control("Not: label").getAttribute("aria-pressed")).toBe("true");
    expect([...store.shown.value]).toEqual([5]);
    await screen.click("Not: label");
    expect(store.filter.value).toEqual({ errors: true, label: ["card_arrival"] });
  });

  test("cannot be turned round onto another of their kind, and say so", async () => {
    const store = filledStore();
    store.setFilter({ text: "card", not: { text: "top" } });
    const screen = show(<Chips store={store} />);
    expect(screen.control("Not: text “card”").title).toBe("Another text stands there already");
    await screen.click("Not: text “card”");
    expect(store.filter.value).toEqual({ text: "card", not: { text: "top" } });
  });

  test("filter to the selection, in one step of undoing", async () => {
    const store = filledStore();
    store.select([1, 4]);
    const screen = show(<Chips store={store} />);
    await screen.click("Filter to the selection");
    expect(store.filter.value).toEqual({ rows: [1, 4] });
    expect(store.selection.value).toHaveLength(0);
    await act(() => store.history.undo());
    expect(store.filter.value).toEqual({});
    expect([...store.selection.value]).toEqual([1, 4]);
  });

  test("name a pair of labels, and count how many rows are mixed up", async () => {
    const store = filledStore();
    store.selectPair({ gold: 0, prediction: 1 });
    const screen = show(<Chips store={store} />);
    expect(screen.texts(".jp-Semla-chip")).toEqual(["pair card arrival, top upfilter to it"]);
    expect(screen.text).toContain("7 rows hold either label, 2 mixed up");
    await screen.click("Remove pair");
    expect(store.pair.value).toBeNull();
    expect(store.selection.value).toHaveLength(0);
  });

  test("name two groups by letter, and take each away", async () => {
    const store = filledStore();
    store.setGroup("a", { name: "card_arrival", rows: Uint32Array.of(0, 1, 2) });
    store.setGroup("b", { name: "selection", rows: Uint32Array.of(4) });
    const screen = show(<Chips store={store} />);
    expect(screen.texts(".jp-Semla-chip")).toEqual(["Acard arrival 3 rows", "Bselection 1 row"]);
    await screen.click("Remove group A");
    expect(store.groups.value.a).toBeNull();
    expect(store.groups.value.b).not.toBeNull();
  });

  test("say of a selection what a second model changes in it", async () => {
    const store = filledStore();
    addSecond(store);
    store.select([1, 2, 3, 5]);
    const screen = show(<Chips store={store} />);
    expect(screen.text).toContain("1 fixed, 1 broken, 1 still wrong in the selection");
    await act(() => store.setView({ compare: false }));
    expect(screen.text).not.toContain("fixed");
  });

  test("call changes as the table of changes does", () => {
    const store = filledStore();
    addSecond(store);
    store.setFilter({ change: ["wrong", "changed"] });
    expect(show(<Chips store={store} />).texts(".jp-Semla-chip")).toEqual([
      "change still wrong, other error",
    ]);
  });
});
