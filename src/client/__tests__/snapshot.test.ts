import { describe, expect, test } from "@jest/globals";
import { NEEDS_KERNEL, NO_TEXTS, openSnapshot, type Store } from "..";
import { madeSnapshot, madeTexts } from "../../snapshot/__tests__/made-snapshot";

const stop = new AbortController().signal;
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

async function opened(change: Parameters<typeof madeSnapshot>[0] = {}): Promise<Store> {
  const { store } = openSnapshot(madeSnapshot({ filter: {}, ...change }));
  for (let turn = 0; turn < 50 && !store.features.words.value; turn++) await settled();
  return store;
}

describe("a store without a kernel", () => {
  test("holds what was seen: filter, selection, view, labels, and says that it was saved", async () => {
    const store = await opened({ filter: { label: ["top_up"] } });
    expect([...store.shown.value]).toEqual([2]);
    expect([...store.selection.value]).toEqual([1, 4]);
    expect(store.view.value).toMatchObject({ colourBy: "cluster", tab: "words" });
    expect(store.clusters.value.map(({ rows }) => rows)).toEqual([3, 2]);
    expect(store.status.value).toMatchObject({ phase: "saved" });
    expect(store.status.value.message).toContain(NO_TEXTS);
    expect(store.history.canUndo.value).toBe(false);
  });

  test("finds words, lengths and rows of a word without the texts", async () => {
    const store = await opened();
    expect(store.features.words.value?.features).toContain("card");
    expect(store.features.words.value?.features).not.toContain("payment");
    store.setFilter({ word: ["card"] });
    expect([...store.shown.value]).toEqual([0, 1, 2]);
    store.setFilter({ length: [3, 3] });
    expect(store.shown.value).toContain(2);
    expect(store.features.of("characters").value?.features.length).toBeGreaterThan(0);
    for (let turn = 0; turn < 50 && !store.features.concepts.value; turn++) await settled();
    store.setFilter({ concept: ["money"] });
    expect([...store.shown.value]).toEqual([0, 1, 2]);
  });

  test("says of each text that it is not there, and searches none", async () => {
    const store = await opened();
    expect(store.dataset.value?.texts[3]).toBe(NO_TEXTS);
    store.setFilter({ text: "snapshot" });
    expect(store.shown.value.length).toBe(6);
  });

  test("with texts reads them as ever", async () => {
    const store = await opened({ texts: madeTexts, words: null });
    expect(store.status.value.message).not.toContain(NO_TEXTS);
    store.setFilter({ text: "payment" });
    expect([...store.shown.value]).toEqual([2]);
    expect(store.features.words.value?.features).toContain("payment");
  });

  test("answers what was asked before, and refuses what only a kernel computes", async () => {
    const { compute } = await opened();
    expect([...((await compute.neighbours(1, stop))?.rows ?? [])]).toEqual([0, 2]);
    await expect(compute.neighbours(2, stop)).rejects.toThrow(NEEDS_KERNEL);
    await expect(compute.attribute({ row: 1 }, "lime", {}, stop)).rejects.toThrow(NEEDS_KERNEL);
    await expect(compute.predict(["hello"], stop)).rejects.toThrow(NEEDS_KERNEL);
    await expect(compute.project({ method: "pca" }, stop)).rejects.toThrow(NEEDS_KERNEL);
    await expect(compute.clusters(3, stop)).rejects.toThrow(NEEDS_KERNEL);
  });

  test("takes no view member of another kind than it has", async () => {
    const store = await opened({ view: { colourBy: 7, row: "x", wordSettings: { ngram: 2 }, invented: 1 } });
    expect(store.view.value).toMatchObject({ colourBy: "gold", row: -1 });
    expect(store.view.value.wordSettings).toMatchObject({ ngram: 2, locality: 100 });
    expect(store.view.value).not.toHaveProperty("invented");
  });

  test("two models are compared as they were", async () => {
    const { first } = madeSnapshot();
    const store = await opened({ second: { name: "B", ...first } });
    expect(store.sides.value).toMatchObject({ kind: "models", nameB: "B" });
    expect(store.sides.value?.b.prediction.value?.codes).toEqual(first.columns.prediction?.data);
  });
});
