import type { ModelGraph } from "./model";
import type { OperatorNode } from "./node";
import { type ConstantTensor, integersOf } from "./tensor";

/** Operators that keep the last side of their first input. */
const SAME_SIDE = new Set(
  "Cast Clip Dropout Elu Erf FastGelu Gather Gelu HardSwish Identity LayerNormalization LeakyRelu Mul Neg Pow Relu Selu Sigmoid SimplifiedLayerNormalization SkipLayerNormalization Softmax Softplus Sqrt Squeeze Tanh Unsqueeze".split(
    " ",
  ),
);
const BROADCASTING = new Set(["Add", "Sub", "Mul", "Div", "Pow", "Where"]);

/** Who makes which value of a graph, and what is known of values without running it. */
export class Dataflow {
  private readonly producers = new Map<string, OperatorNode>();
  private readonly constants = new Map<string, ConstantTensor>();
  private readonly sides = new Map<string, number | null>();
  private readonly ranks = new Map<string, number | null>();

  constructor(readonly graph: ModelGraph) {
    for (const tensor of graph.initializers) this.constants.set(tensor.name, tensor);
    for (const node of graph.nodes) {
      for (const output of node.outputs) this.producers.set(output, node);
      const value = node.attributes.get("value");
      const [output] = node.outputs;
      if (node.op === "Constant" && output !== undefined && value && "tensor" in value)
        this.constants.set(output, value.tensor);
    }
    for (const { name, shape } of [...graph.inputs, ...graph.outputs, ...graph.values]) {
      if (shape) this.ranks.set(name, shape.length);
      const last = shape?.at(-1);
      if (typeof last === "number" && last > 0) this.sides.set(name, last);
    }
  }

  /** The operator that makes a value; undefined for inputs and initializers. */
  producer(value: string | undefined): OperatorNode | undefined {
    return value === undefined ? undefined : this.producers.get(value);
  }

  /** The constant of that name, an initializer or a `Constant` operator's. */
  constant(value: string | undefined): ConstantTensor | undefined {
    return value === undefined ? undefined : this.constants.get(value);
  }

  /** The integers of a constant; null where the value is computed or is not of integers. */
  integers(value: string | undefined): readonly number[] | null {
    const tensor = this.constant(value);
    return tensor ? integersOf(tensor) : null;
  }

  /** Axes of a reduction or slice: an attribute in older operator sets, an input in newer ones. */
  axes(node: OperatorNode, input: number): readonly number[] | null {
    const attribute = node.attributes.get("axes");
    if (attribute && "ints" in attribute) return attribute.ints;
    return this.integers(node.inputs[input]);
  }

  /** Length of a value's last side, from what the model says or from its weights; null where neither tells. */
  lastSide(value: string | undefined): number | null {
    if (value === undefined) return null;
    const known = this.sides.get(value);
    if (known !== undefined) return known;
    this.sides.set(value, null);
    const side = this.constant(value)?.shape.at(-1) ?? this.inferLastSide(value);
    this.sides.set(value, side);
    return side;
  }

  private inferLastSide(value: string): number | null {
    const node = this.producer(value);
    if (!node) return null;
    const [first, second] = node.inputs;
    const transposed = node.attributes.get("transB");
    switch (node.op) {
      case "MatMul":
        return this.lastSide(second);
      case "Gemm":
        return transposed && "int" in transposed && transposed.int === 1
          ? (this.constant(second)?.shape[0] ?? null)
          : this.lastSide(second);
      case "ReduceMean":
      case "ReduceSum":
      case "Slice":
        return (this.axes(node, node.op === "Slice" ? 3 : 1) ?? [-1]).some((axis) => axis < 0 || axis > 1)
          ? null
          : this.lastSide(first);
      default:
        if (BROADCASTING.has(node.op)) {
          const sides = node.inputs.map((input) => this.lastSide(input)).filter((side) => side !== null);
          return sides.length > 0 ? Math.max(...sides) : null;
        }
        return SAME_SIDE.has(node.op) ? this.lastSide(first) : null;
    }
  }

  /** Number of a value's sides; null where it cannot be told without running the graph. */
  rank(value: string | undefined): number | null {
    if (value === undefined) return null;
    const known = this.ranks.get(value);
    if (known !== undefined) return known;
    this.ranks.set(value, null);
    const rank = this.constant(value)?.shape.length ?? this.inferRank(value);
    this.ranks.set(value, rank);
    return rank;
  }

  private inferRank(value: string): number | null {
    const node = this.producer(value);
    if (!node) return null;
    const [first, second] = node.inputs;
    const permutation = node.attributes.get("perm");
    const ranks = node.inputs.map((input) => this.rank(input));
    const [left, right] = ranks;
    switch (node.op) {
      case "Transpose":
        return permutation && "ints" in permutation ? permutation.ints.length : this.rank(first);
      case "Reshape":
        return this.length(second);
      case "Gather":
        return typeof left === "number" && typeof right === "number" ? left + right - 1 : null;
      case "Slice":
      case "LayerNormalization":
      case "SkipLayerNormalization":
        return left ?? null;
      default:
        if (!BROADCASTING.has(node.op) && node.op !== "MatMul")
          return SAME_SIDE.has(node.op) ? (left ?? null) : null;
        return ranks.reduce(
          (most, rank) => (most === null || rank === null ? null : Math.max(most, rank)),
          0,
        );
    }
  }

  /** Number of integers in a shape that is put together from single ones. */
  private length(value: string | undefined): number | null {
    const constant = this.constant(value);
    if (constant) return constant.shape[0] ?? null;
    const node = this.producer(value);
    if (node?.op === "Unsqueeze") return 1;
    if (node?.op !== "Concat") return null;
    const parts = node.inputs.map((input) => this.length(input));
    return parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
  }

  /** Rows of the table that `input` indexes, such as the size of a vocabulary; null where there is no such table. */
  tableRows(input: string): number | null {
    let names = new Set([input]);
    const passing = new Set(["Cast", "Reshape", "Identity", "Unsqueeze", "Squeeze"]);
    for (const node of this.graph.nodes) {
      const [first, second] = node.inputs;
      if (passing.has(node.op) && first !== undefined && names.has(first))
        names = new Set([...names, ...node.outputs]);
      if (node.op !== "Gather" || second === undefined || !names.has(second)) continue;
      const table = this.constant(first) ?? this.constant(this.producer(first)?.inputs[0]);
      if (table && table.shape.length === 2) return table.shape[0] ?? null;
    }
    return null;
  }

  /** Weights that every piece of text is multiplied with: half its multiply-adds but for attention. */
  weightsPerPiece(): number {
    let weights = 0;
    for (const { op, inputs } of this.graph.nodes) {
      if (!/MatMul|Gemm|Attention/.test(op)) continue;
      for (const input of inputs) {
        const table = this.constant(input) ?? this.constant(this.producer(input)?.inputs[0]);
        if (table && table.shape.length === 2) weights += (table.shape[0] ?? 0) * (table.shape[1] ?? 0);
      }
    }
    return weights;
  }
}
