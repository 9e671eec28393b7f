/** @jest-environment jsdom */
import { focused, show } from "../../__tests__/screen";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { signal } from "@preact/signals";
import { act } from "preact/test-utils";
import type { Store } from "../../../client";
import { addSecond, filledStore, labelColumns, progressOf } from "../../../client/__tests__/filled-store";
import type { AnalysisSummary } from "../../../protocol";
import type { Layout } from "../../explorer/layout";
import { Bar } from "..";

function open(store: Store, layout: Layout = "wide") {
  return show(<Bar store={store} layout={signal(layout)} onHelp={() => undefined} />);
}

describe("the bar", () => {
  test("names data set and model, what is shown, how right it is, and its errors", async () => {
    const store = filledStore();
    const screen = open(store);
    expect(screen.text).toContain("cards test");
    expect(screen.text).toContain("8 of 8 rows");
    expect(screen.text).toContain("accuracy 66.7 %");
    await act(() => store.refine({ label: ["card_arrival"] }));
    expect(screen.text).toContain("3 of 8 rows");
    expect(screen.control("Show errors only, 1 error")).toBeTruthy();
  });

  test("shows errors only, and all rows again", async () => {
    const store = filledStore();
    const screen = open(store);
    await screen.click("Show errors only");
    expect([...store.shown.value]).toEqual([2, 5]);
    await screen.click("Show errors only");
    expect(store.filter.value).toEqual({});
  });

  test("offers every colour, and says of those that cannot be shown why", async () => {
    const { labelNames, prediction } = labelColumns;
    const store = filledStore({ labelNames, prediction });
    const screen = open(store);
    await screen.click("Colour by predicted label");
    const can = screen.all("[role='menuitemradio'][aria-disabled='false']");
    expect(can.map((item) => item.textContent)).toEqual(["predicted label"]);
    expect(screen.control("gold label").title).toBe("There are no gold labels");
    await screen.click("gold label");
    expect(store.view.value.colourBy).toBe("gold");
    expect(screen.all("[role='menu']")).toHaveLength(1);
  });

  test("offers the attribution of a word once there is one", async () => {
    const store = filledStore();
    const screen = open(store);
    await screen.click("Colour by gold label");
    expect(screen.text).not.toContain("attribution");
    await act(() => {
      store.applyProgress(progressOf({ summary: { analysis: "a", source: "model" } as AnalysisSummary }));
      store.setView({ attributionWord: { word: `card${"s".repeat(40)}`, method: "lime" } });
    });
    await screen.click(`attribution of “card${"s".repeat(20)}…”`);
    expect(store.view.value.colourBy).toBe("attribution");
    expect(screen.control("Colour by attribution of “card")).toBeTruthy();
  });

  test("colours by what is chosen, each of two maps in its own way", async () => {
    const store = filledStore();
    addSecond(store);
    const screen = open(store);
    await screen.click("Colour by gold label");
    expect(screen.texts(".jp-Semla-menuHeading")).toEqual(["Map A, minilm step 12", "Map B, minilm step 24"]);
    const second = screen
      .all("[role='menuitemradio']")
      .filter((item) => item.textContent === "right or wrong")[1];
    await act(() => second?.click());
    expect(store.view.value).toMatchObject({ colourBy: "gold", colourByB: "correct" });
    expect(screen.control("Colour by gold label, right or wrong")).toBeTruthy();
  });

  test("says how there would be a comparison, and turns it on and off once there is one", async () => {
    const store = filledStore();
    const screen = open(store);
    const button = screen.control("Compare");
    expect(button.title).toBe("ex.compare(model) in a cell adds a second model");
    expect(button.getAttribute("aria-disabled")).toBe("true");
    await screen.click("Compare");
    expect(store.view.value.compare).toBe(true);
    await act(() => addSecond(store));
    expect(screen.control("Compare minilm step 12 and minilm step 24").getAttribute("aria-pressed")).toBe(
      "true",
    );
    await screen.click("Compare");
    expect(store.view.value.compare).toBe(false);
  });

  test("gives both accuracies and both counts of errors of a comparison, A first", async () => {
    const store = filledStore();
    addSecond(store);
    const screen = open(store);
    expect(screen.text).toContain("minilm step 12, 24");
    expect(screen.text).toContain("accuracy 66.7 % → 66.7 %");
    await act(() => store.refine({ label: ["card_arrival"], text: "payment" }));
    expect(screen.text).toContain("accuracy 0.0 % → 100.0 %");
    expect(screen.control("Show errors only, 1 to 0 errors").textContent).toContain("1 → 0");
    await screen.click("Compare");
    expect(screen.control("Show errors only, 1 error")).toBeTruthy();
  });

  test("undoes and redoes in its menu, where there is something to undo", async () => {
    const store = filledStore();
    const screen = open(store);
    await screen.click("More");
    await screen.click("Undo");
    expect(screen.control("Undo").title).toBe("No filter, selection or group has changed");
    await screen.click("More");
    store.refine({ errors: true });
    await screen.click("More");
    await screen.click("Undo");
    expect(store.filter.value).toEqual({});
    await screen.click("More");
    await screen.click("Redo");
    expect(store.filter.value).toEqual({ errors: true });
  });

  test("keeps comparing in its menu where it is shortest", async () => {
    const store = filledStore();
    addSecond(store);
    const screen = open(store, "single");
    await screen.click("More");
    await screen.click("Show one map");
    expect(store.view.value.compare).toBe(false);
  });

  test("opens the panel of filters, outside its own tab stop", async () => {
    const screen = open(filledStore());
    await screen.click("Filter rows");
    expect(focused()).toBe("All rows");
    await screen.press("ArrowRight");
    expect(focused()).toBe("Errors only");
    await screen.press("Escape");
    expect(focused()).toBe("Filter rows");
  });

  test("chooses a split", async () => {
    const store = filledStore();
    const screen = open(store);
    await screen.click("Data set cards test");
    await screen.click("test");
    expect(store.filter.value).toEqual({ split: ["test"] });
    await screen.click("Data set cards test");
    await screen.click("all splits");
    expect(store.filter.value).toEqual({});
  });

  test("shows icons where it is short, and still names everything", async () => {
    const screen = open(filledStore(), "single");
    expect(screen.text).toContain("8 rows66.7 % right");
    expect(screen.all("input")).toHaveLength(0);
    await screen.click("Search text");
    expect(focused()).toBe("Search text");
    expect(screen.all("input")).toHaveLength(1);
  });
});

describe("the search field", () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test("filters once the typing pauses", async () => {
    const store = filledStore();
    const screen = open(store);
    await screen.type("Search text", "c");
    await screen.type("Search text", "card");
    expect(store.filter.value).toEqual({});
    await act(() => void jest.advanceTimersByTime(120));
    expect(store.filter.value).toEqual({ text: "card" });
  });

  test("keeps what is typed on while the filter is applied", async () => {
    const store = filledStore();
    const screen = open(store);
    await screen.type("Search text", "ca");
    jest.advanceTimersByTime(120);
    await screen.type("Search text", "car");
    expect((screen.control("Search text") as HTMLInputElement).value).toBe("car");
    await act(() => void jest.advanceTimersByTime(120));
    expect(store.filter.value).toEqual({ text: "car" });
  });

  test("shows a filter set elsewhere, and clears it at Escape", async () => {
    const store = filledStore();
    const screen = open(store);
    await act(() => store.refine({ text: "top" }));
    const input = screen.control("Search text") as HTMLInputElement;
    expect(input.value).toBe("top");
    input.focus();
    await screen.press("Escape");
    expect(input.value).toBe("");
    expect(store.filter.value).toEqual({});
  });

  test("reads what is typed as an expression when switched, and back", async () => {
    const store = filledStore();
    const screen = open(store);
    await screen.type("Search text", "card|top");
    await act(() => void jest.advanceTimersByTime(120));
    expect([...store.shown.value]).toEqual([]);
    await screen.click("Regular expression");
    expect(store.filter.value).toEqual({ regex: "card|top" });
    expect(screen.control("Regular expression").getAttribute("aria-pressed")).toBe("true");
    expect([...store.shown.value]).toEqual([0, 1, 2, 3, 4, 5]);
    await screen.click("Regular expression");
    expect(store.filter.value).toEqual({ text: "card|top" });
  });

  test("says what is no expression, and leaves the filter as it was", async () => {
    const store = filledStore();
    const screen = open(store);
    await screen.type("Search text", "card(");
    await act(() => void jest.advanceTimersByTime(120));
    await screen.click("Regular expression");
    expect(store.filter.value).toEqual({ text: "card(" });
    expect(screen.all("[role='alert']")).toHaveLength(1);
    expect(screen.control("Search by expression").getAttribute("aria-invalid")).toBe("true");
    await screen.type("Search by expression", "card (top|payment)");
    await act(() => void jest.advanceTimersByTime(120));
    expect(store.filter.value).toEqual({ regex: "card (top|payment)" });
    expect(screen.all("[role='alert']")).toHaveLength(0);
  });

  test("is one step of undoing until it is left", async () => {
    const store = filledStore();
    const screen = open(store);
    screen.control("Search text").focus();
    for (const typed of ["c", "ca", "card"]) {
      await screen.type("Search text", typed);
      await act(() => void jest.advanceTimersByTime(120));
    }
    await act(() => store.history.undo());
    expect(store.filter.value).toEqual({});
    expect((screen.control("Search text") as HTMLInputElement).value).toBe("");
  });

  test("waits longer where there are many rows", async () => {
    const store = filledStore();
    const rows = 30_000;
    const texts = Array.from({ length: rows }, (_, row) => `row ${row}`);
    store.setDataset({ name: "many", rows, ids: [...texts.keys()], texts, split: null });
    const screen = open(store);
    await screen.type("Search text", "29999");
    await act(() => void jest.advanceTimersByTime(120));
    expect(store.filter.value).toEqual({});
    await act(() => void jest.advanceTimersByTime(130));
    expect([...store.shown.value]).toEqual([29_999]);
  });
});
