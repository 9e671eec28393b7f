/** Entry of the projection thread: neighbours, layouts and their quality, so that no computing holds the main loop. */
import { parentPort } from "node:worker_threads";
import type { ProjectionTasks } from "./projection";
import { projectionHandlers } from "./projection-tasks";
import { serveTasks } from "./task";

if (!parentPort) throw new Error("projection worker: not started as a worker thread");

serveTasks<ProjectionTasks>(
  parentPort,
  projectionHandlers(async (model) => {
    const { InferenceSession } = await import("onnxruntime-node");
    return InferenceSession.create(model, { logSeverityLevel: 3 });
  }),
);
