/** @jest-environment jsdom */
import "../../__tests__/screen";
import { describe, expect, test } from "@jest/globals";
import { noColumns } from "../../../client";
import { HeldPoint } from "../held-point";
import { nearLines, supportLines } from "../lines";

describe("lines to support samples", () => {
  const columns = {
    ...noColumns,
    support: { data: Int32Array.of(3, 1, -1, 0, 2, -1), size: 3 },
    closest: Int32Array.of(3, -1),
    contrast: Int32Array.of(1, -1),
  };

  test("tell closest and contrast, drawn on top, from the others", () => {
    expect(supportLines(columns, 0).map(({ row, kind }) => `${kind} ${row}`)).toEqual([
      "contrast 1",
      "closest 3",
    ]);
    expect(supportLines(columns, 1).map(({ row, kind }) => `${kind} ${row}`)).toEqual(["other 0", "other 2"]);
  });

  test("are none without support sets", () => {
    expect(supportLines(noColumns, 0)).toEqual([]);
  });
});

test("lines to the nearest rows are the stronger the nearer, the nearest on top", () => {
  const lines = nearLines({ rows: Uint32Array.of(4, 2, 9), similarity: Float32Array.of(0.9, 0.7, 0.5) });
  expect(lines.map(({ row }) => row)).toEqual([9, 2, 4]);
  expect(lines.map(({ strength }) => Number(strength.toFixed(2)))).toEqual([0.3, 0.65, 1]);
});

describe("a point that is held", () => {
  const home = { x: 0, y: 0 };

  test("is where the pointer has it, and glides back in 240 ms", () => {
    const held = new HeldPoint(() => false);
    held.move(5, { x: 80, y: 40 });
    expect([held.row, held.down, held.at(99, home)]).toEqual([5, true, { x: 80, y: 40 }]);
    held.release(1000);
    expect(held.down).toBe(false);
    expect(held.at(1120, home)).toEqual({ x: 10, y: 5 });
    expect(held.at(1240, home)).toBeNull();
    expect(held.row).toBe(-1);
  });

  test("jumps back where motion is not wanted, and when its row is no longer drawn", () => {
    const held = new HeldPoint(() => true);
    held.move(5, { x: 80, y: 40 });
    held.release(1000);
    expect(held.row).toBe(-1);
    held.move(5, { x: 80, y: 40 });
    expect(held.at(0, null)).toBeNull();
    expect(held.row).toBe(-1);
  });
});
