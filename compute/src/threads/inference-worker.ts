/** Entry of the inference thread: onnxruntime computes on the thread that calls it, so that must not be the main one. */
import { parentPort } from "node:worker_threads";
import { type InferenceTasks, inferenceTasks } from "./inference";
import { serveTasks } from "./task";

if (!parentPort) throw new Error("inference worker: not started as a worker thread");
serveTasks<InferenceTasks>(parentPort, inferenceTasks());
