import { expect, test } from "@jest/globals";
import { fitCurve } from "../curve";
import { TABLE_SHIFT, tabulateForces } from "../forces";
import golden from "./golden/umap.json";

test.each(golden.curves)(
  "the curve for min_dist $min_dist and spread $spread is umap-learn's",
  (expected) => {
    const { a, b } = fitCurve(expected.min_dist, expected.spread);
    expect(a).toBeCloseTo(expected.a, 5);
    expect(b).toBeCloseTo(expected.b, 5);
  },
);

test("tabulated forces are within a quarter per cent of the formulas at every distance of a map", () => {
  const { a, b } = fitCurve(0.1, 1);
  const { attraction, repulsion } = tabulateForces({ a, b });
  for (let squared = 1e-9; squared < 1e5; squared *= 1.013) {
    const entry = new Uint32Array(Float32Array.of(squared).buffer)[0]! >>> TABLE_SHIFT;
    const pull = (-2 * a * b * squared ** (b - 1)) / (1 + a * squared ** b);
    const push = (2 * b) / ((0.001 + squared) * (1 + a * squared ** b));
    expect(Math.abs(attraction[entry]! / pull - 1)).toBeLessThan(0.0025);
    expect(Math.abs(repulsion[entry]! / push - 1)).toBeLessThan(0.0025);
  }
  expect([attraction[0], repulsion[0]]).toEqual([0, 0]);
});
