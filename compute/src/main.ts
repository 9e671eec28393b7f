/** Entry of the sidecar: answers requests on stdin and stdout until stdin ends or the parent is gone. */
import { Console } from "node:console";
import { fstatSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { Models, Resources } from "./analysis";
import { createHandlers, FrameReader, FrameWriter, serve, watchParent } from "./rpc";
import { cacheFolder, DiskCache } from "./store";
import { createGraphCheck } from "./threads/check";
import { createProjectionThread } from "./threads/projection";

/** Put in by the build: the version of the whole package. */
declare const SEMLA_VERSION: string;

/** A file that is built beside this one: a worker's, or the table of concepts. */
const builtFile = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const log = (line: string): void => void process.stderr.write(`${line}\n`);
const output = takeStdout();
const folder = cacheFolder();
const disk = new DiskCache(join(folder, "results"));
const models = new Models(async () => {
  const { createInferenceEngine } = await import("./models");
  return createInferenceEngine({ workerFile: builtFile("./inference-worker.mjs") });
}, disk);
const resources = new Resources(models, createProjectionThread(builtFile("./projection-worker.mjs")), disk);
const handlers = createHandlers(
  resources,
  createGraphCheck(builtFile("./check-worker.mjs")),
  {
    version: SEMLA_VERSION,
    node: process.versions.node,
    onnxruntime: onnxruntimeVersion(),
    cacheFolder: folder,
    pid: process.pid,
  },
  builtFile("./concepts.bin"),
);

// what the threads are doing has no reader any more, so it need not end first
const leave = (): void => process.exit(0);
process.on("uncaughtException", (error) => log(`uncaught: ${error.stack ?? error.message}`));
process.on("unhandledRejection", (reason) =>
  log(`unhandled: ${reason instanceof Error ? reason.stack : String(reason)}`),
);
const connection = serve(new FrameReader(process.stdin), new FrameWriter(output), handlers, log);
connection.onClose(leave);
output.on("error", leave);
watchParent(process.stdin, leave);

/**
 * Keeps stdout for frames: whatever else is printed goes to stderr. Node writes to a pipe on stdout synchronously,
 * which would hold the loop while the other side is slow; a socket of one's own on it does not.
 */
function takeStdout(): Writable {
  const kind = fstatSync(1);
  const frames =
    kind.isFIFO() || kind.isSocket()
      ? new Socket({ fd: 1, readable: false, writable: true })
      : process.stdout;
  const write = frames.write.bind(frames);
  globalThis.console = new Console(process.stderr, process.stderr);
  if (frames !== process.stdout) process.stdout.write = process.stderr.write.bind(process.stderr);
  return Object.assign(frames, { write });
}

function onnxruntimeVersion(): string {
  const file = createRequire(import.meta.url).resolve("onnxruntime-node/package.json");
  const found: unknown = JSON.parse(readFileSync(file, "utf8"));
  return typeof found === "object" && found !== null && "version" in found
    ? String(found.version)
    : "unknown";
}
