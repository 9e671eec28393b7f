import { describe, expect, test } from "@jest/globals";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { appendGradient } from "..";
import { makeNode, makeValue, type Model, readModel, writeModel } from "../..";
import { type Constant, type GraphNode, writeModel as writeGraph } from "../../graph-writer";
import { SemlaError } from "../../../../../src/protocol/errors";

const WIDTH = 4;
const wave = (length: number, phase: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length }, (_, i) => Math.sin(phase + 1.7 * i));

const constants: Constant[] = [
  { name: "table", shape: [9, WIDTH], data: wave(9 * WIDTH, 1) },
  { name: "wide", shape: [WIDTH, WIDTH], data: wave(WIDTH * WIDTH, 2) },
  { name: "head", shape: [WIDTH, 3], data: wave(WIDTH * 3, 3) },
  { name: "zero", shape: [], data: BigInt64Array.of(0n) },
  { name: "one", shape: [1], data: BigInt64Array.of(1n) },
  { name: "minus", shape: [1], data: BigInt64Array.of(-1n) },
];

/** Attention with one head, then a head on the mean of attended pieces. */
const encoder: GraphNode[] = [
  { op: "Gather", inputs: ["table", "input_ids"], outputs: ["words"] },
  { op: "MatMul", inputs: ["words", "wide"], outputs: ["raised"] },
  { op: "Unsqueeze", inputs: ["raised", "one"], outputs: ["query"] },
  { op: "Transpose", inputs: ["query"], outputs: ["key"], attributes: { perm: { ints: [0, 1, 3, 2] } } },
  { op: "MatMul", inputs: ["query", "key"], outputs: ["scores"] },
  { op: "Softmax", inputs: ["scores"], outputs: ["attention"] },
  { op: "MatMul", inputs: ["attention", "query"], outputs: ["context"] },
  { op: "Squeeze", inputs: ["context", "one"], outputs: ["mixed"] },
  { op: "Add", inputs: ["mixed", "words"], outputs: ["hidden"] },
];
const pooled: GraphNode[] = [
  { op: "Cast", inputs: ["attention_mask"], outputs: ["mask"], attributes: { to: { int: 1 } } },
  { op: "Unsqueeze", inputs: ["mask", "one"], outputs: ["row"] },
  { op: "MatMul", inputs: ["row", "hidden"], outputs: ["sums"] },
  { op: "Squeeze", inputs: ["sums", "one"], outputs: ["embedding"] },
  { op: "MatMul", inputs: ["embedding", "head"], outputs: ["logits"] },
];

function modelOf(nodes: readonly GraphNode[]): Model {
  const free = ["batch", "sequence"];
  return readModel(
    writeGraph({
      name: "encoder",
      inputs: ["input_ids", "attention_mask"].map((name) => ({ name, type: "int64", shape: free })),
      outputs: [{ name: "logits", type: "float32", shape: ["batch", 3] }],
      nodes,
      constants,
    }),
  );
}

const both = { logits: "logits", embedding: "embedding" };
const shape = [2, 3];

async function gradients(logitSeed: Float32Array, embeddingSeed: Float32Array): Promise<Float32Array> {
  const model = modelOf([...encoder, ...pooled]);
  const graph = appendGradient(model, both);
  const session = await InferenceSession.create(writeModel(model), { logSeverityLevel: 3 });
  const result = await session.run({
    attention_mask: new Tensor("int64", BigInt64Array.of(1n, 1n, 1n, 1n, 1n, 0n), shape),
    [graph.input]: new Tensor("float32", wave(6 * WIDTH, 5), [...shape, WIDTH]),
    [graph.seeds.logits!]: new Tensor("float32", logitSeed, [2, 3]),
    [graph.seeds.embedding!]: new Tensor("float32", embeddingSeed, [2, WIDTH]),
  });
  expect(result[graph.attentions[0]!]!.dims).toEqual([2, 1, 3, 3]);
  expect(result[graph.hidden!]!.dims).toEqual([...shape, WIDTH]);
  return result[graph.gradient]!.data as Float32Array;
}

test("one pass back gives the gradient of logits and embedding together", async () => {
  const [ofLogits, ofEmbedding] = [wave(6, 6), wave(2 * WIDTH, 7)];
  const together = await gradients(ofLogits, ofEmbedding);
  const alone = await gradients(ofLogits, new Float32Array(2 * WIDTH));
  const rest = await gradients(new Float32Array(6), ofEmbedding);
  together.forEach((value, i) => expect(value).toBeCloseTo(alone[i]! + rest[i]!, 5));
  expect(Math.max(...rest.map(Math.abs))).toBeGreaterThan(0.1);
});

describe("the graph with its gradient", () => {
  test("names what it takes and gives, and holds nothing that is not used", () => {
    const model = modelOf([...encoder, ...pooled, { op: "Neg", inputs: ["hidden"], outputs: ["idle"] }]);
    const graph = appendGradient(model, both);
    expect(graph).toMatchObject({ hidden: "hidden", attentions: ["attention"] });
    expect(graph.table).toMatchObject({ name: "table", shape: [9, WIDTH] });
    expect(model.graph.inputs.map(({ name }) => name).sort()).toEqual(
      ["attention_mask", graph.input, graph.seeds.logits, graph.seeds.embedding].sort(),
    );
    expect(model.graph.nodes.some(({ outputs }) => outputs.includes("idle"))).toBe(false);
    expect(model.graph.initializers.some(({ name }) => name === "table")).toBe(false);
  });

  test("asks the run for no shape where operand and result are known to be alike", () => {
    const model = modelOf([...encoder, ...pooled]);
    const before = model.graph.nodes.length;
    appendGradient(model, both);
    const added = model.graph.nodes.slice(before - 1).map(({ op }) => op);
    expect(added).not.toContain("NonZero");
    expect(added.filter((op) => op === "ReduceSum")).toHaveLength(1);
  });
});

describe("a graph is refused, with what is in the way and what can be used instead, for", () => {
  const refusal = (model: Model): SemlaError => {
    try {
      appendGradient(model, both);
    } catch (error) {
      if (error instanceof SemlaError) return error;
      throw error;
    }
    throw new Error("it was not refused");
  };

  test("an operator without a rule", () => {
    const model = modelOf([...encoder, ...pooled]);
    model.graph.nodes = model.graph.nodes.map((node) =>
      node.op === "MatMul" && node.outputs[0] === "raised" ? { ...node, op: "QLinearMatMul" } : node,
    );
    const error = refusal(model);
    expect(error.kind).toBe("not_differentiable");
    expect(error.message).toMatch(/QLinearMatMul.*; use attention, lime, occlusion or shap/);
  });

  test("an operator of another domain", () => {
    const model = modelOf([...encoder, ...pooled]);
    model.graph.nodes = model.graph.nodes.map((node) =>
      node.op === "Softmax" ? { ...node, op: "Attention", domain: "com.microsoft" } : node,
    );
    expect(refusal(model).message).toMatch(/com.microsoft Attention.*; use lime, occlusion or shap/);
  });

  test("control flow", () => {
    const model = modelOf([...encoder, ...pooled]);
    model.graph.nodes = model.graph.nodes.map((node) =>
      node.outputs[0] === "logits" ? { ...makeNode("If", node.inputs, node.outputs), hasGraphs: true } : node,
    );
    expect(refusal(model).message).toContain("If logits");
  });

  test("another precision on the way", () => {
    const cast: GraphNode = {
      op: "Cast",
      inputs: ["words"],
      outputs: ["half"],
      attributes: { to: { int: 10 } },
    };
    const nodes = [...encoder, ...pooled].map((node) =>
      node.outputs[0] === "raised" ? { ...node, inputs: ["half", "wide"] } : node,
    );
    const model = modelOf([...nodes.slice(0, 1), cast, ...nodes.slice(1)]);
    expect(refusal(model).message).toContain("Cast half to another precision");
  });

  test("a table that is computed", () => {
    const model = modelOf([...encoder, ...pooled]);
    model.graph.nodes = [
      makeNode("DequantizeLinear", ["table", "zero"], ["floats"]),
      ...model.graph.nodes.map((node) =>
        node.op === "Gather" ? { ...node, inputs: ["floats", "input_ids"] } : node,
      ),
    ];
    expect(refusal(model).message).toContain("DequantizeLinear makes the table of word embeddings");
  });

  test("an old operator set", () => {
    const model = modelOf([...encoder, ...pooled]);
    model.opsets.set("", 12);
    expect(refusal(model).message).toContain("operator set 12, 13 or later is needed");
  });

  test("outputs that do not depend on the words", () => {
    const model = modelOf([...encoder, ...pooled]);
    model.graph.nodes = model.graph.nodes.map((node) =>
      node.outputs[0] === "hidden" ? makeNode("Sign", ["words"], ["hidden"]) : node,
    );
    model.graph.outputs = [makeValue("logits", 1, null)];
    expect(refusal(model).message).toContain("do not depend on the words");
  });
});
