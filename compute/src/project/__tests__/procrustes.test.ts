import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { procrustes } from "../procrustes";
import golden from "./golden/anchor.json";

/** Sum of squared distances, as SciPy gives it: as a share of the anchor's own about its centre. */
function disparity(map: Float32Array, anchor: Float32Array): number {
  const mean = [0, 1].map((axis) => {
    const own = [...anchor].filter((_, i) => i % 2 === axis);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  });
  let apart = 0;
  let size = 0;
  for (let i = 0; i < map.length; i++) {
    apart += (map[i]! - anchor[i]!) ** 2;
    size += (anchor[i]! - mean[i % 2]!) ** 2;
  }
  return apart / size;
}

describe.each(golden.alignments.map((each, i) => [i === 0 ? "turned" : "mirrored", each] as const))(
  "a map that was %s",
  (_how, expected) => {
    const anchor = Float32Array.from(expected.anchor);
    const aligned = procrustes(Float32Array.from(expected.positions), anchor);

    test("is put where SciPy puts it", () => {
      expected.aligned.forEach((value, i) => expect(aligned[i]).toBeCloseTo(value, 4));
      expect(disparity(aligned, anchor)).toBeCloseTo(expected.disparity, 6);
    });
  },
);

test("a map that is only turned, mirrored, scaled and moved comes back", () => {
  const number = fc.double({ min: -10, max: 10, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(number, number), { minLength: 3, maxLength: 20 }),
      fc.double({ min: 0, max: 6.3, noNaN: true }),
      fc.double({ min: 0.1, max: 50, noNaN: true }),
      fc.boolean(),
      number,
      (points, angle, scale, mirrored, shift) => {
        const anchor = Float32Array.from(points.flat());
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        const moved = Float32Array.from(
          points.flatMap(([x, y]) => {
            const side = mirrored ? -y : y;
            return [scale * (c * x - s * side) + shift, scale * (s * x + c * side) - shift];
          }),
        );
        procrustes(moved, anchor).forEach((value, i) =>
          expect(Math.abs(value - anchor[i]!)).toBeLessThan(1e-3),
        );
      },
    ),
  );
});

test("a map of one place is moved to the middle of the anchor, one of other rows refused", () => {
  const anchor = Float32Array.of(0, 0, 4, 2);
  expect([...procrustes(Float32Array.of(9, 9, 9, 9), anchor)]).toEqual([2, 1, 2, 1]);
  expect(() => procrustes(Float32Array.of(1, 2), anchor)).toThrow(
    "anchor: 2 rows (allowed: 1, as the map has)",
  );
});
