import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { intents } from "../analysis/__tests__/fixtures";
import { writeModel } from "../onnx/graph-writer";
import { seededRandom } from "../../../src/core";

const DIMENSION = 16;
const special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"];

/**
 * Writes a model folder: a bag of words whose embedding is the mean of its words' vectors and whose logits are high
 * for the intent that a text names. About 10 kB, and right about every text that names an intent.
 */
export function writeTinyModel(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const words = [...new Set(intents.flatMap((intent) => intent.split(" ")))];
  const vocabulary = [...special, ...words];
  const random = seededRandom(0);
  const table = Float32Array.from({ length: vocabulary.length * DIMENSION }, () => random() * 0.05);
  const head = new Float32Array(DIMENSION * intents.length);
  for (const [intent, name] of intents.entries()) {
    for (const word of name.split(" ")) table[vocabulary.indexOf(word) * DIMENSION + intent] = 2;
    head[intent * intents.length + intent] = 5;
  }
  const model = writeModel({
    name: "tiny",
    inputs: [
      { name: "input_ids", type: "int64", shape: ["batch", "pieces"] },
      { name: "attention_mask", type: "int64", shape: ["batch", "pieces"] },
    ],
    outputs: [
      { name: "last_hidden_state", type: "float32", shape: ["batch", "pieces", DIMENSION] },
      { name: "logits", type: "float32", shape: ["batch", intents.length] },
    ],
    nodes: [
      { op: "Gather", inputs: ["table", "input_ids"], outputs: ["last_hidden_state"] },
      {
        op: "ReduceMean",
        inputs: ["last_hidden_state"],
        outputs: ["mean"],
        attributes: { axes: { ints: [1] }, keepdims: { int: 0 } },
      },
      { op: "MatMul", inputs: ["mean", "head"], outputs: ["logits"] },
    ],
    constants: [
      { name: "table", shape: [vocabulary.length, DIMENSION], data: table },
      { name: "head", shape: [DIMENSION, intents.length], data: head },
    ],
  });
  writeFileSync(join(folder, "model.onnx"), model);
  const write = (name: string, value: unknown): void =>
    writeFileSync(join(folder, name), JSON.stringify(value));
  const id = (token: string): number => special.indexOf(token);
  write("tokenizer.json", {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: special.map((content, index) => ({
      id: index,
      content,
      special: true,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
    })),
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: {
      type: "TemplateProcessing",
      single: [
        { SpecialToken: { id: "[CLS]", type_id: 0 } },
        { Sequence: { id: "A", type_id: 0 } },
        { SpecialToken: { id: "[SEP]", type_id: 0 } },
      ],
      pair: [],
      special_tokens: Object.fromEntries(
        ["[CLS]", "[SEP]"].map((token) => [token, { id: token, ids: [id(token)], tokens: [token] }]),
      ),
    },
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((token, index) => [token, index])),
    },
  });
  write("tokenizer_config.json", { model_max_length: 64, tokenizer_class: "BertTokenizer" });
  write("config.json", {
    model_type: "bert",
    hidden_size: DIMENSION,
    vocab_size: vocabulary.length,
    max_position_embeddings: 64,
    pad_token_id: 0,
    id2label: Object.fromEntries(intents.map((intent, index) => [index, intent])),
  });
}
