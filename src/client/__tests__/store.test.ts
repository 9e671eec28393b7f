/**
 * @jest-environment node
 * @jest-environment-options {"customExportConditions": ["browser", "require", "default"]}
 */
import { describe, expect, test } from "@jest/globals";
import { effect } from "@preact/signals-core";
import { Tensor } from "../../protocol";
import { createStore } from "..";
import { filledStore, labelColumns, noCompute, progressOf } from "./filled-store";

describe("filters", () => {
  test("without any every row is shown", () => {
    const store = filledStore();
    expect([...store.shown.value]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(store.errorCount.value).toBe(2);
    expect(store.accuracy.value).toBeCloseTo(4 / 6);
  });

  test("are combined by and, and counts, accuracy and errors follow", () => {
    const store = filledStore();
    store.refine({ text: "CARD" });
    expect([...store.shown.value]).toEqual([0, 1, 2, 5]);
    expect(store.accuracy.value).toBe(0.5);
    store.refine({ label: ["card_arrival"] });
    expect([...store.shown.value]).toEqual([0, 1, 2]);
    expect(store.errorCount.value).toBe(1);
    store.refine({ errors: true });
    expect([...store.shown.value]).toEqual([2]);
    store.refine({ text: undefined, label: undefined });
    expect([...store.shown.value]).toEqual([2, 5]);
    expect(store.filter.value).toEqual({ errors: true });
  });

  test("by cluster and split look at rows without gold label too", () => {
    const store = filledStore();
    store.setFilter({ cluster: [0], split: ["test"] });
    expect([...store.shown.value]).toEqual([4, 5, 6]);
  });

  test("that name a column which has not arrived take effect when it does", () => {
    const store = filledStore({});
    store.setFilter({ errors: true, label: ["top_up"], text: "top" });
    expect([...store.shown.value]).toEqual([3, 4, 5]);
    store.applyProgress(progressOf({ columns: labelColumns }));
    expect([...store.shown.value]).toEqual([5]);
  });

  test("that name labels which do not exist show what is left of them instead of failing", () => {
    const store = filledStore();
    store.setFilter({ label: ["top_up", "gone"] });
    expect([...store.shown.value]).toEqual([3, 4, 5]);
    store.setFilter({ label: ["gone"] });
    expect(store.shown.value).toHaveLength(0);
    expect(store.accuracy.value).toBeNull();
  });

  test("and selection are cleared at once", () => {
    const store = filledStore();
    store.refine({ text: "card" });
    store.select([1]);
    const seen: [number, number][] = [];
    const stop = effect(() => void seen.push([store.shown.value.length, store.selection.value.length]));
    store.clearAll();
    stop();
    expect(seen).toEqual([
      [4, 1],
      [8, 0],
    ]);
  });
});

describe("the selection", () => {
  test("is sorted, without duplicates and without rows that do not exist", () => {
    const store = filledStore();
    store.select([5, 1, 5, 99, -1, 0]);
    expect(store.selection.value).toEqual(Uint32Array.of(0, 1, 5));
    expect([...store.selectionMask.value]).toEqual([1, 1, 0, 0, 0, 1, 0, 0]);
  });

  test("does not change when the same rows are selected again", () => {
    const store = filledStore();
    store.select([1, 2]);
    const before = store.selection.value;
    store.select([2, 1]);
    expect(store.selection.value).toBe(before);
  });
});

describe("progress", () => {
  test("replaces the columns it brings and keeps the others", () => {
    const store = filledStore();
    const { gold } = store.columns.value;
    const positions = Float32Array.from({ length: 16 }, (_, i) => i);
    store.applyProgress(
      progressOf({
        stage: "layout",
        done: 3,
        total: 200,
        secondsLeft: 4,
        columns: {
          positions: new Tensor("float32", positions, [8, 2]),
          layout: { method: "pca", final: false },
        },
      }),
    );
    expect(store.columns.value.gold).toBe(gold);
    expect(store.columns.value.positions).toBe(positions);
    expect(store.columns.value.layout).toEqual({ method: "pca", final: false });
    expect(store.status.value).toMatchObject({ stage: "layout", done: 3, total: 200, secondsLeft: 4 });
  });

  test("of positions leaves everything that depends on labels alone", () => {
    const store = filledStore();
    const { value: errors } = store.errors;
    const { value: clusters } = store.clusters;
    const positions = new Tensor("float32", new Float32Array(16), [8, 2]);
    store.applyProgress(progressOf({ columns: { positions } }));
    expect(store.errors.value).toBe(errors);
    expect(store.clusters.value).toBe(clusters);
  });

  test("is forgotten before another analysis", () => {
    const store = filledStore();
    store.resetAnalysis();
    expect(store.gold.value).toBeNull();
    expect(store.labelColours.value).toEqual([]);
    expect(store.accuracy.value).toBeNull();
  });
});

describe("clusters", () => {
  test("list their labels with most rows first, and colours follow the theme", () => {
    const store = filledStore();
    expect(store.clusters.value).toEqual([
      { index: 0, name: "card · top", labels: [0, 1], rows: 6 },
      { index: 1, name: "rate · exchange", labels: [2], rows: 1 },
    ]);
    const light = store.labelColours.value;
    store.setTheme("dark");
    expect(store.labelColours.value).not.toEqual(light);
  });
});

describe("an empty store", () => {
  test("shows nothing and fails at nothing", () => {
    const store = createStore(noCompute);
    store.select([0]);
    expect(store.rows.value).toBe(0);
    expect(store.shown.value).toHaveLength(0);
    expect(store.selection.value).toHaveLength(0);
    expect(store.accuracy.value).toBeNull();
    expect(store.clusters.value).toEqual([]);
  });
});

describe("the edited text", () => {
  test("is forgotten with the analysis that placed it", () => {
    const store = filledStore();
    store.setProbe({ x: 1, y: 2, text: "top up my card" });
    expect(store.probe.value?.text).toBe("top up my card");
    store.resetAnalysis();
    expect(store.probe.value).toBeNull();
  });
});

describe("opening a row", () => {
  test("brings the Sample tab to the front wherever it was hidden", () => {
    const store = filledStore();
    store.setView({ column: false, drawer: "tabs", front: "map" });
    store.openRow(3);
    expect(store.view.value).toMatchObject({
      row: 3,
      tab: "sample",
      column: true,
      drawer: "part",
      front: "column",
    });
  });
});

describe("words", () => {
  test("are indexed in the background once the texts are there", async () => {
    const { words } = filledStore().features;
    await new Promise<void>((resolve) => {
      effect(() => {
        if (words.value) resolve();
      });
    });
    expect(words.value?.features).toContain("card");
  });
});
