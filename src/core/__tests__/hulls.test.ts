import { describe, expect, test } from "@jest/globals";
import { polygonContains, polygonHull } from "d3";
import fc from "fast-check";
import { hullRows, islands, paddedOutline, typicalSpacing } from "../hulls";

const coordinate = fc.double({ min: -50, max: 50, noNaN: true });
const whole = fc.integer({ min: -9, max: 9 });
const cloud = fc
  .array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 60 })
  .map((points) => Float32Array.from(points.flat()));
const allOf = (positions: Float32Array): Uint32Array =>
  Uint32Array.from({ length: positions.length / 2 }, (_, i) => i);

/** Single link the slow way. */
function slowIslands(positions: Float32Array, distance: number): string {
  const count = positions.length / 2;
  const island = Array.from({ length: count }, (_, i) => i);
  for (let a = 0; a < count; a++)
    for (let b = 0; b < a; b++) {
      const dx = (positions[2 * a] ?? 0) - (positions[2 * b] ?? 0);
      const dy = (positions[2 * a + 1] ?? 0) - (positions[2 * b + 1] ?? 0);
      if (dx * dx + dy * dy > distance * distance) continue;
      const [from, to] = [island[a], island[b]];
      for (let i = 0; i < count; i++) if (island[i] === from) island[i] = to as number;
    }
  const groups = new Map<number, number[]>();
  island.forEach((key, row) => groups.set(key, [...(groups.get(key) ?? []), row]));
  return [...groups.values()]
    .map((rows) => rows.join())
    .sort()
    .join(" | ");
}

describe("islands", () => {
  test("are those of single link, whatever the points and the distance", () => {
    fc.assert(
      fc.property(cloud, fc.double({ min: 0.5, max: 30, noNaN: true }), (positions, distance) => {
        const found = islands(positions, allOf(positions), distance);
        expect(
          found
            .map((rows) => rows.join())
            .sort()
            .join(" | "),
        ).toBe(slowIslands(positions, distance));
      }),
    );
  });

  test("come largest first, without rows that have no place", () => {
    const positions = Float32Array.of(9, 9, 0, 0, NaN, NaN, 1, 0, 0, 1);
    expect(islands(positions, allOf(positions), 2).map((rows) => [...rows])).toEqual([[1, 3, 4], [0]]);
  });
});

describe("a hull", () => {
  test("has the corners that d3 finds, also where points lie on one line", () => {
    const grid = fc.uniqueArray(fc.tuple(whole, whole), { minLength: 3, maxLength: 40, selector: String });
    fc.assert(
      fc.property(grid, (places) => {
        const positions = Float32Array.from(places.flat());
        const points = Array.from(allOf(positions), (row): [number, number] => [
          positions[2 * row] ?? 0,
          positions[2 * row + 1] ?? 0,
        ]);
        const expected = polygonHull(points);
        fc.pre(expected !== null && expected.length > 2);
        const own = Array.from(hullRows(positions, allOf(positions)), (row) => points[row]);
        const texts = (corners: unknown): string[] =>
          (corners as number[][]).map((corner) => corner.join()).sort();
        expect(texts(own)).toEqual(texts(expected));
      }),
    );
  });

  test("of two rows is both, of none is none", () => {
    const positions = Float32Array.of(0, 0, 1, 1);
    expect([...hullRows(positions, Uint32Array.of(0, 1))]).toEqual([0, 1]);
    expect([...hullRows(positions, new Uint32Array(0))]).toEqual([]);
  });

  test("with padding holds a disc about every point", () => {
    fc.assert(
      fc.property(cloud, (positions) => {
        const outline = paddedOutline(positions, 7);
        const corners = Array.from({ length: outline.length / 2 }, (_, i): [number, number] => [
          outline[2 * i] ?? 0,
          outline[2 * i + 1] ?? 0,
        ]);
        // a circle of twelve corners reaches 7 cos 15° = 6.76 between them
        for (let i = 0; i < positions.length; i += 2)
          for (let angle = 0; angle < 6; angle++)
            expect(
              polygonContains(corners, [
                (positions[i] ?? 0) + 6.7 * Math.cos(angle),
                (positions[i + 1] ?? 0) + 6.7 * Math.sin(angle),
              ]),
            ).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});

test("typical spacing is the median way to the nearest", () => {
  const positions = Float32Array.of(0, 0, 1, 0, 3, 0, 6, 0, NaN, NaN);
  expect(typicalSpacing(positions, allOf(positions))).toBe(2);
  expect(typicalSpacing(positions, Uint32Array.of(1))).toBeNaN();
});
