/** Entry of the thread that runs an exported graph once. */
import { parentPort } from "node:worker_threads";
import type { CheckTasks } from "./check";
import { checkTasks } from "./check-tasks";
import { serveTasks } from "./task";

if (!parentPort) throw new Error("check worker: not started as a worker thread");
serveTasks<CheckTasks>(parentPort, checkTasks());
