import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Constant, type GraphNode, type ValueInfo, writeModel } from "../../onnx/graph-writer";

export const WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "lost", "my", "card", "pin", "again"];
export const DIMENSION = 3;
export const LABELS = ["fees", "cards"];

/** Row of the table of piece embeddings: nothing symmetrical, so that an exchange shows. */
export const embeddingOf = (id: number): number[] =>
  Array.from({ length: DIMENSION }, (_, i) => Math.sin(1 + 2.3 * id + 0.7 * i));
export const HEAD = [0.5, -1, 0.25, 2, 1, -0.5];

/** Heads that a trial model can have: how it comes from the hidden state to one vector a text. */
export type Head = "gather" | "slice" | "mean" | "masked mean" | "sum" | "none";

export interface TrialModel {
  readonly head?: Head;
  /** Further outputs of the graph: the hidden state, the vector in front of the classifier. */
  readonly outputs?: readonly ("last_hidden_state" | "sentence_embedding" | "logits")[];
  readonly table?: ArrayLike<number>;
  readonly config?: object;
  readonly tokenizerConfig?: object;
}

/**
 * Writes a model folder small enough to be computed by hand: a hidden state that adds to each piece's embedding the
 * sum over the attended pieces, so that every piece counts everywhere, and a linear classifier.
 */
export function writeModelFolder(trial: TrialModel = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "semla-model-"));
  writeFileSync(join(folder, "model.onnx"), trialModel(trial));
  writeFileSync(join(folder, "tokenizer.json"), JSON.stringify(trialTokenizer()));
  const { tokenizerConfig = { model_max_length: 6, pad_token: "[PAD]" } } = trial;
  writeFileSync(join(folder, "tokenizer_config.json"), JSON.stringify(tokenizerConfig));
  writeFileSync(join(folder, "config.json"), JSON.stringify(trial.config ?? trialConfig()));
  return folder;
}

export const trialConfig = (): object => ({
  id2label: Object.fromEntries(LABELS.map((name, i) => [i, name])),
});

/** The bytes of the trial model. */
export function trialModel({
  head = "gather",
  outputs = ["logits"],
  table,
}: TrialModel = {}): Uint8Array<ArrayBuffer> {
  const data = Float32Array.from(table ?? WORDS.flatMap((_, id) => embeddingOf(id)));
  const text = ["batch", "sequence"];
  const known: Record<string, ValueInfo> = {
    logits: { name: "logits", type: "float32", shape: ["batch", LABELS.length] },
    last_hidden_state: { name: "last_hidden_state", type: "float32", shape: [...text, DIMENSION] },
    sentence_embedding: { name: "sentence_embedding", type: "float32", shape: ["batch", DIMENSION] },
  };
  const constants: Constant[] = [
    { name: "table", shape: [data.length / DIMENSION, DIMENSION], data },
    { name: "weight", shape: [DIMENSION, LABELS.length], data: Float32Array.from(HEAD) },
    { name: "row", shape: [3], data: BigInt64Array.of(0n, 1n, -1n) },
    { name: "zero", shape: [], data: BigInt64Array.of(0n) },
    { name: "zeros", shape: [1], data: BigInt64Array.of(0n) },
    { name: "one", shape: [1], data: BigInt64Array.of(1n) },
    { name: "last", shape: [1], data: BigInt64Array.of(-1n) },
  ];
  return writeModel({
    name: "trial",
    inputs: ["input_ids", "attention_mask"].map((name) => ({ name, type: "int64", shape: text })),
    outputs: outputs.flatMap((name) => known[name] ?? []),
    nodes: [
      { op: "Gather", inputs: ["table", "input_ids"], outputs: ["embedded"] },
      { op: "Cast", inputs: ["attention_mask"], outputs: ["mask"], attributes: { to: { int: 1 } } },
      { op: "Reshape", inputs: ["mask", "row"], outputs: ["mask_row"] },
      { op: "MatMul", inputs: ["mask_row", "embedded"], outputs: ["total"] },
      { op: "Add", inputs: ["embedded", "total"], outputs: ["last_hidden_state"] },
      ...headNodes(head),
      ...(head === "none" ? [] : [matMul]),
    ],
    constants,
  });
}

const matMul: GraphNode = { op: "MatMul", inputs: ["sentence_embedding", "weight"], outputs: ["logits"] };

function headNodes(head: Head): GraphNode[] {
  const hidden = "last_hidden_state";
  const vector = "sentence_embedding";
  const axis = (value: number) => ({ axis: { int: value } });
  switch (head) {
    case "gather":
      return [{ op: "Gather", inputs: [hidden, "zero"], outputs: [vector], attributes: axis(1) }];
    case "slice":
      return [
        { op: "Slice", inputs: [hidden, "zeros", "one", "one"], outputs: ["first"] },
        { op: "Squeeze", inputs: ["first", "one"], outputs: [vector] },
      ];
    case "mean":
      return [
        {
          op: "ReduceMean",
          inputs: [hidden],
          outputs: [vector],
          attributes: { axes: { ints: [1] }, keepdims: { int: 0 } },
        },
      ];
    case "masked mean":
      return [
        { op: "Unsqueeze", inputs: ["mask", "last"], outputs: ["mask_column"] },
        { op: "Mul", inputs: [hidden, "mask_column"], outputs: ["attended"] },
        {
          op: "ReduceSum",
          inputs: ["attended", "one"],
          outputs: ["sum"],
          attributes: { keepdims: { int: 0 } },
        },
        {
          op: "ReduceSum",
          inputs: ["mask", "one"],
          outputs: ["count"],
          attributes: { keepdims: { int: 1 } },
        },
        { op: "Div", inputs: ["sum", "count"], outputs: [vector] },
      ];
    case "sum":
      return [
        { op: "ReduceSum", inputs: [hidden, "one"], outputs: [vector], attributes: { keepdims: { int: 0 } } },
      ];
    case "none":
      return [];
  }
}

/** A word tokenizer with the special pieces of BERT. */
export function trialTokenizer(): object {
  const special = [2, 3].map((id) => ({ id: WORDS[id], ids: [id], tokens: [WORDS[id]] }));
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [0, 1, 2, 3].map((id) => ({
      id,
      content: WORDS[id],
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: { type: "Lowercase" },
    pre_tokenizer: { type: "Whitespace" },
    post_processor: {
      type: "TemplateProcessing",
      single: [
        { SpecialToken: { id: "[CLS]", type_id: 0 } },
        { Sequence: { id: "A", type_id: 0 } },
        { SpecialToken: { id: "[SEP]", type_id: 0 } },
      ],
      pair: [],
      special_tokens: Object.fromEntries(special.map((token) => [token.id, token])),
    },
    decoder: null,
    model: {
      type: "WordLevel",
      vocab: Object.fromEntries(WORDS.map((word, id) => [word, id])),
      unk_token: "[UNK]",
    },
  };
}

/** Hidden state of the trial model by hand, one row a piece. */
export function hiddenOf(ids: readonly number[]): number[][] {
  const rows = ids.map(embeddingOf);
  const total = Array.from({ length: DIMENSION }, (_, i) =>
    rows.reduce((sum, row) => sum + (row[i] ?? 0), 0),
  );
  return rows.map((row) => row.map((value, i) => value + (total[i] ?? 0)));
}

/** Mean over pieces. */
export function meanOf(rows: readonly number[][]): number[] {
  return Array.from(
    { length: DIMENSION },
    (_, i) => rows.reduce((sum, row) => sum + (row[i] ?? 0), 0) / rows.length,
  );
}

/** The classifier of the trial model by hand. */
export function logitsOf(vector: readonly number[]): number[] {
  return LABELS.map((_, label) =>
    vector.reduce((sum, value, i) => sum + value * (HEAD[i * LABELS.length + label] ?? 0), 0),
  );
}
