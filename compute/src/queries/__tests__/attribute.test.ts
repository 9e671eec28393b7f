import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { attributionMethods, Tensor, type Attribution, type ParamsIn } from "../../../../src/protocol";
import { writeTinyModel } from "../../__tests__/tiny-model";
import { newFolder, sidecar } from "../../analysis/__tests__/caller";
import { arrowTable, intents, utterances } from "../../analysis/__tests__/fixtures";
import { createInferenceEngine, type InferenceEngine } from "../../models";
import { attentiveModel } from "../../models/__tests__/attentive-model";
import { DIMENSION, trialConfig, writeModelFolder } from "../../models/__tests__/model-folder";
import type { Caller } from "../../rpc/__tests__/connect";
import { bundleWorker } from "../../threads/__tests__/bundle";

const folder = mkdtempSync(join(tmpdir(), "semla-attribute-"));
let workerFile: string;
let engine: InferenceEngine;
let caller: Caller;
let analysis: string;
let metric: string;

beforeAll(async () => {
  workerFile = bundleWorker("threads/inference-worker.ts");
  writeTinyModel(folder);
  engine = createInferenceEngine({ workerFile });
  const cache = newFolder();
  ({ caller, analysis } = await analysed(engine, "classifier", cache));
  metric = (await analysed(engine, "metric", cache)).analysis;
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

async function analysed(
  with_: InferenceEngine,
  head: "classifier" | "metric" = "classifier",
  cache = newFolder(),
) {
  const connected = await sidecar(with_, cache);
  const { texts, labels } = utterances(60);
  const { dataset } = await connected.call("dataset/put", { name: "d", table: arrowTable(texts, labels) });
  const { model } = await connected.call("model/load", { folder });
  const source = { kind: "model" as const, model };
  const params = { dataset, source, head, projection: { epochs: 20, neighbours: 5 } };
  return { caller: connected, analysis: (await connected.call("analysis/run", params)).analysis };
}

type Asked = Omit<ParamsIn<"explain/attribute">, "analysis">;

async function attribute(asked: Asked, of = analysis): Promise<Attribution[][]> {
  return (await caller.call("explain/attribute", { analysis: of, ...asked })).attributions;
}

const first = (found: Attribution[][]): Attribution => found[0]![0]!;

describe("explain/attribute", () => {
  test("finds the words that speak for the predicted label, by a gradient", async () => {
    const found = await attribute({
      subjects: [{ row: 0 }, { text: "please play music now" }],
      methods: ["gradient_l2", "gradient_x_input"],
    });
    expect(found.map((each) => each.map(({ method }) => method))).toEqual(
      Array(2).fill(["gradient_l2", "gradient_x_input"]),
    );
    const { target, words, scores, signed, value } = found[1]![1]!;
    expect(target).toBe(intents.indexOf("play music"));
    expect(words.map(({ text }) => text)).toEqual(["please", "play", "music", "now"]);
    expect(signed).toBe(true);
    // the model is linear: weight x input, whose sum over all pieces is the logit
    const { data } = found[1]![1]!.pieceScores;
    expect(data.reduce((sum, score) => sum + score, 0)).toBeCloseTo(value, 4);
    expect(Math.min(scores.data[1]!, scores.data[2]!)).toBeGreaterThan(5 * Math.abs(scores.data[0]!));
  });

  test("answers again from memory and, in another process, from disk", async () => {
    const asked: Asked = { subjects: [{ row: 3 }, { text: "set alarm" }], methods: ["integrated_gradients"] };
    let computed = 0;
    const counting: InferenceEngine = {
      ...engine,
      attribute: (...given) => {
        computed++;
        return engine.attribute(...given);
      },
    };
    const cache = newFolder();
    const one = await analysed(counting, "classifier", cache);
    const ask = ({ caller, analysis }: typeof one, options: Asked["options"] = {}) =>
      caller.call("explain/attribute", { analysis, ...asked, options });
    const made = await ask(one);
    expect(await ask(one)).toEqual(made);
    expect(computed).toBe(1);
    // it is written while the answer is on its way
    while (!readdirSync(cache).some((name) => /^attribution-.*\.frame$/.test(name))) await nextTurn();
    const other = await analysed(counting, "classifier", cache);
    expect(await ask(other)).toEqual(made);
    expect(computed).toBe(1);
    await ask(other, { baseline: "zero" });
    expect(computed).toBe(2);
    // nothing of it is read by integrated gradients
    await ask(other, { masks: 50, seed: 3 });
    expect(computed).toBe(2);
  });

  test("integrated gradients add up to the difference that they explain, whatever is explained", async () => {
    const subjects = [{ row: 6 }];
    for (const options of [
      {},
      { target: 2 },
      { target: 2, against: 1 },
      { output: "probability" as const },
      { similarTo: 4 },
      { baseline: "zero" },
      { baseline: "music" },
    ]) {
      const { pieceScores, delta, points, value, target, against } = first(
        await attribute({ subjects, methods: ["integrated_gradients"], options }),
      );
      const sum = pieceScores.data.reduce((total, score) => total + score, 0);
      expect(points).toBeGreaterThanOrEqual(16);
      expect(Math.abs(delta!)).toBeLessThanOrEqual(0.0101 * Math.abs(sum - delta!) + 1e-5);
      expect(Number.isFinite(value)).toBe(true);
      expect(target).toBe("similarTo" in options ? null : "target" in options ? options.target : target);
      expect(against).toBe("against" in options ? options.against : null);
    }
  });

  test("every method that needs no attention gives a score a word", async () => {
    const methods = attributionMethods.filter((method) => !method.startsWith("attention"));
    const [found = []] = await attribute({
      subjects: [{ text: "order pizza 日本 please" }],
      methods,
      options: { masks: 50 },
    });
    for (const { scores, words, pieces, pieceScores, method } of found) {
      expect({ method, words: words.map(({ text }) => text) }).toEqual({
        method,
        words: ["order", "pizza", "日本", "please"],
      });
      expect(scores.data).toHaveLength(words.length);
      expect(pieceScores.data).toHaveLength(pieces.length);
      expect([...scores.data].every(Number.isFinite)).toBe(true);
    }
  });

  test("of an empty text has no words", async () => {
    const methods = attributionMethods.filter((method) => !method.startsWith("attention"));
    const [found = []] = await attribute({ subjects: [{ text: "" }], methods, options: { masks: 20 } });
    for (const { words, scores, special } of found) {
      expect(words).toEqual([]);
      expect(scores.data).toHaveLength(0);
      expect([...special.data]).toEqual([1, 1]);
    }
  });

  test("of a text that is too long says how much was cut", async () => {
    const text = Array(100).fill("music").join(" ");
    const found = first(await attribute({ subjects: [{ text }], methods: ["gradient_l2"] }));
    expect(found.cut).toBe(38);
    expect(found.words).toHaveLength(62);
  });
});

describe("the metric head", () => {
  test("explains the inner product with an example of the label", async () => {
    const subjects = [{ row: 5 }, { text: "play music again" }];
    const found = await attribute(
      { subjects, methods: ["integrated_gradients"], options: { baseline: "zero" } },
      metric,
    );
    expect(found.map(([attribution]) => attribution!.target)).toEqual([5, 0]);
    for (const [attribution] of found) {
      const { scores, words, target } = attribution!;
      const named = intents[target!]!.split(" ");
      const best = words[scores.data.indexOf(Math.max(...scores.data))];
      expect(named).toContain(best!.text);
    }
    const one = first(
      await attribute({ subjects: [{ row: 5 }], methods: ["occlusion"], options: { target: 0 } }, metric),
    );
    const two = first(
      await attribute({ subjects: [{ row: 5 }], methods: ["occlusion"], options: { target: 1 } }, metric),
    );
    const both = first(
      await attribute(
        { subjects: [{ row: 5 }], methods: ["occlusion"], options: { target: 0, against: 1 } },
        metric,
      ),
    );
    expect(both.value).toBeCloseTo(one.value - two.value, 4);
    expect(both).toMatchObject({ target: 0, against: 1 });
  });

  test("has no probability to explain", async () => {
    await expect(
      attribute(
        { subjects: [{ row: 0 }], methods: ["occlusion"], options: { output: "probability" } },
        metric,
      ),
    ).rejects.toThrow(/output: "probability", but the metric head/);
  });
});

describe("what cannot be explained is a sentence:", () => {
  const subjects = [{ row: 0 }];
  test.each<[Asked, RegExp]>([
    [{ subjects: [{ row: 60 }], methods: ["occlusion"] }, /^row: 60 \(allowed: 0 to 59\)/],
    [
      { subjects, methods: ["occlusion"], options: { target: 9 } },
      /^target: 9 \(allowed: 0 play music, 1 set/,
    ],
    [{ subjects, methods: ["occlusion"], options: { against: 6 } }, /^against: 6 \(allowed: 0 play music/],
    [{ subjects, methods: ["occlusion"], options: { target: 1, against: 1 } }, /against: 1 is the target/],
    [{ subjects, methods: ["occlusion"], options: { against: 0 } }, /against: 0 \(play music\) is what is/],
    [{ subjects, methods: ["occlusion"], options: { similarTo: 99 } }, /similar_to: 99 \(allowed: 0 to 59\)/],
    [
      { subjects, methods: ["integrated_gradients"], options: { baseline: "qqq" } },
      /baseline: "qqq" is not a piece of this model \(allowed: pad, zero, mask, or a piece/,
    ],
    [
      { subjects, methods: ["integrated_gradients"], options: { baseline: "mask" } },
      /baseline: mask, but this model's tokenizer has no piece for it/,
    ],
    [{ subjects, methods: ["attention"] }, /method: attention, but no attention was found/],
  ])("%j", async (asked, sentence) => {
    await expect(attribute(asked)).rejects.toMatchObject({
      message: expect.stringMatching(sentence),
      data: { kind: "invalid_request" },
    });
  });

  test("an analysis without a model has nothing to explain", async () => {
    const { texts, labels } = utterances(20);
    const { dataset } = await caller.call("dataset/put", { name: "a", table: arrowTable(texts, labels) });
    const positions = new Tensor(
      "float32",
      new Float32Array(40).map((_, i) => i % 7),
      [20, 2],
    );
    const source = { kind: "arrays" as const, labelNames: [], positions };
    const { analysis: bare } = await caller.call("analysis/run", { dataset, source });
    await expect(attribute({ subjects, methods: ["occlusion"] }, bare)).rejects.toThrow(
      /^attribute: this analysis has no model to run, only arrays; pass a model/,
    );
  });

  test("a graph that cannot be differentiated is still explained by attention and by perturbing", async () => {
    const bent = writeModelFolder({ config: { ...trialConfig(), hidden_size: DIMENSION } });
    writeFileSync(join(bent, "model.onnx"), attentiveModel(false));
    const texts = ["my card", "lost my card", "card again", "lost pin", "pin", "my pin", "lost", "again"];
    const { dataset } = await caller.call("dataset/put", { name: "b", table: arrowTable(texts) });
    const { model } = await caller.call("model/load", { folder: bent });
    const params = {
      dataset,
      source: { kind: "model" as const, model },
      projection: { method: "pca" as const },
    };
    const { analysis: of } = await caller.call("analysis/run", params);
    for (const method of ["gradient_l1", "integrated_gradients"] as const)
      await expect(attribute({ subjects: [{ row: 1 }], methods: [method] }, of)).rejects.toMatchObject({
        message: expect.stringMatching(/cannot be differentiated.*Elu.*lime, occlusion/),
        data: { kind: "not_differentiable" },
      });
    const methods = ["attention", "attention_rollout", "lime", "occlusion", "shap"] as const;
    const [found = []] = await attribute(
      { subjects: [{ row: 1 }], methods: [...methods], options: { masks: 20 } },
      of,
    );
    expect(found.map(({ scores }) => scores.data.length)).toEqual([3, 3, 3, 3, 3]);
    expect(found[0]!.pieceScores.data.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 5);
    rmSync(bent, { recursive: true });
  });

  test("a request that is cancelled ends, and the next is answered", async () => {
    const asked = {
      analysis,
      subjects: Array.from({ length: 60 }, (_, row) => ({ row })),
      methods: ["lime" as const],
      options: { masks: 20_000 },
    };
    const endless = caller.cancellable("explain/attribute", asked);
    const failing = expect(endless.result).rejects.toMatchObject({ data: { kind: "cancelled" } });
    // it has begun once another request has had its turn
    await attribute({ subjects: [{ text: "send mail" }], methods: ["gradient_l1"] });
    endless.cancel();
    await failing;
    await attribute({ subjects: [{ text: "send mail now" }], methods: ["gradient_l1"] });
  });
});
