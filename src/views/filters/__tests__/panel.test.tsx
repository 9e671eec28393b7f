/** @jest-environment jsdom */
import { focused, show } from "../../__tests__/screen";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { act } from "preact/test-utils";
import type { Store } from "../../../client";
import { addSecond, filledStore, labelColumns } from "../../../client/__tests__/filled-store";
import { Tensor } from "../../../protocol";
import { FilterPanel } from "../panel";

const columns = {
  ...labelColumns,
  confidence: new Tensor("float32", Float32Array.of(0.9, 0.8, 0.1, 0.7, 0.6, 0.2, 0.5, 0.4)),
  support: new Tensor("int32", Int32Array.of(1, 2, 0, 4, 3, 4, 0, 1), [8, 1]),
};

/** The panel of a store whose texts are read. */
async function open(store: Store = filledStore(columns)) {
  await new Promise<void>((resolve) => {
    const stop = store.features.words.subscribe(
      (words) => words && queueMicrotask(() => (stop(), resolve())),
    );
  });
  return { store, screen: show(<FilterPanel store={store} />) };
}

describe("the panel of filters", () => {
  test("shows errors only, right predictions only, and all", async () => {
    const { store, screen } = await open();
    await screen.click("Errors only");
    expect([...store.shown.value]).toEqual([2, 5]);
    expect(screen.text).toContain("2 of 8 rows shown");
    await screen.click("Correct only");
    expect([...store.shown.value]).toEqual([0, 1, 3, 4]);
    await screen.click("All rows");
    expect(store.filter.value).toEqual({});
  });

  test("bounds the confidence, and lets go where the bounds are the ends", async () => {
    const { store, screen } = await open();
    await screen.type("Confidence, least", "0.45");
    expect(store.filter.value).toEqual({ confidence: [0.45, 1] });
    expect([...store.shown.value]).toEqual([0, 1, 3, 4, 6]);
    await screen.type("Confidence, least", "0");
    expect(store.filter.value).toEqual({});
  });

  test("keeps the histogram of what the other conditions let through", async () => {
    const { screen } = await open();
    const bars = () => screen.all(".jp-Semla-range path")[0]?.getAttribute("d");
    const before = bars();
    await screen.type("Confidence, least", "0.7");
    expect(bars()).toBe(before);
    await screen.click("Errors only");
    expect(bars()).not.toBe(before);
  });

  test("bounds the number of words", async () => {
    const { store, screen } = await open();
    await screen.type("Length in words, greatest", "3");
    expect(store.filter.value).toEqual({ length: [1, 3] });
    expect([...store.shown.value]).toEqual([2, 3, 5, 6, 7]);
  });

  test("chooses labels by their names, with the rows that each would show", async () => {
    const { store, screen } = await open();
    await screen.click("Gold label");
    await screen.click("card arrival, 3 rows");
    await screen.click("exchange rate, 1 row");
    expect(store.filter.value).toEqual({ label: ["card_arrival", "exchange_rate"] });
    expect(screen.control("card arrival").getAttribute("aria-checked")).toBe("true");
    expect(screen.control("top up, 3 rows").getAttribute("aria-checked")).toBe("false");
    await screen.click("card arrival");
    expect(store.filter.value).toEqual({ label: ["exchange_rate"] });
    await screen.click("Predicted label");
    expect(screen.texts(".jp-Semla-choices li")).toEqual(["top up0", "card arrival0"]);
  });

  test("chooses clusters and splits", async () => {
    const { store, screen } = await open();
    await screen.click("Cluster");
    await screen.click("card · top");
    await screen.click("Split");
    await screen.click("test, 3 rows");
    expect(store.filter.value).toEqual({ cluster: [0], split: ["test"] });
  });

  test("finds a label among many, and draws the rest when asked", async () => {
    const names = Array.from({ length: 150 }, (_, i) => `label_${i}`);
    const gold = new Tensor("int32", Int32Array.from(names.keys()));
    const store = filledStore(null as never);
    store.setDataset({
      name: "many",
      rows: 150,
      ids: [...names.keys()],
      texts: names,
      split: null,
    });
    store.applyProgress({
      analysis: "a".repeat(32),
      stage: "ready",
      done: 1,
      total: 1,
      secondsLeft: 0,
      columns: { labelNames: names, gold },
    });
    const { screen } = await open(store);
    await screen.click("Gold label");
    expect(screen.all("[role='checkbox']")).toHaveLength(40);
    await screen.click("110 more");
    expect(screen.all("[role='checkbox']")).toHaveLength(150);
    await screen.type("Find gold label", "label 14");
    expect(screen.texts(".jp-Semla-choices li")[0]).toBe("label 141");
    expect(screen.all("[role='checkbox']")).toHaveLength(11);
    await screen.click("label 149");
    expect([...store.shown.value]).toEqual([149]);
    await screen.type("Find gold label", "nothing");
    expect(screen.text).toContain("No name contains “nothing”.");
  });

  test("moves among the choices by arrows, as one tab stop", async () => {
    const { screen } = await open();
    await screen.click("Gold label");
    const list = screen.all(".jp-Semla-choices")[0];
    expect(list?.querySelectorAll("[tabindex='0']")).toHaveLength(1);
    screen.control("card arrival").focus();
    await screen.press("ArrowDown");
    expect(focused()).toBe("top up, 3 rows");
  });

  test("suggests words, takes several, and takes phrases that are typed", async () => {
    const { store, screen } = await open();
    await screen.click("Word");
    expect(screen.texts(".jp-Semla-choices li")[0]).toBe("card4");
    const input = screen.control("Word or phrase");
    await screen.type("Word or phrase", "ca");
    input.focus();
    await screen.press("Enter");
    expect(store.filter.value).toEqual({ word: ["card"] });
    await screen.type("Word or phrase", "to");
    await screen.click("Add top");
    expect(store.filter.value).toEqual({ word: ["card", "top"] });
    expect([...store.shown.value]).toEqual([5]);
    await screen.click("Remove card");
    await screen.type("Word or phrase", "how do i");
    await screen.press("Enter");
    expect(store.filter.value).toEqual({ word: ["top", "how do i"] });
    expect([...store.shown.value]).toEqual([4]);
  });

  test("suggests concepts once there are any", async () => {
    const store = filledStore(columns);
    const { screen } = await open(store);
    expect(() => screen.control("Concept")).toThrow("no control");
    await act(async () => {
      store.setConcepts({ source: "WordNet", names: ["document"], wordsOf: [["card"]] });
      await new Promise<void>((resolve) => {
        const stop = store.features.concepts.subscribe(
          (concepts) => concepts?.features.length && queueMicrotask(() => (stop(), resolve())),
        );
      });
    });
    await screen.click("Concept");
    await screen.click("Add document, 4 rows");
    expect([...store.shown.value]).toEqual([0, 1, 2, 5]);
  });

  test("goes by the open row: its support set, its label, its prediction", async () => {
    const store = filledStore(columns);
    store.openRow(2);
    const { screen } = await open(store);
    await screen.click("Its support set");
    expect([...store.shown.value]).toEqual([0, 2]);
    await screen.click("Same prediction");
    expect(store.filter.value).toEqual({ support: 2, prediction: ["top_up"] });
    await screen.click("Its support set");
    expect(store.filter.value).toEqual({ prediction: ["top_up"] });
    await screen.click("Same label");
    expect(store.filter.value).toEqual({ prediction: ["top_up"], label: ["card_arrival"] });
  });

  test("goes by what a second model changes", async () => {
    const store = filledStore(columns);
    addSecond(store);
    const { screen } = await open(store);
    expect(screen.texts("[aria-label='Changes by the second model'] button")).toEqual([
      "fixed 1",
      "broken 1",
      "still wrong 0",
      "other error 1",
    ]);
    await screen.click("fixed");
    await screen.click("broken");
    expect([...store.shown.value]).toEqual([1, 2]);
  });

  test("clears its filters and leaves the selection", async () => {
    const { store, screen } = await open();
    store.select([1]);
    await screen.click("Errors only");
    await screen.click("Clear filters");
    expect(store.filter.value).toEqual({});
    expect(store.selection.value).toHaveLength(1);
  });
});

describe("its fields", () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test("filter by a part of the text and by an expression, and say at the field what is none", async () => {
    const store = filledStore(columns);
    const screen = show(<FilterPanel store={store} />);
    await screen.type("Text contains", "card");
    await screen.type("Regular expression", "^(my|card)");
    await act(() => void jest.advanceTimersByTime(120));
    expect(store.filter.value).toEqual({ text: "card", regex: "^(my|card)" });
    await screen.type("Regular expression", "^(my");
    await act(() => void jest.advanceTimersByTime(120));
    expect(store.filter.value).toEqual({ text: "card", regex: "^(my|card)" });
    expect(screen.texts("[role='alert']")[0]).toMatch(
      /"\^\(my" is no regular expression: unterminated group/i,
    );
    const field = screen.control("Regular expression");
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(document.getElementById(field.getAttribute("aria-describedby") ?? "")).toBe(
      screen.all("[role='alert']")[0],
    );
    await screen.type("Regular expression", "^my");
    await act(() => void jest.advanceTimersByTime(120));
    expect(screen.all("[role='alert']")).toHaveLength(0);
    expect(store.filter.value).toEqual({ text: "card", regex: "^my" });
  });
});
