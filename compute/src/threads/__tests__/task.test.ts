import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createTaskThread, type TaskThread } from "../task";
import { bundleWorker } from "./bundle";
import type { TrialTasks } from "./trial-worker";

describe("a task thread", () => {
  let thread: TaskThread<TrialTasks>;
  beforeAll(() => {
    thread = createTaskThread("trial thread", bundleWorker("threads/__tests__/trial-worker.ts"));
  });
  afterAll(() => thread.close());

  test("sends updates before the output, and moves their memory instead of copying it", async () => {
    const updates: number[][] = [];
    const onUpdate = (update: Float32Array) => updates.push([...update]);
    const left = await thread.run("double", Float32Array.of(1, 2.5), { onUpdate });
    expect(updates).toEqual([[2, 5]]);
    // the buffer had gone to the other side by the time its length was read
    expect(left).toBe(0);
  });

  test("keeps the kind and the sentence of an error", async () => {
    await expect(thread.run("refuse", "soup")).rejects.toMatchObject({
      name: "SemlaError",
      kind: "bad_model",
      message: "model: soup is no model",
    });
    await expect(thread.run("break", null)).rejects.toMatchObject({
      kind: "internal",
      message: "a fault of ours",
    });
  });

  test("stops a task that never returns to its event loop, and goes on with the next", async () => {
    const stop = new AbortController();
    const reason = new Error("changed my mind");
    const spinning = thread.run("spin", null, { signal: stop.signal, onUpdate: () => stop.abort(reason) });
    await expect(spinning).rejects.toBe(reason);
    await expect(thread.run("double", Float32Array.of(3))).resolves.toBe(0);
  });

  test("refuses at once what was cancelled before", async () => {
    const signal = AbortSignal.abort(new Error("too late"));
    await expect(thread.run("spin", null, { signal })).rejects.toThrow("too late");
  });

  test("fails what is pending with a sentence when it dies, and starts again with the next call", async () => {
    const pending = [thread.run("die", 3), thread.run("double", Float32Array.of(1))];
    for (const call of pending)
      await expect(call).rejects.toMatchObject({
        kind: "internal",
        message: "trial thread: ended with code 3; run it again",
      });
    await expect(thread.run("double", Float32Array.of(1))).resolves.toBe(0);
  });

  test("says so when its file is missing", async () => {
    const lost = createTaskThread<TrialTasks>("lost thread", "/nowhere/worker.mjs");
    await expect(lost.run("double", Float32Array.of(1))).rejects.toThrow(/^lost thread: Cannot find module/);
  });
});
