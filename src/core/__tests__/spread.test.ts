import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { seededRandom } from "../random";
import { spread, spreadSteps } from "../spread";

function speck(count: number, x: number, y: number, width: number): Float32Array {
  const random = seededRandom(count);
  return Float32Array.from({ length: 2 * count }, (_, i) => (i % 2 ? y : x) + (random() - 0.5) * width);
}

function nearest(positions: Float32Array): number[] {
  return Array.from({ length: positions.length / 2 }, (_, i) => {
    let least = Infinity;
    for (let j = 0; j < positions.length / 2; j++)
      if (j !== i)
        least = Math.min(
          least,
          Math.hypot(positions[2 * i]! - positions[2 * j]!, positions[2 * i + 1]! - positions[2 * j + 1]!),
        );
    return least;
  });
}

const anyPositions = fc
  .array(fc.tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: -60, max: 60 })), { maxLength: 60 })
  .map((points) => Float32Array.from(points.flat()));

test("a speck of forty rows becomes forty points apart, not far from their place", () => {
  const before = speck(40, 300, 200, 6);
  const after = spread(before);
  expect(Math.min(...nearest(before))).toBeLessThan(0.5);
  expect(Math.min(...nearest(after))).toBeGreaterThan(2.5);
  const shifts = Array.from({ length: 40 }, (_, i) =>
    Math.hypot(after[2 * i]! - before[2 * i]!, after[2 * i + 1]! - before[2 * i + 1]!),
  );
  expect(Math.max(...shifts)).toBeLessThan(20);
});

test("the pull holds points near their place on both axes", () => {
  const before = speck(40, 300, 200, 6);
  const farthest = (pull: number, axis: 0 | 1): number => {
    const after = spread(before, { pull });
    return Math.max(...[...after].map((value, i) => (i % 2 === axis ? Math.abs(value - before[i]!) : 0)));
  };
  for (const axis of [0, 1] as const) {
    expect(farthest(0.3, axis)).toBeLessThan(0.8 * farthest(0.02, axis));
    expect(farthest(0.02, axis)).toBeLessThan(farthest(0, axis));
  }
});

test("rows that coincide are told apart", () => {
  expect(Math.min(...nearest(spread(new Float32Array(20))))).toBeGreaterThan(2.5);
});

test("points that are far enough apart stay", () => {
  const positions = Float32Array.of(0, 0, 10, 0, 0, 10, 1e7, -1e7, NaN, 3);
  const after = spread(positions);
  positions.forEach((value, i) => {
    if (Number.isNaN(value)) expect(after[i]).toBeNaN();
    else expect(Math.abs(after[i]! - value)).toBeLessThan(0.3);
  });
});

test("the centre of mass stays", () => {
  fc.assert(
    fc.property(anyPositions, (positions) => {
      fc.pre(positions.length > 0);
      const after = spread(positions);
      for (const axis of [0, 1]) {
        const mean = (values: Float32Array) =>
          values.reduce((sum, value, i) => sum + (i % 2 === axis ? value : 0), 0) / (values.length / 2);
        expect(Math.abs(mean(after) - mean(positions))).toBeLessThan(0.25);
      }
    }),
  );
});

test("the same seed gives the same bytes, step by step as at once, and leaves the input alone", () => {
  fc.assert(
    fc.property(anyPositions, fc.integer(), (positions, seed) => {
      const before = positions.slice();
      const steps = spreadSteps(positions, { seed });
      let count = 0;
      let step = steps.next();
      for (; !step.done; step = steps.next()) count++;
      expect(count).toBe(140);
      expect(step.value).toEqual(spread(positions, { seed }));
      expect(positions).toEqual(before);
    }),
  );
  expect(spread(speck(9, 0, 0, 1), { seed: 1 })).not.toEqual(spread(speck(9, 0, 0, 1), { seed: 2 }));
});
