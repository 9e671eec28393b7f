import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { newFolder, prepared, projection, sidecar } from "../../analysis/__tests__/caller";
import { intents, utterances } from "../../analysis/__tests__/fixtures";
import { Tensor } from "../../../../src/protocol";
import type { Caller } from "../../rpc/__tests__/connect";
import { explainingEngine, newExplainLog, type ExplainLog } from "./explaining-engine";

const rows = 60;
const method = "gradient_x_input" as const;

async function analysed(log: ExplainLog, beforeText?: () => void, folder = newFolder()) {
  const caller = await sidecar(explainingEngine(log, beforeText), folder);
  const { analysis } = await caller.call("analysis/run", await prepared(caller, rows));
  return { caller, analysis };
}

/** Makes each attributed text take as long as a whole request may. */
function slowTexts(): () => void {
  let now = performance.now();
  jest.spyOn(performance, "now").mockImplementation(() => now);
  return () => (now += 1001);
}

afterEach(() => void jest.restoreAllMocks());

const columns = async (caller: Caller, analysis: string) =>
  (await caller.call("analysis/state", { analysis })).columns!;

describe("words by their attributions", () => {
  test("are ranked within predicted labels by mean normalised score", async () => {
    const { caller, analysis } = await analysed(newExplainLog());
    const found = await caller.call("explain/salience", { analysis, method });
    expect(found).toMatchObject({ done: rows, total: rows });
    const { labelNames = [], prediction } = await columns(caller, analysis);
    const entries = found.word.map((word, i) => ({
      word,
      label: labelNames[found.label.data[i]!]!,
      mean: found.mean.data[i]!,
      rows: found.rows.data[i]!,
    }));
    const pizza = entries.filter(({ label }) => label === "order pizza");
    // 1 of 2.5 or 2.75: an intent's two words, one or two fillers and the row's number
    expect(
      pizza
        .slice(0, 2)
        .map(({ word }) => word)
        .sort(),
    ).toEqual(["order", "pizza"]);
    const predicted = prediction!.data.filter((label) => labelNames[label] === "order pizza").length;
    expect(pizza[0]!.rows).toBe(predicted);
    expect(pizza[0]!.mean).toBeGreaterThan(0.35);
    expect(pizza[0]!.mean).toBeLessThanOrEqual(0.4);
    expect(entries.find(({ word }) => word === "please")!.mean).toBeLessThan(0);
  });

  test("count the rows of a filter only, and others later", async () => {
    const log = newExplainLog();
    const { caller, analysis } = await analysed(log);
    const filter = { word: ["music"] };
    const some = await caller.call("explain/salience", { analysis, method, filter });
    expect(some.done).toBe(some.total);
    expect(some.total).toBeLessThan(rows);
    expect(log.attributed).toHaveLength(some.total);
    const all = await caller.call("explain/salience", { analysis, method });
    expect(all).toMatchObject({ done: rows, total: rows });
    expect(log.attributed).toHaveLength(rows);
    expect(new Set(log.attributed).size).toBe(rows);
  });

  test("are worked out a while at a time, and each row once", async () => {
    const log = newExplainLog();
    const { caller, analysis } = await analysed(log, slowTexts());
    for (const done of [1, 2, 3])
      expect(await caller.call("explain/salience", { analysis, method })).toMatchObject({
        done,
        total: rows,
      });
    expect(new Set(log.attributed).size).toBe(3);
  });

  test("go on in another process where the last one was", async () => {
    const folder = newFolder();
    const first = newExplainLog();
    const began = await analysed(first, slowTexts(), folder);
    await began.caller.call("explain/salience", { analysis: began.analysis, method });
    jest.restoreAllMocks();
    const second = newExplainLog();
    const { caller, analysis } = await analysed(second, undefined, folder);
    expect(await caller.call("explain/salience", { analysis, method })).toMatchObject({ done: rows });
    expect(second.attributed).toHaveLength(rows - 1);
    expect(second.attributed).not.toContain(first.attributed[0]);
  });

  test("are kept when the request is cancelled", async () => {
    const log = newExplainLog();
    let cancel = () => {};
    const { caller, analysis } = await analysed(log, () => {
      if (log.attributed.length === 20) cancel();
    });
    const call = caller.cancellable("explain/salience", { analysis, method });
    cancel = call.cancel;
    await expect(call.result).rejects.toThrow();
    expect(log.attributed.length).toBeLessThan(rows);
    await caller.call("explain/salience", { analysis, method });
    expect(new Set(log.attributed).size).toBe(rows);
    expect(log.attributed.length).toBeLessThan(rows + 5);
  });

  test("can be looked up row by row", async () => {
    const { caller, analysis } = await analysed(newExplainLog());
    const before = await caller.call("explain/word", { analysis, method, word: "music" });
    expect(before.rows.data).toHaveLength(0);
    await caller.call("explain/salience", { analysis, method });
    const found = await caller.call("explain/word", { analysis, method, word: "Music" });
    const { texts } = utterances(rows);
    const wanted = texts.flatMap((text, row) => (text.includes("music") ? [row] : []));
    expect([...found.rows.data]).toEqual(wanted);
    for (const score of found.scores.data) expect(score).toBeGreaterThan(0.3);
    const other = await caller.call("explain/word", { analysis, method: "lime", word: "music" });
    expect(other.rows.data).toHaveLength(0);
  });

  test("are not of an analysis that has no model", async () => {
    const caller = await sidecar(explainingEngine(newExplainLog()));
    const { dataset } = await prepared(caller, rows);
    const embeddings = new Tensor(
      "float32",
      Float32Array.from({ length: rows * 4 }, (_, i) => (i * 7) % 11),
      [rows, 4],
    );
    const source = { kind: "arrays" as const, labelNames: intents, embeddings };
    const { analysis } = await caller.call("analysis/run", { dataset, source, projection });
    await expect(caller.call("explain/salience", { analysis, method })).rejects.toThrow(
      "salience: this analysis has no model",
    );
  });
});
