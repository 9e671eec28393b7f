import { describe, expect, test } from "@jest/globals";
import { newFolder, newLog, prepared, sidecar } from "./caller";
import { fakeEngine, intents, utterances } from "./fixtures";

const rows = 84;

async function state(caller: Awaited<ReturnType<typeof sidecar>>, params?: object) {
  const summary = await caller.call("analysis/run", { ...(await prepared(caller, rows)), ...params });
  const { analysis } = summary;
  const { columns = {} } = await caller.call("analysis/state", { analysis });
  const { array } = await caller.call("analysis/array", { analysis, name: "embeddings" });
  return { analysis, summary, columns, embeddings: array.data };
}

/** Other rows of another text by falling cosine, in double precision. */
function byCosine(embeddings: Float32Array, row: number, texts: readonly string[]): number[] {
  const d = embeddings.length / rows;
  const at = (r: number) => embeddings.subarray(r * d, (r + 1) * d);
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const cosine = (other: number) =>
    dot(at(row), at(other)) / Math.sqrt(dot(at(other), at(other)) * dot(at(row), at(row)));
  return Array.from({ length: rows }, (_, other) => other)
    .filter((other) => texts[other] !== texts[row])
    .sort((a, b) => cosine(b) - cosine(a));
}

describe("what a row is compared with", () => {
  test("is the nearest row of the predicted label, and that of the gold label or the runner-up", async () => {
    const caller = await sidecar(fakeEngine(newLog()));
    const { columns, embeddings, analysis } = await state(caller);
    const { array } = await caller.call("analysis/array", { analysis, name: "logits" });
    const { texts } = utterances(rows);
    const gold = columns.gold!.data;
    for (let row = 0; row < rows; row++) {
      const logits = [...array.data.subarray(row * 6, (row + 1) * 6)];
      const [predicted, runnerUp] = logits.map((_, i) => i).sort((a, b) => logits[b]! - logits[a]!);
      const near = byCosine(embeddings, row, texts);
      const closest = near.find((other) => gold[other] === predicted);
      const against = gold[row] === predicted ? runnerUp : gold[row];
      const contrast = near.find((other) => gold[other] === against);
      expect(columns.closest!.data[row]).toBe(closest);
      expect(columns.contrast!.data[row]).toBe(contrast);
      expect([...columns.support!.data.subarray(row * 5, (row + 1) * 5)]).toEqual(
        [closest, contrast, ...near.filter((other) => other !== closest && other !== contrast)].slice(0, 5),
      );
      const fifteen = near.slice(0, 15).filter((other) => gold[other] === predicted);
      expect(columns.rivals!.data[row]).toBe(fifteen.length);
    }
    expect(columns.support!.shape).toEqual([rows, 5]);
  });

  test("is never the row itself nor one of its text, however often that stands there", async () => {
    const texts = Array.from({ length: 60 }, (_, row) => (row < 40 ? "play music now" : `play music ${row}`));
    const labels = texts.map(() => "play music");
    const caller = await sidecar(fakeEngine(newLog()));
    const params = await prepared(caller, 60, labels, texts);
    const { analysis } = await caller.call("analysis/run", params);
    const { columns = {} } = await caller.call("analysis/state", { analysis });
    for (let row = 0; row < 60; row++) {
      const closest = columns.closest!.data[row]!;
      expect(texts[closest]).not.toBe(texts[row]);
      expect(closest).toBeGreaterThanOrEqual(0);
      for (const other of columns.support!.data.subarray(row * 5, row * 5 + 5))
        if (other >= 0) expect(texts[other]).not.toBe(texts[row]);
    }
  });

  test("comes from the disk in another process, and with another layout", async () => {
    const folder = newFolder();
    const first = await state(await sidecar(fakeEngine(newLog()), folder));
    const other = await sidecar(fakeEngine(newLog()), folder);
    const again = await state(other);
    expect(again.summary.cached).toBe(true);
    const turned = await state(other, { projection: { method: "pca" } });
    expect(turned.summary.cached).toBe(false);
    for (const { columns } of [again, turned])
      for (const name of ["support", "closest", "contrast", "rivals"] as const)
        expect(columns[name]!.data).toEqual(first.columns[name]!.data);
  });

  test("without any label is the nearest rows", async () => {
    const caller = await sidecar(fakeEngine(newLog(), { labelNames: [] }));
    const params = await prepared(caller, rows, null);
    const { analysis } = await caller.call("analysis/run", params);
    const { columns = {} } = await caller.call("analysis/state", { analysis });
    const { array } = await caller.call("analysis/array", { analysis, name: "embeddings" });
    const near = byCosine(array.data, 3, utterances(rows).texts);
    expect([...columns.support!.data.subarray(15, 20)]).toEqual(near.slice(0, 5));
    expect(columns.closest!.data[3]).toBe(near[0]);
    expect(columns.contrast!.data[3]).toBe(-1);
    expect(new Set(columns.rivals!.data)).toEqual(new Set([0]));
  });
});

describe("the nearest rows of a row", () => {
  test("are fifteen by falling cosine, the row itself left out", async () => {
    const caller = await sidecar(fakeEngine(newLog()));
    const { analysis, embeddings } = await state(caller);
    const texts = utterances(rows).texts;
    const found = await caller.call("analysis/neighbours", { analysis, row: 11 });
    expect([...found.rows.data]).toEqual(byCosine(embeddings, 11, texts).slice(0, 15));
    expect([...found.similarity.data]).toEqual([...found.similarity.data].sort((a, b) => b - a));
    await expect(caller.call("analysis/neighbours", { analysis, row: rows })).rejects.toThrow(
      `row: ${rows} (allowed: 0 to ${rows - 1})`,
    );
  });

  test("are all others where there are fewer", async () => {
    const caller = await sidecar(fakeEngine(newLog()));
    const params = await prepared(caller, 3);
    const { analysis } = await caller.call("analysis/run", params);
    const found = await caller.call("analysis/neighbours", { analysis, row: 1 });
    expect([...found.rows.data].sort()).toEqual([0, 2]);
  });
});

describe("label clusters", () => {
  test("are grouped anew into the number asked for, for whoever looks at the analysis later", async () => {
    const caller = await sidecar(fakeEngine(newLog()));
    const { analysis, summary, columns } = await state(caller);
    const three = await caller.call("analysis/clusters", { analysis, count: 3 });
    expect(new Set(three.clusterOfLabel.data)).toEqual(new Set([0, 1, 2]));
    expect(three.clusterNames).toHaveLength(3);
    const later = await caller.call("analysis/state", { analysis });
    expect(later.columns?.clusterOfLabel?.data).toEqual(three.clusterOfLabel.data);
    expect(later.columns?.clusterNames).toEqual(three.clusterNames);
    expect(later.summary).toEqual({ ...summary, silhouette: three.silhouette });

    const chosen = await caller.call("analysis/clusters", { analysis, count: null });
    expect(chosen.clusterOfLabel.data).toEqual(columns.clusterOfLabel!.data);
    expect(chosen.silhouette).toBe(summary.silhouette);
  });

  test("cannot be more than there are labels with rows", async () => {
    const caller = await sidecar(fakeEngine(newLog()));
    const { analysis } = await state(caller);
    await expect(caller.call("analysis/clusters", { analysis, count: 7 })).rejects.toThrow(
      "clusters: 7 (allowed: 1 to 6, the labels that have rows)",
    );
    expect((await caller.call("analysis/clusters", { analysis, count: 6 })).clusterNames).toHaveLength(
      intents.length,
    );
  });

  test("are those of the call again when it is made again", async () => {
    const caller = await sidecar(fakeEngine(newLog()));
    const { analysis, columns } = await state(caller);
    await caller.call("analysis/clusters", { analysis, count: 5 });
    expect((await state(caller)).columns.clusterOfLabel!.data).toEqual(columns.clusterOfLabel!.data);
  });
});
