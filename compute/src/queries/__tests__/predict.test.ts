import { describe, expect, test } from "@jest/globals";
import { newFolder, newLog, prepared, projection, sidecar } from "../../analysis/__tests__/caller";
import { arrowTable, fakeEngine, intents, utterances } from "../../analysis/__tests__/fixtures";
import { Tensor } from "../../../../src/protocol";
import { placeAmong } from "../predict";

const rows = 84;

async function analysed(head: "classifier" | "metric", folder = newFolder(), log = newLog()) {
  const caller = await sidecar(fakeEngine(log), folder);
  // each row with the label that it is about
  const labels = utterances(rows).texts.map((text) => text.split(" ").slice(0, 2).join(" "));
  const { analysis } = await caller.call("analysis/run", { ...(await prepared(caller, rows, labels)), head });
  const { columns = {} } = await caller.call("analysis/state", { analysis });
  const predict = (...texts: string[]) => caller.call("explain/predict", { analysis, texts });
  return { caller, analysis, columns, predict };
}

describe("new texts", () => {
  test("get the model's label and probabilities, in their order", async () => {
    const { predict, columns } = await analysed("classifier");
    const texts = Array.from({ length: 40 }, (_, i) => `${intents[(i * 5) % 6]!} ${i}`);
    const found = await predict(...texts);
    expect(found.labelNames).toEqual(columns.labelNames);
    expect([...found.prediction.data]).toEqual(texts.map((_, i) => (i * 5) % 6));
    expect(found.probabilities.shape).toEqual([40, 6]);
    texts.forEach((_, i) => {
      const shares = [...found.probabilities.data.subarray(i * 6, (i + 1) * 6)];
      const [first = 0, second = 0] = [...shares].sort((a, b) => b - a);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
      expect(shares.indexOf(first)).toBe(found.prediction.data[i]);
      expect(found.probability.data[i]).toBeCloseTo(first, 6);
      expect(found.confidence.data[i]).toBeCloseTo(first - second, 6);
    });
    expect(found.pieces.data[0]).toBe(3);
    expect(found.mask).toBeNull();
  });

  test("lie among the rows that are like them", async () => {
    const { caller, analysis, predict, columns } = await analysed("classifier");
    const { neighbours, similarity, positions } = await predict("set alarm", "");
    expect(neighbours.shape).toEqual([2, 15]);
    const { texts } = utterances(rows);
    for (const row of neighbours.data.subarray(0, 10)) expect(texts[row]).toMatch(/^set alarm/);
    const cosines = [...similarity.data.subarray(0, 15)];
    expect(cosines).toEqual([...cosines].sort((a, b) => b - a));
    const { array } = await caller.call("analysis/array", { analysis, name: "embeddings" });
    const nearest = [...neighbours.data.subarray(0, 15)].map((row, i) => ({ row, similarity: cosines[i]! }));
    const place = placeAmong(nearest, columns.positions!.data);
    expect(positions.data[0]).toBeCloseTo(place[0]!, 4);
    expect(positions.data[1]).toBeCloseTo(place[1]!, 4);
    expect(array.shape[0]).toBe(rows);
  });

  test("are judged by the metric head against an example of each of the five nearest labels", async () => {
    const { predict } = await analysed("metric");
    const found = await predict("order pizza soon", "order pizza soon", "book train");
    expect(found.labelNames).toHaveLength(6);
    expect([...found.prediction.data].map((label) => found.labelNames[label])).toEqual([
      "order pizza",
      "order pizza",
      "book train",
    ]);
    const shares = found.probabilities.data;
    expect(shares.subarray(0, 6)).toEqual(shares.subarray(6, 12));
    expect([...shares.subarray(0, 6)].filter((share) => share > 0)).toHaveLength(5);
  });

  test("are read by a model that opens for them, where the analysis came from the cache", async () => {
    const folder = newFolder();
    await analysed("classifier", folder);
    const log = newLog();
    const { predict } = await analysed("classifier", folder, log);
    expect(log).toEqual({ loads: 1, runs: 0 });
    expect((await predict("send mail")).prediction.data[0]).toBe(4);
  });

  test("cannot be judged where there are only arrays", async () => {
    const caller = await sidecar(fakeEngine(newLog()));
    const { texts, labels } = utterances(6);
    const table = arrowTable(texts, labels);
    const { dataset } = await caller.call("dataset/put", { name: "d", table });
    const embeddings = new Tensor(
      "float32",
      Float32Array.from({ length: 12 }, (_, i) => Math.cos(i)),
      [6, 2],
    );
    const source = { kind: "arrays" as const, labelNames: intents, embeddings };
    const { analysis } = await caller.call("analysis/run", { dataset, source, projection });
    await expect(caller.call("explain/predict", { analysis, texts: ["a"] })).rejects.toThrow(
      "predict: this analysis has no model to run, only arrays; pass a model to explore",
    );
  });
});

describe("an approximate place", () => {
  const positions = Float32Array.of(0, 0, 4, 0, 0, 8);
  const at = (...similarities: number[]) => [
    ...placeAmong(
      similarities.map((similarity, row) => ({ row, similarity })),
      positions,
    ),
  ];

  test("is the mean of the rows' places weighted by their similarity", () => {
    expect(at(1, 0.5, 0.5)).toEqual([1, 2]);
  });

  test("leaves rows out that are unlike, unless all are", () => {
    expect(at(0, 1, -1)).toEqual([4, 0]);
    expect(at(-1, -1)).toEqual([2, 0]);
  });

  test("is nowhere without a map", () => {
    expect([...placeAmong([{ row: 0, similarity: 1 }], null)]).toEqual([NaN, NaN]);
  });
});
