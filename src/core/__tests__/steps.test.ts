import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { finished, sortedSteps } from "../steps";

test("sorting in slices sorts as an array does, and leaves equal ones as they are", () => {
  const keys = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 4000, maxLength: 10_000 });
  fc.assert(
    fc.property(keys, (values) => {
      const order = finished(sortedSteps(values.length, (a, b) => values[a]! - values[b]!));
      const expected = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
      expect([...order]).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});

test("sorting in slices yields on its way and takes none or one", () => {
  const steps = sortedSteps(10_000, (a, b) => b - a);
  let times = 0;
  while (!steps.next().done) times++;
  expect(times).toBeGreaterThan(10);
  expect([...finished(sortedSteps(0, () => 0))]).toEqual([]);
  expect([...finished(sortedSteps(1, () => 0))]).toEqual([0]);
});
