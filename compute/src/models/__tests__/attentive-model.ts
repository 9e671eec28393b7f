import { writeModel } from "../../onnx/graph-writer";
import { DIMENSION, embeddingOf, HEAD, LABELS, WORDS } from "./model-folder";

/**
 * The bytes of a model of one layer and one head, softmax(E E^T) E of the word embeddings E, and a linear classifier
 * of the first piece. One that is not differentiable has an operator without a rule on the way, which changes next to
 * nothing.
 */
export function attentiveModel(differentiable: boolean): Uint8Array<ArrayBuffer> {
  const text = ["batch", "sequence"];
  return writeModel({
    name: "attentive",
    inputs: ["input_ids", "attention_mask"].map((name) => ({ name, type: "int64", shape: text })),
    outputs: [{ name: "logits", type: "float32", shape: ["batch", LABELS.length] }],
    nodes: [
      { op: "Gather", inputs: ["table", "input_ids"], outputs: ["embedded"] },
      { op: "Reshape", inputs: ["embedded", "headed"], outputs: ["values"] },
      {
        op: "Transpose",
        inputs: ["values"],
        outputs: ["keys"],
        attributes: { perm: { ints: [0, 1, 3, 2] } },
      },
      { op: "MatMul", inputs: ["values", "keys"], outputs: ["products"] },
      { op: "Softmax", inputs: ["products"], outputs: ["attention"], attributes: { axis: { int: -1 } } },
      { op: "MatMul", inputs: ["attention", "values"], outputs: ["context"] },
      { op: differentiable ? "Identity" : "Elu", inputs: ["context"], outputs: ["bent"] },
      { op: "Reshape", inputs: ["bent", "flat"], outputs: ["hidden"] },
      { op: "Gather", inputs: ["hidden", "zero"], outputs: ["first"], attributes: { axis: { int: 1 } } },
      { op: "MatMul", inputs: ["first", "weight"], outputs: ["logits"] },
    ],
    constants: [
      {
        name: "table",
        shape: [WORDS.length, DIMENSION],
        data: Float32Array.from(WORDS.flatMap((_, id) => embeddingOf(id))),
      },
      { name: "weight", shape: [DIMENSION, LABELS.length], data: Float32Array.from(HEAD) },
      { name: "headed", shape: [4], data: BigInt64Array.of(0n, 1n, -1n, BigInt(DIMENSION)) },
      { name: "flat", shape: [3], data: BigInt64Array.of(0n, -1n, BigInt(DIMENSION)) },
      { name: "zero", shape: [], data: BigInt64Array.of(0n) },
    ],
  });
}
