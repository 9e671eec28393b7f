import { PassThrough } from "node:stream";
import { expect, test } from "@jest/globals";
import { watchParent } from "../lifeline";

test("leaves once when the input ends, and again never", async () => {
  const input = new PassThrough();
  let left = 0;
  watchParent(input, () => left++);
  // an ended stream also closes: two reasons to leave
  const closed = new Promise((resolve) => input.once("close", resolve));
  input.resume().end();
  await closed;
  expect(left).toBe(1);
});

test("leaves when another process has become the parent", async () => {
  let parent = 10;
  const leaving = new Promise<void>((resolve) => {
    watchParent(new PassThrough(), resolve, () => parent, 1);
  });
  // the timer alone does not keep a process alive
  const alive = setInterval(() => (parent = 1), 5);
  await leaving;
  clearInterval(alive);
});
