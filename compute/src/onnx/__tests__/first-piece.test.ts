import { describe, expect, test } from "@jest/globals";
import { InferenceSession, Tensor } from "onnxruntime-node";
import {
  Dataflow,
  findPooling,
  makeNode,
  makeValue,
  narrowToFirstPiece,
  readModel,
  removeUnused,
  writeModel,
} from "..";
import { type Constant, type GraphNode, writeModel as writeGraph } from "../graph-writer";

const SIDE = 4;

/** Numbers without symmetry. */
const wave = (length: number, phase: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length }, (_, i) => Math.sin(phase + 1.7 * i));

const constants: Constant[] = [
  { name: "query", shape: [SIDE, SIDE], data: wave(SIDE * SIDE, 1) },
  { name: "wide", shape: [SIDE, 8], data: wave(SIDE * 8, 2) },
  { name: "narrow", shape: [8, SIDE], data: wave(SIDE * 8, 3) },
  { name: "bias", shape: [8], data: wave(8, 4) },
  { name: "scale", shape: [SIDE], data: wave(SIDE, 5) },
  { name: "shift", shape: [SIDE], data: wave(SIDE, 6) },
  { name: "head", shape: [SIDE, 2], data: wave(SIDE * 2, 7) },
  { name: "places", shape: [1, 3, SIDE], data: wave(3 * SIDE, 8) },
  { name: "zero", shape: [], data: BigInt64Array.of(0n) },
];

/** A layer with attention, a feed-forward half with GELU, both residual, and a classifier on the first piece. */
const layer: GraphNode[] = [
  { op: "MatMul", inputs: ["x", "query"], outputs: ["q"] },
  { op: "Transpose", inputs: ["x"], outputs: ["k"], attributes: { perm: { ints: [0, 2, 1] } } },
  { op: "MatMul", inputs: ["q", "k"], outputs: ["scores"] },
  { op: "Softmax", inputs: ["scores"], outputs: ["attention"] },
  { op: "MatMul", inputs: ["attention", "x"], outputs: ["context"] },
  { op: "MatMul", inputs: ["context", "query"], outputs: ["projected"] },
  { op: "Add", inputs: ["x", "projected"], outputs: ["middle"] },
  { op: "LayerNormalization", inputs: ["middle", "scale", "shift"], outputs: ["normal"] },
  { op: "MatMul", inputs: ["normal", "wide"], outputs: ["up"] },
  { op: "Add", inputs: ["bias", "up"], outputs: ["raised"] },
  { op: "Erf", inputs: ["raised"], outputs: ["error"] },
  { op: "Mul", inputs: ["raised", "error"], outputs: ["active"] },
  { op: "MatMul", inputs: ["active", "narrow"], outputs: ["down"] },
  { op: "Add", inputs: ["normal", "down"], outputs: ["hidden"] },
];
const classifier: GraphNode[] = [
  { op: "Gather", inputs: ["hidden", "zero"], outputs: ["first"], attributes: { axis: { int: 1 } } },
  { op: "MatMul", inputs: ["first", "head"], outputs: ["logits"] },
];

const modelOf = (nodes: readonly GraphNode[]) =>
  readModel(
    writeGraph({
      name: "layer",
      inputs: [{ name: "x", type: "float32", shape: ["batch", "sequence", SIDE] }],
      outputs: [{ name: "logits", type: "float32", shape: ["batch", 2] }],
      nodes,
      constants,
    }),
  );

async function run(model: ReturnType<typeof readModel>): Promise<number[]> {
  const session = await InferenceSession.create(writeModel(model), { logSeverityLevel: 3 });
  const { logits } = await session.run({ x: new Tensor("float32", wave(2 * 3 * SIDE, 9), [2, 3, SIDE]) });
  return Array.from(logits!.data as Float32Array);
}

const cuts = (model: ReturnType<typeof readModel>): string[] =>
  model.graph.nodes
    .filter(({ op, outputs }) => op === "Gather" && outputs[0]!.endsWith("_first_piece"))
    .map(({ inputs }) => inputs[0]!);

describe("where only the first piece is used", () => {
  test("the half of the layer after attention is computed for it alone, with the same result", async () => {
    const model = modelOf([...layer, ...classifier]);
    const before = await run(model);
    narrowToFirstPiece(model.graph);
    expect(cuts(model)).toEqual(["context", "x"]);
    const after = await run(model);
    expect(after).toHaveLength(4);
    after.forEach((value, i) => expect(value).toBeCloseTo(before[i]!, 6));
  });

  test("it is computed beside an output for every piece", async () => {
    const model = modelOf([...layer, ...classifier]);
    const before = await run(model);
    model.graph.outputs.push(makeValue("hidden", 1, null));
    narrowToFirstPiece(model.graph, ["hidden"]);
    expect(cuts(model)).toEqual(["context", "x"]);
    expect(model.graph.nodes.filter(({ op }) => op === "Erf")).toHaveLength(2);
    (await run(model)).forEach((value, i) => expect(value).toBeCloseTo(before[i]!, 6));
  });

  test("nothing changes if the other pieces are used too", () => {
    const model = modelOf([...layer, ...classifier]);
    model.graph.outputs.push(makeValue("hidden", 1, ["batch", "sequence", SIDE]));
    narrowToFirstPiece(model.graph);
    expect(cuts(model)).toEqual([]);
  });

  test("what differs from place to place stays outside", async () => {
    const placed: GraphNode = { op: "Add", inputs: ["hidden", "places"], outputs: ["placed"] };
    const [gather, matMul] = classifier;
    const model = modelOf([...layer, placed, { ...gather!, inputs: ["placed", "zero"] }, matMul!]);
    const before = await run(model);
    narrowToFirstPiece(model.graph);
    expect(cuts(model)).toEqual([]);
    expect(await run(model)).toEqual(before);
  });
});

describe("operators that no output needs", () => {
  test("are left out", () => {
    const { graph } = modelOf([...layer, ...classifier]);
    graph.nodes.push(makeNode("Neg", ["hidden"], ["idle"]), makeNode("Neg", ["idle"], ["idler"]));
    removeUnused(graph);
    expect(graph.nodes).toHaveLength(layer.length + classifier.length);
    graph.outputs = [makeValue("q", 1, null)];
    removeUnused(graph);
    expect(graph.nodes.map(({ outputs }) => outputs[0])).toEqual(["q"]);
    expect(graph.initializers.map(({ name }) => name)).toEqual(["query"]);
  });

  test("stay where a graph inside an operator may read them", () => {
    const { graph } = modelOf([...layer, ...classifier]);
    graph.nodes.push({ ...makeNode("If", ["zero"], ["either"]), hasGraphs: true });
    removeUnused(graph);
    expect(graph.nodes).toHaveLength(layer.length + classifier.length + 1);
  });
});

describe("the pooling in front of a classifier", () => {
  test("is found behind a deeper head", () => {
    const [gather] = classifier;
    const { graph } = modelOf([
      ...layer,
      gather!,
      { op: "Tanh", inputs: ["first"], outputs: ["pooled"] },
      { op: "MatMul", inputs: ["pooled", "head"], outputs: ["logits"] },
    ]);
    expect(findPooling(new Dataflow(graph), "logits")).toEqual({
      kind: "cls",
      hidden: "hidden",
      pooled: "first",
    });
  });

  test("is none where the input reaches the logits around it", () => {
    const { graph } = modelOf([
      ...layer,
      classifier[0]!,
      { op: "MatMul", inputs: ["first", "head"], outputs: ["partly"] },
      { op: "ReduceMax", inputs: ["x"], outputs: ["largest"], attributes: { keepdims: { int: 0 } } },
      { op: "Add", inputs: ["partly", "largest"], outputs: ["logits"] },
    ]);
    expect(findPooling(new Dataflow(graph), "logits")).toBeNull();
  });

  test("is none where another piece than the first is taken", () => {
    const nodes = [...layer, ...classifier];
    const { graph } = modelOf(nodes);
    graph.initializers = graph.initializers.filter(({ name }) => name !== "zero");
    graph.nodes.unshift(makeNode("Shape", ["x"], ["zero"]));
    expect(findPooling(new Dataflow(graph), "logits")).toBeNull();
  });
});
