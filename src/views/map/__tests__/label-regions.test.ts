/** @jest-environment jsdom */
import "../../__tests__/screen";
import { describe, expect, test } from "@jest/globals";
import { filledStore } from "../../../client/__tests__/filled-store";
import { placeBeside, namedIslands } from "../island-names";
import { placePill } from "../hull-marks";
import { drawnIslands, islandDistance, LabelRegions, rowsByCode } from "../label-regions";

/** Rows 0, 1, 2 (gold 0) and 3, 4, 5 (gold 1) in two places; 2 is predicted 1 and 5 is predicted 0. */
const target = Float32Array.of(0, 0, 0.1, 0, 0, 0.1, 1, 1, 1.1, 1, 1, 1.1, 0.5, 0.5, NaN, NaN);
const homeScale = 100;
const sides = { a: "#aa0000", b: "#0000bb" };

function found(store = filledStore(), hovered = -1) {
  return new LabelRegions(store)
    .find(target, homeScale, hovered, sides)
    .map(({ label, kind, colour, islands, name }) => ({
      label,
      kind,
      colour,
      name,
      islands: islands.length,
    }));
}

describe("the regions of labels", () => {
  test("are none without a label under the pointer", () => {
    expect(found()).toEqual([]);
  });

  test("are those of the row under the pointer, without a name, which its tooltip tells", () => {
    const store = filledStore();
    const colour = store.labelColours.value[1];
    expect(found(store, 4)).toEqual([
      { label: 1, kind: "gold", colour, name: null, islands: 1 },
      { label: 1, kind: "predicted", colour, name: null, islands: 0 },
    ]);
  });

  test("of a pair have the colours of its sides and names, whatever is hovered", () => {
    const store = filledStore();
    store.selectPair({ gold: 0, prediction: 1 });
    expect(found(store, 7).map(({ label, kind, colour, name }) => [label, kind, colour, name])).toEqual([
      [0, "gold", sides.a, "card arrival"],
      [0, "predicted", sides.a, null],
      [1, "gold", sides.b, "top up"],
      [1, "predicted", sides.b, null],
    ]);
  });

  test("follow what is under the pointer in a list: two labels look like a pair, one has its own colour", () => {
    const store = filledStore();
    store.setEmphasis({ rows: new Uint32Array(0), labels: [1, 0] });
    expect(new Set(found(store).map(({ colour }) => colour))).toEqual(new Set([sides.a, sides.b]));
    store.setEmphasis({ rows: new Uint32Array(0), labels: [2] });
    expect(found(store)[0]?.colour).toBe(store.labelColours.value[2]);
  });

  test("leave out rows that a filter hides", () => {
    const store = filledStore();
    store.setEmphasis({ rows: new Uint32Array(0), labels: [0] });
    const regions = new LabelRegions(store);
    const gold = () => regions.find(target, homeScale, -1, sides)[0]?.islands.length;
    expect(gold()).toBe(1);
    store.refine({ errors: false });
    expect(gold()).toBe(0);
  });
});

describe("the rows of each label", () => {
  test("are those shown, in their order, none where there are none, and rows without a label in none", () => {
    const codes = Int32Array.of(2, 0, -1, 2, 0, 2);
    const rows = rowsByCode(codes, Uint32Array.of(0, 2, 3, 4));
    expect(rows.map((each) => [...each])).toEqual([[4], [], [0, 3]]);
  });
});

describe("islands", () => {
  test("are as far apart as is usual for their rows, within bounds", () => {
    expect([islandDistance(NaN), islandDistance(4.3), islandDistance(10), islandDistance(99)]).toEqual([
      12, 12.899999999999999, 30, 48,
    ]);
  });

  test("of fewer than three rows have no outline", () => {
    expect(drawnIslands(Uint32Array.of(0, 1, 3, 4, 5), target, homeScale).map((rows) => [...rows])).toEqual([
      [3, 4, 5],
    ]);
  });

  test("of a selection are those of each label, rows without one in none", () => {
    const codes = Int32Array.of(7, 7, 7, 8, -1, 8);
    const named = namedIslands(Uint32Array.of(0, 1, 2, 3, 4, 5), codes, target, homeScale);
    expect(named.map(({ label, rows }) => [label, rows.length])).toEqual([[7, 3]]);
  });
});

describe("a name", () => {
  const size = { width: 300, height: 200 };
  const box = { x: 100, y: 80, width: 40, height: 40 };

  test("stands above its island, inside the map, and below where another is in the way", () => {
    const above = placePill(box, 100, size, []);
    expect([above.x, above.y]).toEqual([70, 50]);
    expect(placePill(box, 100, size, [above]).y).toBe(128);
    expect(placePill({ ...box, x: -30, y: 0 }, 100, size, [])).toMatchObject({ x: 8, y: 8 });
  });

  test("of a selected island stands right of it, else left, else above, and is left out where nothing is free", () => {
    const right = placeBeside(box, 60, size, []);
    expect(right?.x).toBe(146);
    expect(placeBeside({ ...box, x: 220 }, 60, size, [])?.x).toBe(154);
    expect(placeBeside(box, 200, size, [])).toMatchObject({ x: 20, y: 56 });
    expect(placeBeside(box, 60, size, [{ x: 0, y: 0, ...size }])).toBeNull();
  });
});
