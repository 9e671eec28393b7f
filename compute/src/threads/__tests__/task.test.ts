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

  test("lets others have their turn where a task gives way, one step at a time", async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    let begun = (): void => undefined;
    const beginning = new Promise<void>((resolve) => (begun = resolve));
    const endless = thread.run(
      "share",
      { steps: Infinity },
      {
        signal: stop.signal,
        onUpdate: (update) => {
          seen.push(update);
          begun();
        },
      },
    );
    const cancelled = expect(endless).rejects.toThrow("enough");
    await beginning;
    const others = [3, 5].map((steps) =>
      thread.run("share", { steps }, { onUpdate: (update) => seen.push(update) }),
    );
    expect(await Promise.all(others)).toEqual(["done", "done"]);
    await expect(thread.run("double", Float32Array.of(3))).resolves.toBe(0);
    stop.abort(new Error("enough"));
    await cancelled;
    expect(new Set(seen)).toEqual(new Set(["step"]));
  });

  test("goes on when a task that waits for its turn is cancelled", async () => {
    const stop = new AbortController();
    const endless = thread.run("share", { steps: Infinity }, { signal: stop.signal });
    const waiting = new AbortController();
    const given = thread.run("double", Float32Array.of(1), { signal: waiting.signal });
    waiting.abort(new Error("not this one"));
    stop.abort(new Error("nor this"));
    await expect(given).rejects.toThrow("not this one");
    await expect(endless).rejects.toThrow("nor this");
    await expect(thread.run("share", { steps: 1 })).resolves.toBe("done");
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
