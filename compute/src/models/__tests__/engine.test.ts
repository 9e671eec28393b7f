import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { cpSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeValue, readModel, writeModel } from "../../onnx";
import { bundleWorker } from "../../threads/__tests__/bundle";
import { createInferenceEngine, fingerprint, type InferenceEngine, type LoadedModel } from "..";
import { tableOf, writeExternal } from "./external-table";
import {
  DIMENSION,
  hiddenOf,
  LABELS,
  logitsOf,
  meanOf,
  type TrialModel,
  trialConfig,
  trialModel,
  writeModelFolder,
} from "./model-folder";

const TEXTS = ["my card", "lost", "", "lost my card again", "PIN pin"];
const IDS = [
  [2, 5, 6, 3],
  [2, 4, 3],
  [2, 3],
  [2, 4, 5, 6, 8, 3],
  [2, 7, 7, 3],
];

let workerFile: string;
let engine: InferenceEngine;
const folders: string[] = [];
beforeAll(() => {
  workerFile = bundleWorker("threads/inference-worker.ts");
});
beforeEach(() => {
  engine = createInferenceEngine({ workerFile });
});
afterEach(() => engine.close());
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function folderOf(trial: TrialModel = {}): string {
  const folder = writeModelFolder(trial);
  folders.push(folder);
  return folder;
}

/** Runs a model and gives its rows in the order of the texts. */
async function run(model: LoadedModel, texts: readonly string[]) {
  const embeddings: number[][] = [];
  const logits: number[][] = [];
  const order: number[] = [];
  let cut = 0;
  await engine.run(model.handle, texts, {
    signal: new AbortController().signal,
    onBatch(batch) {
      cut += batch.cut;
      batch.rows.forEach((row, i) => {
        order.push(row);
        embeddings[row] = [...batch.embeddings.subarray(i * model.dimension, (i + 1) * model.dimension)];
        if (batch.logits) logits[row] = [...batch.logits.subarray(i * model.labels, (i + 1) * model.labels)];
      });
    },
  });
  return { embeddings, logits, order, cut };
}

function expectClose(actual: readonly number[][], expected: readonly number[][]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((row, i) => {
    expect(row).toHaveLength(expected[i]!.length);
    row.forEach((value, j) => expect(value).toBeCloseTo(expected[i]![j]!, 5));
  });
}

describe("a classifier's embeddings", () => {
  const first = IDS.map((ids) => hiddenOf(ids)[0]!);
  const mean = IDS.map((ids) => meanOf(hiddenOf(ids)));

  test.each([
    ["gather", "cls", first],
    ["slice", "cls", first],
    ["masked mean", "mean", mean],
  ] as const)(
    "are what a head with %s classifies, whatever the length of texts in a batch",
    async (head, pooling, vectors) => {
      const model = await engine.load(folderOf({ head }), "auto");
      expect(model).toMatchObject({
        pooling,
        dimension: DIMENSION,
        labels: 2,
        labelNames: LABELS,
        maxPieces: 6,
      });
      const { embeddings, logits, cut } = await run(model, TEXTS);
      expectClose(embeddings, vectors);
      expectClose(logits, vectors.map(logitsOf));
      expect(cut).toBe(0);
    },
  );

  test("are pooled as asked, under another handle, and the logits stay", async () => {
    const folder = folderOf({ head: "gather" });
    const own = await engine.load(folder, "auto");
    const asked = await engine.load(folder, "mean");
    expect(asked.pooling).toBe("mean");
    expect(asked.handle).not.toBe(own.handle);
    expect((await engine.load(folder, "cls")).handle).toBe(own.handle);
    const { embeddings, logits } = await run(asked, TEXTS);
    expectClose(embeddings, mean);
    expectClose(logits, first.map(logitsOf));
    const other = await engine.load(folderOf({ head: "masked mean" }), "cls");
    expectClose((await run(other, TEXTS)).embeddings, first);
  });

  test("are the same where the hidden state is an output too", async () => {
    const model = await engine.load(folderOf({ outputs: ["logits", "last_hidden_state"] }), "auto");
    expect(model.pooling).toBe("cls");
    const { embeddings, logits } = await run(model, TEXTS);
    expectClose(embeddings, first);
    expectClose(logits, first.map(logitsOf));
  });

  test("are an unmasked mean where the model takes one", async () => {
    const model = await engine.load(folderOf({ head: "mean" }), "auto");
    expect(model.pooling).toBe("mean");
    expectClose((await run(model, ["my card"])).embeddings, [meanOf(hiddenOf([2, 5, 6, 3]))]);
  });

  test("are its logits where no pooling is found", async () => {
    const model = await engine.load(folderOf({ head: "sum" }), "auto");
    expect(model).toMatchObject({ pooling: "logits", dimension: 2, labels: 2 });
    const { embeddings, logits } = await run(model, TEXTS);
    expect(embeddings).toEqual(logits);
  });
});

describe("a model without a head", () => {
  test("gives the first piece's hidden state, or the mean where sentence-transformers says so", async () => {
    const folder = folderOf({ head: "none", outputs: ["last_hidden_state"], config: {} });
    const model = await engine.load(folder, "auto");
    expect(model).toMatchObject({ pooling: "cls", labels: 0, labelNames: [] });
    const { embeddings, logits } = await run(model, TEXTS);
    expectClose(
      embeddings,
      IDS.map((ids) => hiddenOf(ids)[0]!),
    );
    expect(logits).toEqual([]);

    cpSync(join(__dirname, "pooling"), join(folder, "1_Pooling"), { recursive: true });
    const pooled = await engine.load(folder, "auto");
    expect(pooled.pooling).toBe("mean");
    expectClose(
      (await run(pooled, TEXTS)).embeddings,
      IDS.map((ids) => meanOf(hiddenOf(ids))),
    );
  });

  test("gives its own embedding where it has one", async () => {
    const folder = folderOf({
      head: "gather",
      outputs: ["last_hidden_state", "sentence_embedding"],
      config: {},
    });
    const model = await engine.load(folder, "auto");
    expect(model).toMatchObject({ pooling: "output", dimension: DIMENSION, labels: 0 });
    expectClose(
      (await run(model, TEXTS)).embeddings,
      IDS.map((ids) => hiddenOf(ids)[0]!),
    );
  });
});

describe("texts", () => {
  test("that are too long lose their end but keep their special pieces, and are counted", async () => {
    const model = await engine.load(folderOf(), "auto");
    const { embeddings, cut } = await run(model, [
      "lost my card again pin pin",
      "my card",
      "card ".repeat(10_000),
    ]);
    expect(cut).toBe(2);
    expectClose(embeddings, [
      hiddenOf([2, 4, 5, 6, 8, 3])[0]!,
      hiddenOf([2, 5, 6, 3])[0]!,
      hiddenOf([2, 6, 6, 6, 6, 3])[0]!,
    ]);
  });

  test("lose their beginning where the tokenizer cuts there", async () => {
    const tokenizerConfig = { model_max_length: 4, pad_token: { content: "[PAD]" }, truncation_side: "left" };
    const model = await engine.load(folderOf({ tokenizerConfig }), "auto");
    expectClose((await run(model, ["lost my card again"])).embeddings, [hiddenOf([2, 6, 8, 3])[0]!]);
  });

  test("that are few are answered in their order, with the pieces that were read of each", async () => {
    const model = await engine.load(folderOf(), "auto");
    const { signal } = new AbortController();
    const texts = ["lost my card again pin pin", "", ...TEXTS];
    const { embeddings, logits, pieces, cut, mask } = await engine.answer(model.handle, texts, signal);
    const ids = [[2, 4, 5, 6, 8, 3], [2, 3], ...IDS];
    const rows = (values: Float32Array, width: number) =>
      texts.map((_, row) => [...values.subarray(row * width, (row + 1) * width)]);
    const first = ids.map((each) => hiddenOf(each)[0]!);
    expectClose(rows(embeddings, DIMENSION), first);
    expectClose(rows(logits!, LABELS.length), first.map(logitsOf));
    expect([...pieces]).toEqual(ids.map((each) => each.length));
    expect([...cut]).toEqual([2, 0, 0, 0, 0, 0, 0]);
    expect(mask).toBeNull();
  });

  test("can be masked where the tokenizer has a piece for it", async () => {
    const { signal } = new AbortController();
    const masks = [];
    for (const mask_token of ["pin", { content: "pin" }, "[MASK]"]) {
      const model = await engine.load(folderOf({ tokenizerConfig: { mask_token } }), "auto");
      masks.push((await engine.answer(model.handle, ["my"], signal)).mask);
    }
    expect(masks).toEqual(["pin", "pin", null]);
  });

  test("of any script come through", async () => {
    const model = await engine.load(folderOf(), "auto");
    const { embeddings } = await run(model, ["💳 card", "بطاقة", " \n\t"]);
    expectClose(embeddings, [hiddenOf([2, 1, 6, 3])[0]!, hiddenOf([2, 1, 3])[0]!, hiddenOf([2, 3])[0]!]);
  });

  test("come in a mixed order, the same every time, each once", async () => {
    const model = await engine.load(folderOf(), "auto");
    const texts = Array.from({ length: 9000 }, (_, i) => (i < 4500 ? "my card" : "lost my card again"));
    const first = await run(model, texts);
    const second = await run(model, texts);
    expect(second.order).toEqual(first.order);
    expect([...first.order].sort((a, b) => a - b)).toEqual(texts.map((_, i) => i));
    const early = first.order.slice(0, 2000).filter((row) => row < 4500).length;
    expect(early).toBeGreaterThan(500);
    expect(early).toBeLessThan(1500);
  });
});

describe("a run", () => {
  test("stops when it is cancelled, and the engine goes on", async () => {
    const model = await engine.load(folderOf(), "auto");
    const stop = new AbortController();
    let batches = 0;
    const running = engine.run(
      model.handle,
      Array.from({ length: 20_000 }, () => "my card"),
      {
        signal: stop.signal,
        onBatch() {
          batches++;
          stop.abort(new Error("enough"));
        },
      },
    );
    await expect(running).rejects.toThrow("enough");
    expectClose((await run(model, ["lost"])).embeddings, [hiddenOf([2, 4, 3])[0]!]);
    expect(batches).toBe(1);
  });

  test("of an unknown model says to load it", async () => {
    const control = { signal: new AbortController().signal, onBatch: () => {} };
    await expect(engine.run("f".repeat(32), [], control)).rejects.toMatchObject({
      kind: "unknown_handle",
      message: `model: ${"f".repeat(32)} is not loaded; load its folder again`,
    });
  });

  test("keeps up with more models than are held open", async () => {
    const models = await Promise.all(
      ["gather", "masked mean", "sum"].map((head) => engine.load(folderOf({ head: head as "sum" }), "auto")),
    );
    const once = [];
    for (const model of models) once.push(await run(model, TEXTS));
    expect(await run(models[0]!, TEXTS)).toEqual(once[0]);
  });

  test("feeds int32 where the graph takes it", async () => {
    const folder = folderOf();
    const model = readModel(trialModel());
    model.graph.inputs = model.graph.inputs.map(({ name }) => makeValue(name, 6, ["batch", "sequence"]));
    writeFileSync(join(folder, "model.onnx"), writeModel(model));
    expectClose(
      (await run(await engine.load(folder, "auto"), TEXTS)).embeddings,
      IDS.map((ids) => hiddenOf(ids)[0]!),
    );
  });

  test("reads weights that lie beside the model", async () => {
    const folder = folderOf();
    writeExternal(folder, "weights.bin");
    const model = await engine.load(folder, "auto");
    expectClose(
      (await run(model, TEXTS)).embeddings,
      IDS.map((ids) => hiddenOf(ids)[0]!),
    );
  });
});

describe("a fingerprint", () => {
  test("follows the content of every file that counts, not its place", async () => {
    const [one, same, other, words] = [folderOf(), folderOf(), folderOf({ table: tableOf(0.5) }), folderOf()];
    writeFileSync(join(words, "tokenizer.json"), "{}");
    const prints = await Promise.all([one, same, other, words].map(fingerprint));
    expect(prints[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(prints[1]).toBe(prints[0]);
    expect(new Set(prints).size).toBe(3);
  });

  test("follows weights that lie beside the model", async () => {
    const folder = folderOf();
    writeExternal(folder, "weights.bin");
    const before = await fingerprint(folder);
    writeFileSync(join(folder, "weights.bin"), Buffer.from(tableOf(2).buffer));
    expect(await fingerprint(folder)).not.toBe(before);
  });
});

describe("a folder that is no model is refused with a sentence:", () => {
  const refused = async (folder: string, message: string | RegExp, pooling: "auto" | "cls" = "auto") => {
    const loading = engine.load(folder, pooling);
    await expect(loading).rejects.toMatchObject({ name: "SemlaError", kind: "bad_model" });
    await expect(loading).rejects.toThrow(message);
  };
  const runRefused = async (folder: string, message: string | RegExp, texts = ["my card"]) => {
    const model = await engine.load(folder, "auto");
    const running = run(model, texts);
    await expect(running).rejects.toMatchObject({ name: "SemlaError", kind: "bad_model" });
    await expect(running).rejects.toThrow(message);
  };

  test("no folder, a file, an empty folder", async () => {
    await refused("/nowhere", "model: /nowhere does not exist; give the folder that holds model.onnx");
    await refused(__filename, `model: ${__filename} is a file; give the folder that holds model.onnx`);
    const empty = mkdtempSync(join(tmpdir(), "semla-model-"));
    folders.push(empty);
    await refused(empty, `model: ${empty} has no model.onnx (needed: model.onnx, tokenizer.json)`);
  });

  test("no tokenizer, or one that cannot be read", async () => {
    const folder = folderOf();
    writeFileSync(join(folder, "tokenizer.json"), '{"model": ');
    await runRefused(folder, /^tokenizer: .*tokenizer\.json cannot be used \(.*\); save the fast tokenizer/);
    rmSync(join(folder, "tokenizer.json"));
    await refused(folder, `model: ${folder} has no tokenizer.json`);
  });

  test("a graph that is none, that is cut short, or a pointer to a file elsewhere", async () => {
    const folder = folderOf();
    const path = join(folder, "model.onnx");
    truncateSync(path, 300);
    await refused(
      folder,
      `model: ${path} is not an ONNX model (it is cut short or damaged); export or copy it again`,
    );
    writeFileSync(path, "version https://git-lfs.github.com/spec/v1\n");
    await refused(folder, /is not an ONNX model/);
    writeFileSync(path, "");
    await refused(folder, /is not an ONNX model \(no graph or no operator set in it\)/);
  });

  test("weights beside the model that are missing", async () => {
    const folder = folderOf();
    writeExternal(folder, "weights.bin");
    rmSync(join(folder, "weights.bin"));
    const path = join(folder, "model.onnx");
    await refused(
      folder,
      `model: ${path} keeps weights in weights.bin, which is missing; copy it beside the model`,
    );
  });

  test("a configuration that is no JSON, or names other labels than the model has", async () => {
    const config = { id2label: { 0: "a", 1: "b", 2: "c" } };
    const folder = folderOf({ config });
    await refused(
      folder,
      `model: ${folder}/config.json names 3 labels and the model has 2 logits; use the config.json`,
    );
    writeFileSync(join(folder, "config.json"), JSON.stringify({ id2label: { 0: "a", 2: "b" } }));
    await refused(folder, `model: id2label in ${folder}/config.json is numbered 0, 2 (needed: 0 to 1)`);
    writeFileSync(join(folder, "config.json"), "nonsense");
    await refused(folder, /config\.json cannot be read \(.*\); export it again/);
  });

  test("a tokenizer with more pieces than the model", async () => {
    const folder = folderOf({ table: tableOf(1).slice(0, 6 * DIMENSION) });
    await runRefused(
      folder,
      `tokenizer: ${join(folder, "tokenizer.json")} gives piece 6 and the model knows 6 pieces; put the tokenizer`,
    );
  });

  test("logits that are not numbers", async () => {
    const folder = folderOf({ table: tableOf(NaN) });
    await runRefused(
      folder,
      /^model: embedding of .*model\.onnx is not a number for some texts; .*export it in float32$/,
    );
  });

  test("no hidden state to pool as asked, or no output that is known", async () => {
    await refused(
      folderOf({ head: "sum" }),
      /^pooling: cls needs a hidden state, .* \(outputs: logits\)/,
      "cls",
    );
    const folder = folderOf({ head: "gather", config: {} });
    const model = readModel(trialModel());
    model.graph.outputs = [makeValue("embedded_first", 1, null)];
    writeFileSync(join(folder, "model.onnx"), writeModel(model));
    await refused(folder, /has no output that is known \(outputs: embedded_first; known: logits,/);
  });

  test("inputs that texts cannot fill", async () => {
    const folder = folderOf();
    const model = readModel(trialModel());
    model.graph.inputs.push(makeValue("pixel_values", 1, ["batch", 3]));
    writeFileSync(join(folder, "model.onnx"), writeModel(model));
    await refused(
      folder,
      /takes input_ids, attention_mask, pixel_values \(allowed: input_ids, attention_mask, /,
    );
  });

  test("pooling that sentence-transformers names and nobody here knows", async () => {
    const folder = folderOf({ head: "none", outputs: ["last_hidden_state"], config: {} });
    cpSync(join(__dirname, "pooling"), join(folder, "1_Pooling"), { recursive: true });
    writeFileSync(join(folder, "1_Pooling/config.json"), JSON.stringify({ pooling_mode_lasttoken: true }));
    await refused(
      folder,
      `pooling: pooling_mode_lasttoken in ${folder}/1_Pooling/config.json (allowed: cls, mean)`,
    );
  });

  test("operators that onnxruntime does not have", async () => {
    const folder = folderOf();
    const model = readModel(trialModel());
    model.graph.nodes = model.graph.nodes.map((node) =>
      node.op === "Cast" ? { ...node, op: "Bake" } : node,
    );
    writeFileSync(join(folder, "model.onnx"), writeModel(model));
    await runRefused(
      folder,
      /^model: onnxruntime cannot open .*Bake.*; export it again with standard operators$/s,
    );
  });
});

test("labels without names are numbered as transformers does", async () => {
  const model = await engine.load(folderOf({ config: {} }), "auto");
  expect(model.labelNames).toEqual(["LABEL_0", "LABEL_1"]);
});

test("RoBERTa's positions and a sentence model's own limit shorten texts", async () => {
  const config = { ...trialConfig(), model_type: "roberta", pad_token_id: 1, max_position_embeddings: 514 };
  const folder = folderOf({ config, tokenizerConfig: { model_max_length: 1e30 } });
  expect((await engine.load(folder, "auto")).maxPieces).toBe(512);
  writeFileSync(join(folder, "sentence_bert_config.json"), JSON.stringify({ max_seq_length: 256 }));
  expect((await engine.load(folder, "auto")).maxPieces).toBe(256);
});
