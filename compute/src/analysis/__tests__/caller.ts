import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "@jest/globals";
import type { ParamsIn } from "../../../../src/protocol";
import type { InferenceEngine } from "../../models";
import { createHandlers } from "../../rpc/handlers";
import { connect, type Caller } from "../../rpc/__tests__/connect";
import { DiskCache } from "../../store";
import { Models } from "../models";
import { Resources } from "../resources";
import { arrowTable, inlineProjection, utterances, type EngineLog } from "./fixtures";

const about = { version: "0", node: "0", onnxruntime: "0", cacheFolder: "", pid: 0 };
const notChecked = () => Promise.reject(new Error("no graph is checked here"));
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A folder that is gone after the tests of the file. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "semla-analysis-"));
  folders.push(folder);
  return folder;
}

/** The sidecar's handlers on an engine of the test's own, with projections on this thread unless told otherwise. */
export async function sidecar(
  engine: InferenceEngine,
  folder = newFolder(),
  projector = inlineProjection(),
): Promise<Caller> {
  const disk = new DiskCache(folder);
  const models = new Models(async () => engine, disk);
  const caller = connect(createHandlers(new Resources(models, projector, disk), notChecked, about));
  await caller.initialize();
  return caller;
}

export const newLog = (): EngineLog => ({ loads: 0, runs: 0 });
/** A layout that takes no time. */
export const projection = { epochs: 20, neighbours: 5 };

/** Pushes a data set, loads the fake model and says what to run. */
export async function prepared(
  caller: Caller,
  rows: number,
  labels: readonly (string | null)[] | null = utterances(rows).labels,
  texts: readonly string[] = utterances(rows).texts,
): Promise<ParamsIn<"analysis/run">> {
  const { dataset } = await caller.call("dataset/put", {
    name: "d",
    table: arrowTable(texts, labels ?? undefined),
  });
  const { model } = await caller.call("model/load", { folder: "/nowhere" });
  return { dataset, source: { kind: "model", model }, projection };
}
