import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import type { GradientInput } from "../../explain/model";
import { openAttentionSession } from "../attention-session";
import { openGradientSession, type GradientSession, type Seeds } from "../gradient-session";
import { inspect } from "../inspect";
import { attentiveModel } from "./attentive-model";
import { writeExternal } from "./external-table";
import {
  DIMENSION,
  embeddingOf,
  hiddenOf,
  LABELS,
  trialConfig,
  type TrialModel,
  WORDS,
  writeModelFolder,
} from "./model-folder";

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

async function opened(trial: TrialModel, asked: "auto" | "cls" | "mean" = "auto"): Promise<GradientSession> {
  const folder = writeModelFolder(trial);
  folders.push(folder);
  return openGradientSession((await inspect(folder, asked)).plan, 1);
}

const texts: GradientInput[] = [
  { ids: [2, 5, 6, 3], embeddings: null },
  { ids: [2, 4, 3], embeddings: null },
];
const seeds: Seeds = {
  logits: Float32Array.of(1, 0, -0.5, 2),
  embeddings: Float32Array.of(0.3, 0, 1, -1, 2, 0.5),
};

/** F of each text by the outputs of a run. */
function values({ logits, embeddings }: { logits: Float32Array | null; embeddings: Float32Array }): number[] {
  const product = (a: Float32Array | null, b: Float32Array | null, width: number, row: number): number =>
    Array.from({ length: width }, (_, i) => (a?.[row * width + i] ?? 0) * (b?.[row * width + i] ?? 0)).reduce(
      (sum, each) => sum + each,
      0,
    );
  return texts.map(
    (_, row) =>
      product(logits, seeds.logits, LABELS.length, row) +
      product(embeddings, seeds.embeddings, DIMENSION, row),
  );
}

describe("the gradient of a model", () => {
  test.each<[TrialModel, "auto" | "cls" | "mean"]>([
    [{ head: "gather" }, "auto"],
    [{ head: "slice" }, "auto"],
    [{ head: "masked mean" }, "auto"],
    [{ head: "masked mean", outputs: ["logits", "sentence_embedding"] }, "auto"],
    [{ head: "gather", outputs: ["logits", "last_hidden_state"] }, "mean"],
    [{ head: "none", outputs: ["last_hidden_state"] }, "mean"],
    [{ head: "none", outputs: ["last_hidden_state"] }, "cls"],
  ])("%j, pooled as %s, is what a small step of any word embedding changes", async (trial, pooling) => {
    const session = await opened(trial, pooling);
    const found = await session.run(texts, seeds, 0);
    const longest = 4;
    for (const [row, { ids }] of texts.entries())
      for (let i = 0; i < ids.length * DIMENSION; i++) {
        const stepped = (step: number): GradientInput[] =>
          texts.map((text, at) => {
            const embeddings = session.lookUp(text.ids);
            if (at === row) embeddings[i] = (embeddings[i] ?? 0) + step;
            return { ...text, embeddings };
          });
        const up = values(await session.run(stepped(0.01), seeds, 0))[row] ?? NaN;
        const down = values(await session.run(stepped(-0.01), seeds, 0))[row] ?? NaN;
        expect(found.gradient[row * longest * DIMENSION + i]).toBeCloseTo((up - down) / 0.02, 3);
      }
    const hidden = await session.hidden(texts[1]?.ids ?? []);
    expect([...(hidden ?? [])]).toEqual(
      hiddenOf([2, 4, 3])
        .flat()
        .map((value) => expect.closeTo(value, 5)),
    );
    // padding is nobody's
    expect([...found.gradient.slice(-DIMENSION)]).toEqual([0, 0, 0]);
    await session.close();
  });

  test("starts from the word embeddings of the graph's table", async () => {
    const session = await opened({});
    expect([...session.lookUp([5, 2])]).toEqual(
      [5, 2].flatMap(embeddingOf).map((value) => expect.closeTo(value, 6)),
    );
    expect(session.width).toBe(DIMENSION);
    await session.close();
  });

  test("is the same where the table stands in a file of its own", async () => {
    const folder = writeModelFolder({});
    folders.push(folder);
    const plan = (await inspect(folder, "auto")).plan;
    const inside = await openGradientSession(plan, 1);
    const wanted = await inside.run(texts, seeds, 0);
    await inside.close();
    writeExternal(folder, "weights.bin");
    const outside = await openGradientSession(plan, 1);
    expect(await outside.run(texts, seeds, 0)).toEqual(wanted);
    expect([...outside.lookUp([5])]).toEqual(embeddingOf(5).map((value) => expect.closeTo(value, 6)));
    await outside.close();
  });

  test("is refused where the weights are not numbers", async () => {
    const session = await opened({ table: WORDS.flatMap(() => [NaN, 1, 2]) });
    await expect(session.run(texts, seeds, 0)).rejects.toMatchObject({
      kind: "bad_model",
      message: expect.stringMatching(/is not a number for some texts; its weights are damaged/),
    });
    await session.close();
  });
});

describe("attention", () => {
  async function planOf(differentiable: boolean) {
    const folder = writeModelFolder({ config: { ...trialConfig(), hidden_size: DIMENSION } });
    folders.push(folder);
    writeFileSync(join(folder, "model.onnx"), attentiveModel(differentiable));
    return (await inspect(folder, "auto")).plan;
  }
  const ids = [2, 5, 6];
  /** softmax(E E^T) */
  const wanted = ids.flatMap((query) => {
    const products = ids.map((key) =>
      embeddingOf(query).reduce((sum, value, i) => sum + value * (embeddingOf(key)[i] ?? 0), 0),
    );
    const total = products.reduce((sum, value) => sum + Math.exp(value), 0);
    return products.map((value) => expect.closeTo(Math.exp(value) / total, 5));
  });

  test("of a graph that can be differentiated comes from the same session", async () => {
    const session = await openGradientSession(await planOf(true), 1);
    const layers = await session.attentions(ids);
    expect(layers).toHaveLength(1);
    expect(layers?.[0]?.heads).toBe(1);
    expect([...(layers?.[0]?.data ?? [])]).toEqual(wanted);
    expect(await session.hidden(ids)).toHaveLength(ids.length * DIMENSION);
    await session.close();
  });

  test("of one that cannot is found all the same", async () => {
    const plan = await planOf(false);
    await expect(openGradientSession(plan, 1)).rejects.toMatchObject({
      kind: "not_differentiable",
      message: expect.stringMatching(/Elu.*lime, occlusion/),
    });
    const session = await openAttentionSession(plan, 1);
    const layers = await session.attentions(ids);
    expect(layers?.map(({ heads }) => heads)).toEqual([1]);
    expect([...(layers?.[0]?.data ?? [])]).toEqual(wanted);
    await session.close();
  });

  test("is null where a graph has none", async () => {
    const folder = writeModelFolder({ head: "gather" });
    folders.push(folder);
    const session = await openAttentionSession((await inspect(folder, "auto")).plan, 1);
    expect(await session.attentions(ids)).toBeNull();
    await session.close();
  });
});
