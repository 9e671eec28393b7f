/** A thread with one task for every way a task can go. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { parentPort } from "node:worker_threads";
import { SemlaError } from "../../../../src/protocol/errors";
import { serveTasks } from "../task";

export interface TrialTasks {
  double: { input: Float32Array; update: Float32Array; output: number };
  spin: { input: null; update: string; output: null };
  refuse: { input: string; update: never; output: never };
  break: { input: null; update: never; output: never };
  /** Steps between which others have their turn; each finds out whether another was in the middle of its own. */
  share: { input: { steps: number }; update: "step" | "disturbed"; output: "done" };
  die: { input: number; update: never; output: never };
}

if (!parentPort) throw new Error("trial worker: not started as a worker thread");
let busy = false;
serveTasks<TrialTasks>(parentPort, {
  share: async ({ steps }, context) => {
    for (let step = 0; step < steps && !context.stopped(); step++) {
      context.update(busy ? "disturbed" : "step");
      busy = true;
      await nextTurn();
      busy = false;
      await context.giveWay();
    }
    return "done";
  },
  double: async (input, context) => {
    const doubled = input.map((value) => 2 * value);
    context.update(doubled, [doubled.buffer]);
    return doubled.byteLength;
  },
  spin: async (_input, context) => {
    context.update("spinning");
    while (!context.stopped());
    return null;
  },
  refuse: async (input) => {
    throw new SemlaError("bad_model", `model: ${input} is no model`);
  },
  break: async () => {
    throw new TypeError("a fault of ours");
  },
  die: async (code) => process.exit(code),
});
