import { expect, test } from "@jest/globals";
import { runInSlices } from "../slices";

/** Holds the thread for more than a slice before each yield. */
function* slow(seen: number[], count: number): Generator<void, string, void> {
  for (let i = 0; i < count; i++) {
    seen.push(i);
    const until = performance.now() + 10;
    while (performance.now() < until);
    yield;
  }
  return "done";
}

test("a computation in slices lets others run in between and gives its result", async () => {
  const seen: (number | string)[] = [];
  const running = runInSlices(slow(seen as number[], 3), new AbortController().signal);
  setTimeout(() => seen.push("other"));
  await expect(running).resolves.toBe("done");
  expect(seen.indexOf("other")).toBeGreaterThan(0);
  expect(seen.indexOf("other")).toBeLessThan(3);
});

test("a computation that is stopped goes no further and gives null", async () => {
  const seen: number[] = [];
  const stop = new AbortController();
  const running = runInSlices(slow(seen, 3), stop.signal);
  stop.abort();
  await expect(running).resolves.toBeNull();
  expect(seen).toEqual([0]);
});
