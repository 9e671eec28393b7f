/** @jest-environment jsdom */
import { focused, show, type Screen } from "../../__tests__/screen";
import { describe, expect, test } from "@jest/globals";
import { act } from "preact/test-utils";
import type { Store } from "../../../client";
import { filledStore, labelColumns, noCompute, progressOf } from "../../../client/__tests__/filled-store";
import { type AnalysisSummary, Tensor } from "../../../protocol";
import { createMapState } from "../../map/state";
import { Legend } from "..";

function open(store: Store = filledStore()) {
  const state = createMapState();
  return { store, state, screen: show(<Legend store={store} state={state} asButton={false} />) };
}

async function press(screen: Screen, name: string, init: MouseEventInit): Promise<void> {
  await act(() => {
    screen.control(name).dispatchEvent(new MouseEvent("click", { bubbles: true, ...init }));
  });
}

describe("the legend", () => {
  test("isolates a cluster by a click, adds one with Ctrl, and counts what is shown", async () => {
    const { store, screen } = open();
    expect(screen.texts(".jp-Semla-legendName")).toEqual(["card · top7", "rate · exchange1"]);
    await press(screen, "rate", { detail: 1 });
    expect(store.filter.value).toEqual({ cluster: [1] });
    await press(screen, "card · top", { detail: 1, ctrlKey: true });
    expect(store.filter.value).toEqual({ cluster: [1, 0] });
    await act(() => store.refine({ text: "failed" }));
    expect(screen.texts(".jp-Semla-legendName")[0]).toBe("card · top2");
  });

  test("makes a cluster a group to contrast with Shift and a click", async () => {
    const { store, screen } = open();
    await press(screen, "card · top", { shiftKey: true });
    await press(screen, "rate", { shiftKey: true });
    const { a, b } = store.groups.value;
    expect([a?.name, a?.rows.length, b?.name, b?.rows.length]).toEqual([
      "card · top",
      7,
      "rate · exchange",
      1,
    ]);
    expect(store.filter.value).toEqual({});
  });

  test("lights on the map what is under the pointer or has the focus", async () => {
    const { store, screen } = open();
    await act(() => screen.control("card · top").focus());
    expect([...(store.emphasis.value?.rows ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(store.emphasis.value?.labels).toEqual([]);
    await screen.press("ArrowRight");
    await act(() => screen.control("top up").focus());
    expect(store.emphasis.value?.labels).toEqual([1]);
    await act(() => screen.control("top up").blur());
    expect(store.emphasis.value).toBeNull();
  });

  test("is one tab stop, whose arrows go through clusters and open labels", async () => {
    const { screen } = open();
    const stops = screen.all(".jp-Semla-legendRows button").filter((each) => each.tabIndex === 0);
    expect(stops).toHaveLength(1);
    await act(() => screen.control("card · top").focus());
    await screen.press("ArrowRight");
    expect(screen.texts(".jp-Semla-legendLabels .jp-Semla-legendName")).toEqual(["card arrival3", "top up3"]);
    await screen.press("ArrowDown");
    expect(focused()).toBe("card arrival3");
    await screen.press("ArrowUp");
    await screen.press("ArrowLeft");
    expect(screen.all(".jp-Semla-legendLabels")).toHaveLength(0);
  });

  test("renames a cluster with F2; Escape keeps the name, an empty one brings back the first", async () => {
    const { store, screen } = open();
    const rename = async (name: string, key: string): Promise<void> => {
      const cluster = store.clusters.value[0]?.name ?? "";
      await act(() => screen.control(cluster).focus());
      await screen.press("F2");
      const input = screen.control("Name of") as HTMLInputElement;
      input.focus();
      input.value = name;
      await screen.press(key);
    };
    await rename("cards", "Enter");
    expect(store.view.value.clusterNames).toEqual({ "card · top": "cards" });
    expect(store.clusters.value[0]?.name).toBe("cards");
    await rename("else", "Escape");
    expect(store.clusters.value[0]?.name).toBe("cards");
    await rename(" ", "Enter");
    expect(store.view.value.clusterNames).toEqual({});
  });

  test("renames by a double click, whose first click filters nothing in the end", async () => {
    const { store, screen } = open();
    await press(screen, "rate", { detail: 1 });
    await press(screen, "rate", { detail: 2 });
    await act(() => {
      screen.control("rate").dispatchEvent(new MouseEvent("dblclick", { bubbles: true, detail: 2 }));
    });
    expect(screen.control("Name of rate")).toBeInstanceOf(HTMLInputElement);
    expect(store.filter.value).toEqual({});
  });

  test("shows the symbols that the map draws, with their labels listed", async () => {
    const { state, screen } = open();
    await act(() => {
      state.symbols.value = new Map([[1, 2]]);
    });
    expect(screen.texts(".jp-Semla-legendLabels .jp-Semla-legendName")).toEqual(["top up3"]);
    expect(screen.all(".jp-Semla-legendSymbol")).toHaveLength(1);
  });

  test("says what the colours of a word's attribution mean, and how many rows have it", async () => {
    const scores = [0.25, -0.5, 0.25];
    const store = filledStore(labelColumns, {
      ...noCompute,
      wordScores: () => Promise.resolve({ rows: Int32Array.of(0, 1, 2), scores: Float32Array.from(scores) }),
    });
    store.setView({ colourBy: "attribution", attributionWord: { word: "card", method: "lime" } });
    const { screen } = open(store);
    expect(screen.text).toContain("asking for its attributions");
    await act(async () => {
      store.applyProgress(progressOf({ summary: { analysis: "a", source: "model" } as AnalysisSummary }));
      await Promise.resolve();
    });
    expect(screen.text).toContain("“card” by LIME");
    expect(screen.texts(".jp-Semla-legendTicks span")).toEqual(["−.4", "0", ".4"]);
    expect(screen.texts(".jp-Semla-quiet")).toEqual(["againstfor"]);
    expect(screen.text).toContain("without it (3 rows with it)");
    await act(() => store.refine({ text: "payment" }));
    expect(screen.text).toContain("1 row with it");
  });

  test("has a scale with ticks for each figure, and says when some are not measured", async () => {
    const store = filledStore();
    store.applyProgress({
      analysis: "a".repeat(32),
      stage: "ready",
      done: 8,
      total: 8,
      secondsLeft: 0,
      columns: {
        kept: new Tensor("float32", Float32Array.of(0, 1, 0.5, 1, 1, 1, NaN, 1)),
        loss: new Tensor("float32", new Float32Array(8)),
      },
    });
    const { screen } = open(store);
    await act(() => store.setView({ colourBy: "kept" }));
    expect(screen.text).toContain("of 15 true neighbours, kept");
    expect(screen.texts(".jp-Semla-legendTicks span")).toEqual(["0", ".25", ".5", ".75", "1"]);
    expect(screen.text).toContain("not measured");
    await act(() => store.setView({ colourBy: "loss" }));
    expect(screen.texts(".jp-Semla-legendTicks span")).toEqual(["0", ".55", "1.1"]);
    expect(screen.text).not.toContain("not measured");
  });
});
