import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { uninterrupted } from "../cancelled";
import { planeNeighbours } from "../plane-neighbours";

const coordinate = fc.oneof(fc.integer({ min: -4, max: 4 }), fc.float({ min: -100, max: 100, noNaN: true }));

test("neighbours in the plane are as near as those of comparing every pair", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 120 }),
      fc.integer({ min: 1, max: 15 }),
      (points, wanted) => {
        const k = Math.min(wanted, points.length - 1);
        const positions = Float32Array.from(points.flat());
        const squared = (a: number, b: number) =>
          (positions[2 * a]! - positions[2 * b]!) ** 2 + (positions[2 * a + 1]! - positions[2 * b + 1]!) ** 2;
        const found = planeNeighbours(positions, k, uninterrupted);
        for (let point = 0; point < points.length; point++) {
          const own = Array.from(found.subarray(point * k, (point + 1) * k));
          expect(new Set(own).size).toBe(k);
          expect(own).not.toContain(point);
          const all = points.map((_, other) => squared(point, other)).filter((_, other) => other !== point);
          expect(own.map((other) => squared(point, other))).toEqual(all.sort((a, b) => a - b).slice(0, k));
        }
      },
    ),
  );
});

test("points all at one place have neighbours too", () => {
  const found = planeNeighbours(new Float32Array(2 * 500).fill(3), 4, uninterrupted);
  for (let point = 0; point < 500; point++)
    expect(new Set([point, ...found.subarray(point * 4, point * 4 + 4)]).size).toBe(5);
});
