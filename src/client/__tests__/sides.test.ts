/**
 * @jest-environment node
 * @jest-environment-options {"customExportConditions": ["browser", "require", "default"]}
 */
import { describe, expect, test } from "@jest/globals";
import { type Compute, createStore, type Sides } from "..";
import type { AnalysisSummary } from "../../protocol";
import { addSecond, filledStore, labelColumns, noCompute, progressOf, secondNames } from "./filled-store";

function sidesOf(store: ReturnType<typeof filledStore>): Sides {
  const sides = store.sides.value;
  if (!sides) throw new Error("nothing is compared");
  return sides;
}

describe("two models", () => {
  test("are none until there is a second one", () => {
    const store = filledStore();
    expect(store.sides.value).toBeNull();
    addSecond(store);
    expect(sidesOf(store).kind).toBe("models");
    store.setSecond(null);
    expect(store.sides.value).toBeNull();
    expect(store.change.value).toBeNull();
  });

  test("are told apart row by row, whatever order they number labels in", () => {
    const store = filledStore();
    addSecond(store);
    const { names, codes } = store.change.value ?? { names: [], codes: new Int32Array() };
    expect(Array.from(codes, (code) => names[code] ?? null)).toEqual([
      "right",
      "broken",
      "fixed",
      "right",
      "right",
      "changed",
      null,
      null,
    ]);
    const { a, b } = sidesOf(store);
    expect([...a.errors.value]).toEqual([0, 0, 1, 0, 0, 1, 0, 0]);
    expect([...b.errors.value]).toEqual([0, 1, 0, 0, 0, 1, 0, 0]);
    expect(b.accuracy.value).toBeCloseTo(4 / 6);
  });

  test("give each label one colour and cluster", () => {
    const store = filledStore();
    addSecond(store);
    const { a, b } = sidesOf(store);
    secondNames.forEach((name, code) => {
      const inA = a.columns.value.labelNames.indexOf(name);
      expect(b.labelColours.value[code]).toBe(a.labelColours.value[inA]);
      expect(b.columns.value.clusterOfLabel?.[code]).toBe(a.columns.value.clusterOfLabel?.[inA]);
    });
    expect([...b.clusterOfRow.value]).toEqual([...a.clusterOfRow.value]);
  });

  test("share filter, selection, hover and what is lit, each in its own label codes", () => {
    const store = filledStore();
    addSecond(store);
    const { a, b } = sidesOf(store);
    b.refine({ text: "card" });
    b.select([1, 2]);
    b.setHover(2);
    expect([...a.shown.value]).toEqual([0, 1, 2, 5]);
    expect([...b.shown.value]).toEqual([0, 1, 2, 5]);
    expect([...a.selection.value]).toEqual([1, 2]);
    expect(a.hover.value).toBe(2);
    a.setEmphasis({ rows: Uint32Array.of(0), labels: [0] });
    expect(b.emphasis.value?.labels).toEqual([secondNames.indexOf("card_arrival")]);
    a.selectPair({ gold: 0, prediction: 1 });
    expect(b.pair.value).toEqual({ gold: 1, prediction: 2 });
  });

  test("are coloured each in its own way", () => {
    const store = filledStore();
    addSecond(store);
    const { a, b } = sidesOf(store);
    b.setView({ colourBy: "correct" });
    expect(a.view.value.colourBy).toBe("gold");
    expect(b.view.value.colourBy).toBe("correct");
    a.setView({ colourBy: "confidence" });
    expect(b.view.value.colourBy).toBe("correct");
  });

  test("are asked each for its own scores of the word that colours either", async () => {
    const scored = (row: number): Compute => ({
      ...noCompute,
      wordScores: () => Promise.resolve({ rows: Int32Array.of(row), scores: Float32Array.of(0.5) }),
    });
    const store = createStore(scored(1), scored(2));
    store.setDataset({ name: "cards", rows: 3, ids: [0, 1, 2], texts: ["a", "b", "c"], split: null });
    const summary = { analysis: "a", source: "model" } as AnalysisSummary;
    store.applyProgress(progressOf({ columns: labelColumns, summary }));
    store.setSecond({ model: "minilm step 24", error: null });
    store.applySecond(progressOf({ columns: labelColumns, summary: { ...summary, analysis: "b" } }));
    const { a, b } = sidesOf(store);
    b.setView({ colourBy: "attribution", attributionWord: { word: "card", method: "lime" } });
    expect(a.view.value.colourBy).toBe("gold");
    await new Promise((resume) => setTimeout(resume));
    expect([...(a.salience.coloured.value?.column ?? [])]).toEqual([NaN, 0.5, NaN]);
    expect([...(b.salience.coloured.value?.column ?? [])]).toEqual([NaN, NaN, 0.5]);
  });

  test("filter by what the second one changes", () => {
    const store = filledStore();
    addSecond(store);
    store.setFilter({ change: ["broken", "changed"] });
    expect([...store.shown.value]).toEqual([1, 5]);
  });
});

test("two frames show each its own rows and share the rest", () => {
  const store = filledStore();
  store.setFrames(["train", "test"]);
  const { kind, a, b, nameA, nameB } = sidesOf(store);
  expect([kind, nameA, nameB]).toEqual(["frames", "train", "test"]);
  expect([...a.shown.value]).toEqual([0, 1, 2, 3]);
  expect([...b.shown.value]).toEqual([4, 5, 6, 7]);
  store.refine({ errors: true });
  expect([...a.shown.value]).toEqual([2]);
  expect([...b.shown.value]).toEqual([5]);
});

describe("undo", () => {
  test("goes back over filters, selections and groups, and forward again", () => {
    const store = filledStore();
    store.startHistory();
    store.refine({ text: "card" });
    store.select([1]);
    store.selectPair({ gold: 0, prediction: 1 });
    expect(store.selection.value.length).toBeGreaterThan(1);
    store.history.undo();
    expect([...store.selection.value]).toEqual([1]);
    expect(store.pair.value).toBeNull();
    store.history.undo();
    store.history.undo();
    expect(store.filter.value).toEqual({});
    expect(store.history.canUndo.value).toBe(false);
    store.history.redo();
    expect(store.filter.value).toEqual({ text: "card" });
    store.select([2]);
    expect(store.history.canRedo.value).toBe(false);
  });

  test("takes what changes nothing for no step", () => {
    const store = filledStore();
    store.startHistory();
    store.select([]);
    expect(store.history.canUndo.value).toBe(false);
  });
});

describe("groups", () => {
  test("stand beside the selection, or wait for a second", () => {
    const store = filledStore();
    const group = (name: string, ...rows: number[]) => ({ name, rows: Uint32Array.from(rows) });
    store.addGroup(group("card", 0, 1));
    expect(store.groups.value.b).toBeNull();
    store.addGroup(group("top up", 3));
    expect(store.groups.value.b?.name).toBe("top up");
    store.clearAll();
    store.select([4, 5]);
    store.addGroup(group("card", 0, 1));
    expect(store.groups.value.a?.name).toBe("selection");
    expect([...(store.groups.value.a?.rows ?? [])]).toEqual([4, 5]);
  });
});
