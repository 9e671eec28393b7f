import { describe, expect, test } from "@jest/globals";
import { Tensor } from "../../../../src/protocol";
import { procrustes } from "../../project";
import { newFolder, newLog, prepared, projection, sidecar } from "./caller";
import { createProjectionThread } from "../../threads/projection";
import { bundleWorker } from "../../threads/__tests__/bundle";
import { arrowTable, fakeEngine, inlineProjection, utterances } from "./fixtures";

const methods = ["umap", "tsne", "pca", "semla_tsne", "semla_umap"] as const;

async function ready(folder = newFolder(), projector = inlineProjection()) {
  const caller = await sidecar(fakeEngine(newLog()), folder, projector);
  const params = await prepared(caller, 84);
  const summary = await caller.call("analysis/run", params);
  const { analysis } = summary;
  const state = async (handle = analysis) => caller.call("analysis/state", { analysis: handle });
  return { caller, params, analysis, summary, state };
}

/** Share of the anchor's spread that aligned positions are away from it. */
function apart(positions: Float32Array, anchor: Float32Array): number {
  const aligned = procrustes(positions, anchor);
  const centre = procrustes(new Float32Array(anchor.length), anchor);
  const sum = (a: Float32Array) => a.reduce((total, value, i) => total + (value - anchor[i]!) ** 2, 0);
  return sum(aligned) / sum(centre);
}

describe("another layout of a finished analysis", () => {
  test.each(methods)("%s replaces positions, quality and signatures, and nothing else", async (method) => {
    const { caller, analysis, summary, state } = await ready();
    const before = await state();
    const next = { ...projection, method, seed: 1 };
    const made = await caller.call("analysis/project", { analysis, projection: next, progressToken: "p" });
    const after = await state();
    expect(after.summary).toEqual(made);
    expect(made).toEqual({
      ...summary,
      layout: expect.objectContaining({ method, seed: 1 }),
      quality: expect.anything(),
      signatures: expect.anything(),
      seconds: expect.anything(),
    });
    expect(after.columns).toEqual({
      ...before.columns,
      positions: after.columns?.positions,
      kept: after.columns?.kept,
      layout: { method, final: true },
    });
    expect(after.columns?.positions?.data).not.toEqual(before.columns?.positions?.data);
    expect(after.columns?.positions?.data.every(Number.isFinite)).toBe(true);
    const told = caller.progress.filter(({ token }) => token === "p");
    expect(told.at(-1)?.value).toMatchObject({ stage: "ready", summary: made });
    expect(told.some(({ value }) => value.columns?.layout?.final)).toBe(true);
  });

  test("is read from the disk the second time", async () => {
    const folder = newFolder();
    const first = await ready(folder);
    const next = { ...projection, method: "tsne" as const };
    await first.caller.call("analysis/project", { analysis: first.analysis, projection: next });
    const expected = (await first.state()).columns?.positions?.data;
    const again = await ready(folder);
    // what is cached is what was run
    expect((await again.state()).columns?.layout?.method).toBe("umap");
    await again.caller.call("analysis/project", {
      analysis: again.analysis,
      projection: next,
      progressToken: "p",
    });
    expect((await again.state()).columns?.positions?.data).toEqual(expected);
    expect(again.caller.progress.some(({ token, value }) => token === "p" && value.stage === "layout")).toBe(
      false,
    );
  });

  test("is forgotten when the analysis is run again", async () => {
    const { caller, analysis, params, state } = await ready();
    const before = await state();
    await caller.call("analysis/project", { analysis, projection: { method: "pca" } });
    expect(await caller.call("analysis/run", params)).toMatchObject({ analysis, cached: true });
    expect((await state()).columns?.positions).toEqual(before.columns?.positions);
  });

  test("that is given up leaves the one before, and one asked for later takes its place", async () => {
    const thread = createProjectionThread(bundleWorker("threads/projection-worker.ts"));
    try {
      const { caller, analysis, state } = await ready(newFolder(), thread);
      const before = await state();
      const slow = (progressToken: string) => {
        const projection = { method: "tsne" as const, epochs: 5000 };
        return caller.cancellable("analysis/project", { analysis, projection, progressToken });
      };
      const one = slow("one");
      const oneFails = expect(one.result).rejects.toMatchObject({ data: { kind: "cancelled" } });
      await caller.until(({ stage }) => stage === "layout", "one");
      one.cancel();
      await oneFails;
      expect(await state()).toEqual(before);
      // whoever has seen it on its way is told of the map before
      const told = caller.progress.filter(({ token }) => token === "one");
      expect(told.at(-1)?.value).toEqual(before);

      const two = expect(slow("two").result).rejects.toMatchObject({
        message: "projection: given up for another that was asked for later",
        data: { kind: "cancelled" },
      });
      await caller.until(({ stage }) => stage === "layout", "two");
      await caller.call("analysis/project", { analysis, projection: { method: "pca" } });
      await two;
      expect((await state()).columns?.layout).toEqual({ method: "pca", final: true });
    } finally {
      await thread.close();
    }
  });

  test("needs something to lay out by", async () => {
    const caller = await sidecar(fakeEngine(newLog()));
    const { dataset } = await prepared(caller, 20);
    const positions = new Tensor(
      "float32",
      Float32Array.from({ length: 40 }, (_, i) => Math.sin(i)),
      [20, 2],
    );
    const source = { kind: "arrays" as const, labelNames: [], positions };
    const { analysis } = await caller.call("analysis/run", { dataset, source });
    for (const asked of [
      caller.call("analysis/project", { analysis, projection }),
      caller.call("analysis/neighbours", { analysis, row: 0 }),
    ])
      await expect(asked).rejects.toThrow(
        "this analysis has positions only; it needs a model or embeddings=",
      );
    await expect(caller.call("analysis/clusters", { analysis, count: 2 })).rejects.toThrow(
      "clusters: this analysis has no labels to group, or no embeddings to group them by",
    );
  });
});

describe("an anchored layout", () => {
  test.each([
    ["umap", "umap"],
    ["tsne", "tsne"],
    ["tsne", "umap"],
    ["pca", "umap"],
  ] as const)("%s is aligned with an anchor of %s, and more like it than without", async (method, of) => {
    const { caller, params, state } = await ready();
    const epochs = 200;
    const other = { ...params, projection: { method: of, epochs } };
    const { analysis } = await caller.call("analysis/run", other);
    const anchor = (await state(analysis)).columns!.positions!.data;
    const run = async (tied: string | null) => {
      const next = { ...params, projection: { method, epochs, seed: 3, anchor: tied } };
      const made = await caller.call("analysis/run", next);
      return (await state(made.analysis)).columns!.positions!.data;
    };
    const [positions, free] = [await run(analysis), await run(null)];
    // aligning it once more changes nothing
    procrustes(positions, anchor).forEach((value, i) => expect(value).toBeCloseTo(positions[i]!, 3));
    if (method === "pca") expect(apart(positions, anchor)).toBeCloseTo(apart(free, anchor), 4);
    else expect(apart(positions, anchor)).toBeLessThan(apart(free, anchor));
  });

  test("waits for an anchor under way, and follows one that was laid out anew", async () => {
    const caller = await sidecar(fakeEngine(newLog()));
    const params = await prepared(caller, 60);
    const under = caller.call("analysis/run", params);
    const { analysis } = await caller.call("analysis/run", params);
    await under;
    const tied = { ...params, projection: { ...projection, method: "pca" as const, anchor: analysis } };
    const first = await caller.call("analysis/run", tied);
    const positions = async () =>
      (await caller.call("analysis/state", { analysis: first.analysis })).columns!.positions!.data;
    const before = await positions();
    expect((await caller.call("analysis/run", tied)).cached).toBe(true);
    await caller.call("analysis/project", { analysis, projection: { ...projection, seed: 5 } });
    expect((await caller.call("analysis/run", tied)).cached).toBe(false);
    expect(await positions()).not.toEqual(before);
  });

  test("of other rows, or of an analysis nobody knows, is refused", async () => {
    const { caller, params, analysis } = await ready();
    const { texts, labels } = utterances(30);
    const { dataset } = await caller.call("dataset/put", { name: "e", table: arrowTable(texts, labels) });
    await expect(
      caller.call("analysis/run", { ...params, dataset, projection: { anchor: analysis } }),
    ).rejects.toThrow("anchor: an analysis of 84 rows (allowed: 30, the same rows in the same order)");
    const unknown = "e".repeat(32);
    await expect(
      caller.call("analysis/project", { analysis, projection: { anchor: unknown } }),
    ).rejects.toMatchObject({
      message: `anchor: ${unknown} is not here; run it first`,
      data: { kind: "unknown_handle" },
    });
  });
});
