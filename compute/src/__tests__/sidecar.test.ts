import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { Tensor } from "../../../src/protocol";
import { arrowTable, utterances } from "../analysis/__tests__/fixtures";
import { spawnSidecar, type SpawnedSidecar } from "./process";
import { writeTinyModel } from "./tiny-model";

const repository = join(__dirname, "..", "..", "..");
const folder = mkdtempSync(join(tmpdir(), "semla-sidecar-"));
const script = join(folder, "built", "main.mjs");
const tiny = join(folder, "tiny");
const quick = { epochs: 30 };
let running: SpawnedSidecar[] = [];
let caches = 0;

beforeAll(() => {
  execFileSync(process.execPath, [join(repository, "compute", "build.mjs"), "--out", join(folder, "built")]);
  writeTinyModel(tiny);
});
afterEach(async () => {
  for (const sidecar of running) await sidecar.kill();
  running = [];
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const newCache = (): string => join(folder, `cache-${caches++}`);

async function start(cache = newCache()): Promise<SpawnedSidecar> {
  const sidecar = spawnSidecar(script, cache);
  running.push(sidecar);
  await sidecar.caller.initialize();
  return sidecar;
}

async function push({ caller }: SpawnedSidecar, rows: number, model = tiny) {
  const { texts, labels } = utterances(rows);
  const { dataset } = await caller.call("dataset/put", { name: "d", table: arrowTable(texts, labels) });
  const loaded = await caller.call("model/load", { folder: model });
  return { dataset, source: { kind: "model" as const, model: loaded.model }, projection: quick };
}

describe("the built sidecar", () => {
  test("runs a model over texts and lays them out, answering questions meanwhile", async () => {
    const sidecar = await start();
    const { caller } = sidecar;
    const params = await push(sidecar, 500);
    let done = false;
    const run = caller.call("analysis/run", { ...params, progressToken: "t" }).finally(() => (done = true));
    let answers = 0;
    await caller.until(({ stage }) => stage === "layout");
    while (!done) {
      await expect(caller.call("dataset/get", { dataset: "0".repeat(32) })).rejects.toThrow(/is not here/);
      answers++;
    }
    const summary = await run;
    expect(answers).toBeGreaterThan(10);
    expect(summary).toMatchObject({ rows: 500, pooling: "mean", cached: false, notices: [] });
    // every seventh text names another intent than its label
    expect(summary.accuracy).toBeCloseTo(1 - 71 / 500, 6);
    expect(summary.quality?.trustworthiness).toBeGreaterThan(0.8);
    const methods = caller.progress.map(({ value }) => value.columns?.layout?.method).filter((each) => each);
    expect(methods[0]).toBe("pca");
    expect(methods.at(-1)).toBe("umap");
    expect(sidecar.stderr()).toBe("");
  });

  test("answers a second process from the cache, and makes anew what is damaged", async () => {
    const cache = newCache();
    const first = await start(cache);
    const made = await first.caller.call("analysis/run", await push(first, 200));
    const second = await start(cache);
    const again = await second.caller.call("analysis/run", await push(second, 200));
    expect(again).toMatchObject({ analysis: made.analysis, accuracy: made.accuracy, cached: true });

    const results = join(cache, "results");
    for (const name of readdirSync(results)) {
      const bytes = readFileSync(join(results, name));
      writeFileSync(join(results, name), bytes.subarray(0, bytes.length >> 1));
    }
    const third = await start(cache);
    const anew = await third.caller.call("analysis/run", await push(third, 200));
    expect(anew).toMatchObject({ accuracy: made.accuracy, quality: made.quality, cached: false });
    expect(anew.notices.join("\n")).toMatch(/is damaged/);
  });

  test("stops an analysis that is cancelled in its layout, and does the next one", async () => {
    const sidecar = await start();
    const { caller } = sidecar;
    const params = await push(sidecar, 2500);
    const endless = { epochs: 5000, neighbours: 50 };
    const run = caller.cancellable("analysis/run", { ...params, projection: endless, progressToken: "t" });
    const failing = expect(run.result).rejects.toMatchObject({ code: -32800, data: { kind: "cancelled" } });
    await caller.until(({ stage, done }) => stage === "layout" && done > 1);
    run.cancel();
    await failing;
    const other = await caller.call("analysis/run", { ...params, projection: { method: "pca" } });
    expect(other.layout).toMatchObject({ method: "pca" });
    expect(caller.progress.some(({ token, value }) => token === "t" && value.stage === "ready")).toBe(false);
  });

  test("runs a graph once on given pieces", async () => {
    const { caller } = await start();
    const pieces = new Tensor("int32", Int32Array.of(2, 4, 5, 3, 2, 6, 3, 0), [2, 4]);
    const mask = new Tensor("int32", Int32Array.of(1, 1, 1, 1, 1, 1, 1, 0), [2, 4]);
    const { logits, hidden } = await caller.call("model/check", {
      folder: tiny,
      inputIds: pieces,
      attentionMask: mask,
    });
    expect(logits?.shape).toEqual([2, 6]);
    expect(hidden?.shape).toEqual([2, 4, 16]);
    expect(logits?.data.indexOf(Math.max(...logits.data))).toBe(0);
    await expect(
      caller.call("model/check", { folder: join(folder, "none"), inputIds: pieces, attentionMask: mask }),
    ).rejects.toMatchObject({ data: { kind: "bad_model" } });
  });

  test("keeps its output clean: an unknown key is a sentence, not a crash", async () => {
    const { caller } = await start();
    await expect(caller.raw("model/load", { folder: tiny, quantised: true })).rejects.toMatchObject({
      message: 'model/load: unknown key "quantised" (allowed: folder, pooling)',
      data: { kind: "invalid_request" },
    });
    await expect(caller.call("model/load", { folder: join(folder, "none") })).rejects.toMatchObject({
      data: { kind: "bad_model" },
    });
  });

  test("leaves when its input ends, also in the middle of work", async () => {
    const sidecar = await start();
    const params = await push(sidecar, 2500);
    const run = { ...params, projection: { epochs: 5000 }, progressToken: "t" };
    sidecar.caller.call("analysis/run", run).catch(() => undefined);
    await sidecar.caller.until(({ stage }) => stage === "layout");
    sidecar.process.stdin?.end();
    expect(await sidecar.exited).toBe(0);
  });

  test("leaves when its parent is killed, though another process still holds its input open", async () => {
    const parent = spawnSidecar(script, newCache(), { shell: true });
    running.push(parent);
    const { pid } = await parent.caller.initialize();
    expect(pid).not.toBe(parent.process.pid);
    parent.process.kill("SIGKILL");
    await parent.outputEnded;
  });

  const trained = join(repository, "semla", "demo_assets", "model", "step-1400");
  test("runs a trained model", async () => {
    const sidecar = await start();
    const { caller } = sidecar;
    const { dataset } = await caller.call("dataset/put", {
      name: "d",
      table: arrowTable(utterances(200).texts),
    });
    const { model, dimension } = await caller.call("model/load", { folder: trained });
    const summary = await caller.call("analysis/run", { dataset, source: { kind: "model", model } });
    expect(summary).toMatchObject({ rows: 200, dimension, notices: [] });
    expect(summary.quality?.trustworthiness).toBeGreaterThan(0.8);
  });
});
