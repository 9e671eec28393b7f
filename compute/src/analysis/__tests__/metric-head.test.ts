import { describe, expect, test } from "@jest/globals";
import { Tensor } from "../../../../src/protocol";
import { newFolder, newLog, prepared, projection, sidecar } from "./caller";
import { arrowTable, fakeEngine, intents, utterances } from "./fixtures";

const rows = 84;

async function metric(
  folder = newFolder(),
  log = newLog(),
  labels = utterances(rows).labels as (string | null)[],
) {
  const caller = await sidecar(fakeEngine(log), folder);
  const params = await prepared(caller, rows, labels);
  const summary = await caller.call("analysis/run", { ...params, head: "metric" });
  const { analysis } = summary;
  const { columns = {} } = await caller.call("analysis/state", { analysis });
  return { caller, params, analysis, summary, columns };
}

describe("the metric head", () => {
  test("compares each row with one example of its label and of four others", async () => {
    const { caller, analysis, columns, summary } = await metric();
    expect(summary).toMatchObject({ head: "metric", source: "model" });
    const { array } = await caller.call("analysis/array", { analysis, name: "embeddings" });
    const { array: all } = await caller.call("analysis/array", { analysis, name: "probabilities" });
    const at = (row: number) => array.data.subarray(row * 12, (row + 1) * 12);
    const gold = columns.gold!.data;
    const labels = columns.labelNames!.length;
    for (let row = 0; row < rows; row++) {
      const support = [...columns.support!.data.subarray(row * 5, (row + 1) * 5)];
      expect(support).not.toContain(row);
      expect(new Set(support.map((other) => gold[other])).size).toBe(5);
      expect(support.some((other) => gold[other] === gold[row])).toBe(true);
      const scores = support.map((other) =>
        at(row).reduce((sum, value, i) => sum + value * at(other)[i]!, 0),
      );
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      const predicted = gold[support[0]!];
      expect(columns.prediction!.data[row]).toBe(predicted);
      expect(columns.closest!.data[row]).toBe(support[0]);
      const right = support.find((other) => gold[other] === gold[row]);
      expect(columns.contrast!.data[row]).toBe(predicted === gold[row] ? support[1] : right);
      const powers = scores.map((score) => Math.exp(score / 15));
      const sum = powers.reduce((total, power) => total + power, 0);
      expect(columns.probability!.data[row]).toBeCloseTo(powers[0]! / sum, 5);
      expect(columns.confidence!.data[row]).toBeCloseTo((powers[0]! - powers[1]!) / sum, 5);
      const own = all.data.subarray(row * labels, (row + 1) * labels);
      expect(own.reduce((total, value) => total + value, 0)).toBeCloseTo(1, 5);
      expect(own.filter((value) => value > 0)).toHaveLength(5);
      support.forEach((other, i) => expect(own[gold[other]!]).toBeCloseTo(powers[i]! / sum, 5));
      expect(columns.loss!.data[row]).toBeCloseTo(-Math.log(own[gold[row]!]!), 4);
    }
  });

  test("is the same again, from the cache of another process, with its probabilities", async () => {
    const folder = newFolder();
    const first = await metric(folder);
    const log = newLog();
    const again = await metric(folder, log);
    expect(log.runs).toBe(0);
    expect(again.analysis).toBe(first.analysis);
    expect(again.columns.support!.data).toEqual(first.columns.support!.data);
    const arrays = [];
    for (const { caller, analysis } of [first, again])
      arrays.push((await caller.call("analysis/array", { analysis, name: "probabilities" })).array.data);
    expect(arrays[1]).toEqual(arrays[0]);
    const { rows: near } = await again.caller.call("analysis/neighbours", {
      analysis: again.analysis,
      row: 0,
    });
    expect(near.data).toHaveLength(15);
  });

  test("is another analysis than the classifier's, from one run of the model", async () => {
    const log = newLog();
    const { caller, params, analysis, columns } = await metric(newFolder(), log);
    const other = await caller.call("analysis/run", params);
    expect(other).toMatchObject({ head: "classifier" });
    expect(other.analysis).not.toBe(analysis);
    expect(log.runs).toBe(1);
    const state = await caller.call("analysis/state", { analysis: other.analysis });
    expect(state.columns?.support?.data).not.toEqual(columns.support!.data);
  });

  test("draws others for rows without gold label, and takes the labels there are", async () => {
    const labels = utterances(rows).labels.map((label, row) =>
      row % 3 === 0 ? null : intents.indexOf(label) < 3 ? label : "set alarm",
    );
    const { columns } = await metric(newFolder(), newLog(), labels);
    expect([...columns.labelNames!].sort()).toEqual(["order pizza", "set alarm"]);
    for (let row = 0; row < rows; row++) {
      const support = columns.support!.data.subarray(row * 5, (row + 1) * 5);
      expect([...support.subarray(2)]).toEqual([-1, -1, -1]);
      expect(columns.prediction!.data[row]).toBeGreaterThanOrEqual(0);
      if (row % 3 === 0) expect(columns.loss!.data[row]).toBeNaN();
    }
  });

  test("works from embeddings, and again after they have left memory", async () => {
    const embeddings = new Tensor(
      "float32",
      Float32Array.from({ length: 84 * 6 }, (_, i) => (i % 6 === Math.floor(i / 6) % 6 ? 9 : Math.sin(i))),
      [84, 6],
    );
    const source = { kind: "arrays" as const, labelNames: [], embeddings };
    const folder = newFolder();
    const figures = [];
    for (let i = 0; i < 2; i++) {
      const caller = await sidecar(fakeEngine(newLog()), folder);
      const { dataset } = await prepared(caller, rows);
      const summary = await caller.call("analysis/run", { dataset, source, projection, head: "metric" });
      expect(summary.cached).toBe(i === 1);
      const { analysis } = summary;
      const { array } = await caller.call("analysis/array", { analysis, name: "probabilities" });
      figures.push([summary.accuracy, array.data]);
    }
    expect(figures[0]![0]).toBe(1);
    expect(figures[1]).toEqual(figures[0]);
  });

  test.each([
    [
      Array<null>(rows).fill(null),
      "head: metric, but the data has no gold labels to draw examples from; pass label=",
    ],
    [Array<string>(rows).fill("a"), "head: metric, but all rows have one label (needed: two or more)"],
  ])("needs labels: %#", async (labels, message) => {
    await expect(metric(newFolder(), newLog(), labels)).rejects.toMatchObject({
      message,
      data: { kind: "bad_data" },
    });
  });

  test("needs embeddings", async () => {
    const caller = await sidecar(fakeEngine(newLog()));
    const { texts, labels } = utterances(20);
    const { dataset } = await caller.call("dataset/put", { name: "d", table: arrowTable(texts, labels) });
    const positions = new Tensor("float32", new Float32Array(40), [20, 2]);
    const source = { kind: "arrays" as const, labelNames: [], positions };
    await expect(caller.call("analysis/run", { dataset, source, head: "metric" })).rejects.toThrow(
      "head: metric, but there are no embeddings to compare rows by; pass embeddings= or a model",
    );
  });
});
