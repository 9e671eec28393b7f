import { Dataflow } from "../flow";
import type { ModelGraph } from "../model";
import { floatOf, intOf, makeNode, type OperatorNode, stringOf } from "../node";
import { Shapes } from "../shapes";
import { type ConstantTensor, makeTensor } from "../tensor";
import { described, refuse } from "./refuse";

/**
 * Puts standard operators in the place of those that onnxruntime's optimiser leaves in a saved graph, domain `com.microsoft`:
 * Gelu, BiasGelu, FastGelu, QuickGelu, SkipLayerNormalization, FusedGemm, FusedMatMul; and in that of Gelu by tanh.
 */
export function expandFused(graph: ModelGraph): void {
  if (!graph.nodes.some((node) => expansionOf(node))) return;
  const writer = new Writer(new Shapes(new Dataflow(graph)));
  for (const node of graph.nodes) {
    const expand = expansionOf(node);
    if (expand) expand(node, writer);
    else writer.nodes.push(node);
  }
  graph.nodes = writer.nodes;
  graph.initializers.push(...writer.constants.values());
}

type Expansion = (node: OperatorNode, writer: Writer) => void;

function expansionOf(node: OperatorNode): Expansion | undefined {
  if (node.domain === "com.microsoft") return expansions[node.op];
  return node.domain === "" && node.op === "Gelu" && stringOf(node, "approximate") === "tanh"
    ? tanhGelu
    : undefined;
}

class Writer {
  readonly nodes: OperatorNode[] = [];
  readonly constants = new Map<string, ConstantTensor>();
  private count = 0;

  constructor(readonly shapes: Shapes) {}

  op(op: string, inputs: readonly string[], attributes: Parameters<typeof makeNode>[3] = {}): string {
    const output = `semla_expanded_${++this.count}`;
    this.nodes.push(makeNode(op, inputs, [output], attributes));
    return output;
  }

  last(
    op: string,
    inputs: readonly string[],
    node: OperatorNode,
    attributes: Parameters<typeof makeNode>[3] = {},
  ): void {
    this.nodes.push(makeNode(op, inputs, node.outputs.slice(0, 1), attributes));
  }

  float(value: number): string {
    const name = `semla_float_${value}`;
    if (!this.constants.has(name)) this.constants.set(name, makeTensor(name, [], Float32Array.of(value)));
    return name;
  }

  /** The sum of two values; the first where there is no second. */
  sum(left = "", right = ""): string {
    return right === "" ? left : this.op("Add", [left, right]);
  }

  /** A value with its last two sides the other way round. */
  transposed(value: string, node: OperatorNode): string {
    const rank = this.shapes.of(value)?.length ?? refuse(`${described(node)} of unknown rank`);
    const order = Array.from({ length: rank }, (_, axis) => axis);
    order.splice(rank - 2, 2, rank - 1, rank - 2);
    return this.op("Transpose", [value], { perm: { ints: order } });
  }
}

/** x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2, with a bias added to x before. */
const tanhGelu: Expansion = (node, writer) => {
  const x = writer.sum(node.inputs[0], node.inputs[1]);
  const square = writer.op("Mul", [x, x]);
  const factor = Math.sqrt(2 / Math.PI);
  const inner = writer.op("Add", [
    writer.op("Mul", [square, writer.float(0.044715 * factor)]),
    writer.float(factor),
  ]);
  const tanh = writer.op("Tanh", [writer.op("Mul", [x, inner])]);
  const half = writer.op("Mul", [x, writer.float(0.5)]);
  writer.last("Mul", [half, writer.op("Add", [tanh, writer.float(1)])], node);
};

const gelu: Expansion = (node, writer) =>
  writer.last("Gelu", [writer.sum(node.inputs[0], node.inputs[1])], node);

const expansions: Readonly<Record<string, Expansion>> = {
  Gelu: gelu,
  BiasGelu: gelu,
  FastGelu: tanhGelu,
  QuickGelu(node, writer) {
    const [x = ""] = node.inputs;
    const sigmoid = writer.op("Sigmoid", [
      writer.op("Mul", [x, writer.float(floatOf(node, "alpha") ?? 1.702)]),
    ]);
    writer.last("Mul", [x, sigmoid], node);
  },
  SkipLayerNormalization(node, writer) {
    const [x, skip, scale = "", shift = "", bias] = node.inputs;
    const sum = writer.sum(writer.sum(x, skip), bias);
    writer.last("LayerNormalization", [sum, scale, ...(shift === "" ? [] : [shift])], node, {
      axis: { int: -1 },
      epsilon: { float: floatOf(node, "epsilon") ?? 1e-12 },
    });
    const kept = node.outputs[3] ?? "";
    if (kept !== "") writer.nodes.push(makeNode("Identity", [sum], [kept]));
  },
  FusedGemm(node, writer) {
    const activation = stringOf(node, "activation") ?? "";
    if (!["Relu", "Sigmoid", "Tanh"].includes(activation)) refuse(`${described(node)} with ${activation}`);
    const gemm = [...node.attributes].filter(([name]) => !name.startsWith("activation"));
    writer.last(activation, [writer.op("Gemm", node.inputs, Object.fromEntries(gemm))], node);
  },
  FusedMatMul(node, writer) {
    const [a = "", b = ""] = node.inputs;
    if (intOf(node, "transBatchA") === 1 || intOf(node, "transBatchB") === 1)
      refuse(`${described(node)} with transposed batches`);
    const left = intOf(node, "transA") === 1 ? writer.transposed(a, node) : a;
    const right = intOf(node, "transB") === 1 ? writer.transposed(b, node) : b;
    const alpha = floatOf(node, "alpha") ?? 1;
    if (alpha === 1) writer.last("MatMul", [left, right], node);
    else writer.last("Mul", [writer.op("MatMul", [left, right]), writer.float(alpha)], node);
  },
};
