import { describe, expect, test } from "@jest/globals";
import { shapes, symbolsOf } from "../symbols";

const rows = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => i);

describe("symbols", () => {
  test("go by the order of the labels shown", () => {
    const codes = Int32Array.of(9, 2, 9, -1, 5);
    expect([...(symbolsOf(codes, rows(5)) ?? [])]).toEqual([
      [2, 0],
      [5, 1],
      [9, 2],
    ]);
  });

  test("are for two to seven labels, each with a shape of its own", () => {
    const codes = Int32Array.from({ length: 8 }, (_, i) => i);
    expect(symbolsOf(codes, rows(1))).toBeNull();
    expect(symbolsOf(codes, rows(7))?.size).toBe(7);
    expect(new Set(shapes).size).toBe(7);
    expect(symbolsOf(codes, rows(8))).toBeNull();
  });

  test("are not drawn for more than 5,000 rows, nor without labels", () => {
    const codes = Int32Array.from({ length: 5001 }, (_, i) => i % 2);
    expect(symbolsOf(codes, rows(5000))?.size).toBe(2);
    expect(symbolsOf(codes, rows(5001))).toBeNull();
    expect(symbolsOf(null, rows(3))).toBeNull();
  });
});
