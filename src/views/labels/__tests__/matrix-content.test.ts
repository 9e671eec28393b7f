import { describe, expect, test } from "@jest/globals";
import { labelReport } from "../../../core";
import { cellAt, matrixOf, MOST_LABELS } from "../matrix-content";
import { moved } from "../matrix-keys";

const names = ["a", "b", "c", "d"];
const gold = { names, codes: Int32Array.of(0, 0, 0, 1, 1, 2, 3) };
const prediction = { names, codes: Int32Array.of(0, 2, 2, 1, 0, 2, 3) };
const every = new Uint8Array(7).fill(1);
const clusters = [
  { index: 0, labels: [0, 2] },
  { index: 1, labels: [1] },
];
const matrix = (mask = every) =>
  matrixOf(
    gold,
    prediction,
    mask,
    labelReport(gold, prediction, undefined, { mask }).filter(({ count }) => count > 0),
    clusters,
  );

describe("the matrix", () => {
  test("stands by cluster, labels without one last", () => {
    expect(matrix().labels).toEqual([0, 2, 1, 3]);
    expect(matrix().blocks).toEqual([
      { cluster: 0, start: 0, end: 2 },
      { cluster: 1, start: 2, end: 3 },
      { cluster: -1, start: 3, end: 4 },
    ]);
    expect([...matrix().placeOf]).toEqual([0, 2, 1, 3]);
  });

  test("holds gold down and predicted across, with shares of the gold label", () => {
    expect(matrix().cells).toEqual([
      { row: 0, column: 0, count: 1, share: 1 / 3 },
      { row: 0, column: 1, count: 2, share: 2 / 3 },
      { row: 1, column: 1, count: 1, share: 1 },
      { row: 2, column: 0, count: 1, share: 1 / 2 },
      { row: 2, column: 2, count: 1, share: 1 / 2 },
      { row: 3, column: 3, count: 1, share: 1 },
    ]);
    expect(matrix().greatest).toBeCloseTo(2 / 3, 12);
  });

  test("holds only the labels and rows that are shown", () => {
    const shown = matrix(Uint8Array.of(1, 1, 1, 0, 0, 1, 0));
    expect(shown.labels).toEqual([0, 2]);
    expect(shown.cells?.map(({ count }) => count)).toEqual([1, 2, 1]);
  });

  test("is not made of more labels than can be read", () => {
    const many = Array.from({ length: MOST_LABELS + 1 }, (_, i) => `label ${i}`);
    const codes = { names: many, codes: Int32Array.from(many.keys()) };
    const mask = new Uint8Array(many.length).fill(1);
    const of = (size: number) => matrixOf(codes, codes, mask, labelReport(codes, codes).slice(0, size), []);
    expect(of(MOST_LABELS + 1)).toMatchObject({ cells: null });
    expect(of(MOST_LABELS).cells).toHaveLength(MOST_LABELS);
  });
});

describe("the pointer reads", () => {
  const { cells } = matrix();
  test("the cell under it", () => {
    expect(cellAt(cells ?? [], 1.5, 0.5, 2, true)).toMatchObject({ row: 0, column: 1 });
  });

  test("the nearest mark within reach, and nothing beyond", () => {
    expect(cellAt(cells ?? [], 1.2, 2.9, 0.5, false)).toMatchObject({ row: 2, column: 0 });
    expect(cellAt(cells ?? [], 3.5, 1.5, 0.5, false)).toBeNull();
  });

  test("right predictions only where they are drawn", () => {
    expect(cellAt(cells ?? [], 3.5, 3.5, 0.4, false)).toBeNull();
    expect(cellAt(cells ?? [], 3.5, 3.5, 0.4, true)).toMatchObject({ row: 3, column: 3 });
  });
});

describe("the keyboard goes", () => {
  const from = { row: 2, column: 0 };
  test("cell by cell, and stays inside", () => {
    expect(moved(from, "ArrowRight", false, matrix(), true)).toEqual({ row: 2, column: 1 });
    expect(moved(from, "ArrowDown", false, matrix(), true)).toEqual({ row: 3, column: 0 });
    expect(moved(from, "ArrowLeft", false, matrix(), true)).toEqual(from);
  });

  test("with Shift to the next rows on the line, or nowhere", () => {
    expect(moved({ row: 0, column: 3 }, "ArrowLeft", true, matrix(), false)).toEqual({ row: 0, column: 1 });
    expect(moved(from, "ArrowRight", true, matrix(), true)).toEqual({ row: 2, column: 2 });
    expect(moved(from, "ArrowRight", true, matrix(), false)).toEqual(from);
  });

  test("nowhere by other keys", () => {
    expect(moved(from, "a", false, matrix(), true)).toBeNull();
  });
});
