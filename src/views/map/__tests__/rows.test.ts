import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { drawOrder, fadedRows, litRows } from "../emphasis";
import { nearestRow, nextRow } from "../nearest";
import { boxOutline, combine, rowsInside } from "../region";
import { sortRows } from "../table-order";

const grid = Float32Array.of(0, 0, 1, 0, 2, 0, 0, 1, 1, 1, 2, 1, NaN, NaN);
const all = Uint32Array.of(0, 1, 2, 3, 4, 5);

describe("the nearest row", () => {
  test("is the closest within reach, among the rows drawn", () => {
    expect(nearestRow(grid, all, 0.9, 0.2, 0.5)).toBe(1);
    expect(nearestRow(grid, Uint32Array.of(0, 4), 0.9, 0.2, 0.5)).toBe(-1);
    expect(nearestRow(grid, Uint32Array.of(0, 4, 6), 0.9, 0.2, 5)).toBe(4);
  });

  test("that way is the next on the line, even where another is closer off it", () => {
    expect(nextRow(grid, all, 0, { x: 1, y: 0 })).toBe(1);
    expect(nextRow(grid, all, 1, { x: 0, y: 1 })).toBe(4);
    expect(nextRow(grid, all, 4, { x: -1, y: 0 })).toBe(3);
    const slanted = Float32Array.of(0, 0, 1, 0.9, 1.5, 0);
    expect(nextRow(slanted, [0, 1, 2], 0, { x: 1, y: 0 })).toBe(2);
  });

  test("that way is none at the edge", () => {
    expect(nextRow(grid, all, 2, { x: 1, y: 0 })).toBe(-1);
    expect(nextRow(grid, all, 1, { x: 0, y: -1 })).toBe(-1);
  });
});

describe("a region", () => {
  test("holds the rows inside its outline, also where it is not convex", () => {
    const u = [-0.5, -0.5, 2.5, -0.5, 2.5, 1.5, 1.5, 1.5, 1.5, 0.5, 0.5, 0.5, 0.5, 1.5, -0.5, 1.5];
    expect([...rowsInside(u, grid, all)]).toEqual([0, 1, 2, 3, 5]);
  });

  test("drawn as a box is the same whichever corner came first", () => {
    for (const box of [boxOutline(0.5, -1, 3, 0.5), boxOutline(3, 0.5, 0.5, -1)])
      expect([...rowsInside(box, grid, all)]).toEqual([1, 2]);
  });

  test("without points, or with rows that have no place, holds nothing", () => {
    expect([...rowsInside([], grid, all)]).toEqual([]);
    expect([...rowsInside(boxOutline(-9, -9, 9, 9), grid, Uint32Array.of(6))]).toEqual([]);
  });

  test("replaces a selection, adds to it, or takes from it", () => {
    const selection = Uint32Array.of(1, 2);
    const drawn = Uint32Array.of(2, 3);
    expect(combine(selection, drawn, "replace")).toEqual([2, 3]);
    expect(combine(selection, drawn, "add").sort()).toEqual([1, 2, 3]);
    expect(combine(selection, drawn, "remove")).toEqual([1]);
  });
});

describe("what fades", () => {
  const nothing = { rows: new Uint32Array(0), mask: new Uint8Array(4) };
  const selection = { rows: Uint32Array.of(2), mask: Uint8Array.of(0, 0, 1, 0) };

  test("is nothing without a selection, else what is not selected", () => {
    expect([...fadedRows(4, nothing)]).toEqual([0, 0, 0, 0]);
    expect([...fadedRows(4, selection)]).toEqual([1, 1, 0, 1]);
  });

  test("is also what has no value, where the map is coloured by one that few rows have", () => {
    const values = Float32Array.of(0.1, NaN, NaN, 0.3);
    expect([...fadedRows(4, nothing, values)]).toEqual([0, 1, 1, 0]);
    expect([...fadedRows(4, selection, values)]).toEqual([1, 1, 1, 1]);
  });

  test("is all but what is under the pointer elsewhere, of which hidden rows are not drawn", () => {
    const lit = litRows(4, Uint32Array.of(0, 2, 9), Uint8Array.of(1, 1, 0, 1));
    expect([...(lit?.faded ?? [])]).toEqual([0, 1, 0, 1]);
    expect([...(lit?.rows ?? [])]).toEqual([0]);
    expect(litRows(4, new Uint32Array(0), new Uint8Array(4))).toBeNull();
    expect(litRows(4, undefined, new Uint8Array(4))).toBeNull();
  });

  test("is drawn first, and rows without a place not at all", () => {
    const order = drawOrder(Uint32Array.of(0, 1, 4, 6), grid, Uint8Array.of(0, 1, 0, 0, 1, 0, 0));
    expect([...order]).toEqual([1, 4, 0]);
  });

  test("keeps its order below, as what is plain does above", () => {
    const every = { maxLength: 30, minLength: 1 };
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), every), (rows) => {
        const shown = Uint32Array.from(rows.flatMap(([isShown], row) => (isShown ? [row] : [])));
        const positions = Float32Array.from(rows.flatMap(([, isPlaced]) => [0, isPlaced ? 0 : NaN]));
        const faded = Uint8Array.from(rows, ([, , fades]) => (fades ? 1 : 0));
        const placed = [...shown].filter((row) => rows[row]?.[1]);
        expect([...drawOrder(shown, positions, faded)]).toEqual([
          ...placed.filter((row) => faded[row]),
          ...placed.filter((row) => !faded[row]),
        ]);
      }),
    );
  });
});

describe("the table", () => {
  const columns = {
    texts: ["b", "a", "c"],
    labelNames: ["zebra", "ant"],
    gold: Int32Array.of(0, 1, -1),
    prediction: Int32Array.of(0, 0, 1),
    confidence: Float32Array.of(0.5, NaN, 0.1),
  };
  const rows = Uint32Array.of(0, 1, 2);

  test("sorts by any column, labels by name, ties by row", () => {
    expect([...sortRows(rows, "text", false, columns)]).toEqual([1, 0, 2]);
    expect([...sortRows(rows, "prediction", false, columns)]).toEqual([2, 0, 1]);
    expect([...sortRows(rows, "row", true, columns)]).toEqual([2, 1, 0]);
  });

  test("keeps missing values last either way", () => {
    expect([...sortRows(rows, "confidence", false, columns)]).toEqual([2, 0, 1]);
    expect([...sortRows(rows, "confidence", true, columns)]).toEqual([0, 2, 1]);
    expect([...sortRows(rows, "gold", true, columns)]).toEqual([0, 1, 2]);
  });
});
