import type { Dataflow } from "../flow";
import { type AttributeValue, makeNode, type OperatorNode } from "../node";
import { type ConstantTensor, makeTensor } from "../tensor";
import { refuse } from "./refuse";
import type { Shape, Shapes } from "../shapes";

/**
 * The operators that are added to a graph, in the order in which they run. A gradient always has the shape of the
 * value that it belongs to.
 */
export class Tape {
  readonly nodes: OperatorNode[] = [];
  readonly constants: ConstantTensor[] = [];
  /** Operators of the graph that others take the place of, because a rule needs what those make on their way. */
  readonly replaced = new Map<OperatorNode, readonly OperatorNode[]>();
  private readonly names = new Map<string, string>();
  /** What a value was before it was only reshaped. */
  private readonly reshapedFrom = new Map<string, string>();
  private count = 0;

  /**
   * @param opset version of the standard operators that are added.
   */
  constructor(
    readonly shapes: Shapes,
    private readonly opset: number,
  ) {}

  get flow(): Dataflow {
    return this.shapes.flow;
  }

  /** Adds an operator with one output, and names that. */
  op(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): string {
    const output = this.name();
    this.nodes.push(makeNode(op, inputs, [output], attributes));
    return output;
  }

  /** Adds an operator with several outputs, and names them. */
  ops(
    op: string,
    inputs: readonly string[],
    count: number,
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): string[] {
    const outputs = Array.from({ length: count }, () => this.name());
    this.nodes.push(makeNode(op, inputs, outputs, attributes));
    return outputs;
  }

  /** Zeros of the shape of a value. */
  zeros(value: string): string {
    return this.once(`zeros ${value}`, () => this.op("ConstantOfShape", [this.sides(value)]));
  }

  /** A name that no value has yet. */
  name(): string {
    return `semla_gradient_${++this.count}`;
  }

  /** A float32 constant without sides. */
  float(value: number): string {
    return this.constant(`float ${value}`, [], Float32Array.of(value));
  }

  /** A float32 constant with the same number everywhere. */
  filled(shape: readonly number[], value: number): string {
    const size = shape.reduce((product, side) => product * side, 1);
    return this.constant(`filled ${value} ${shape.join(" ")}`, shape, new Float32Array(size).fill(value));
  }

  /** An int64 constant: a list. */
  ints(values: readonly number[]): string {
    return this.constant(`ints ${values.join(" ")}`, [values.length], BigInt64Array.from(values, BigInt));
  }

  /** An int64 constant without sides. */
  int(value: number): string {
    return this.constant(`int ${value}`, [], BigInt64Array.of(BigInt(value)));
  }

  private constant(key: string, shape: readonly number[], data: Float32Array | BigInt64Array): string {
    const known = this.names.get(key);
    if (known !== undefined) return known;
    const name = this.name();
    this.names.set(key, name);
    this.constants.push(makeTensor(name, shape, data));
    return name;
  }

  /** Sides of a value of the graph. Refuses the graph where their number is not known. */
  shape(value: string | undefined): Shape {
    const shape = this.shapes.of(value);
    return shape ?? refuse(`${value}: a value of unknown rank`);
  }

  /** Adds two gradients. */
  add(left: string | null, right: string): string {
    return left === null ? right : this.op("Add", [left, right]);
  }

  /** The length of one axis of a value, as a list of one integer. */
  length(value: string, axis: number): string {
    const side = this.shape(value)[axis];
    if (typeof side === "number") return this.ints([side]);
    return this.once(`length ${axis} ${value}`, () =>
      this.op("Shape", [value], { start: { int: axis }, end: { int: axis + 1 } }),
    );
  }

  /** The shape of a value as a list, for `Reshape`, `Expand` and their like. */
  sides(value: string): string {
    const shape = this.shape(value);
    if (shape.every((side) => typeof side === "number")) return this.ints(shape);
    return this.once(`shape ${value}`, () => this.op("Shape", [value]));
  }

  /** What `make` adds, but only the first time that it is asked for under that key. */
  once(key: string, make: () => string): string {
    const known = this.names.get(key);
    if (known !== undefined) return known;
    const name = make();
    this.names.set(key, name);
    return name;
  }

  /** The mean over axes, which are kept as sides of one. */
  mean(value: string, axes: readonly number[]): string {
    if (this.opset < 18) return this.op("ReduceMean", [value], { axes: { ints: axes } });
    return this.op("ReduceMean", [value, this.ints(axes)]);
  }

  /** A gradient as rows of that many columns, of whichever shape it is. */
  rows(gradient: string, columns: number): string {
    const source = this.reshapedFrom.get(gradient) ?? gradient;
    return this.op("Reshape", [source, this.ints([-1, columns])]);
  }

  /** A gradient of shape `from`, put into the shape of a value with as many elements. */
  reshape(gradient: string, from: Shape, value: string): string {
    const to = this.shape(value);
    if (sameShape(from, to)) return gradient;
    // a side at its old place is copied, one side is left over
    const sides = to.map((side, axis) => (typeof side === "number" ? side : from[axis] === side ? 0 : -1));
    const target = sides.filter((side) => side === -1).length > 1 ? this.sides(value) : this.ints(sides);
    const reshaped = this.op("Reshape", [gradient, target]);
    this.reshapedFrom.set(reshaped, this.reshapedFrom.get(gradient) ?? gradient);
    return reshaped;
  }

  /** A gradient of shape `from`, summed over the axes along which a value was repeated to reach that shape. */
  reduce(gradient: string, from: Shape, value: string): string {
    const to = this.shape(value);
    if (sameShape(from, to)) return gradient;
    const lead = from.length - to.length;
    const axes: number[] = [];
    for (const [axis, side] of from.entries()) {
      const own = axis < lead ? 1 : to[axis - lead];
      if (own === side) continue;
      if (own !== 1) return this.reduceAtRunTime(gradient, lead, value);
      axes.push(axis);
    }
    const summed =
      axes.length > 0
        ? this.op("ReduceSum", [gradient, this.ints(axes)], { keepdims: { int: 1 } })
        : gradient;
    return lead === 0
      ? summed
      : this.reshape(
          summed,
          from.map((side, axis) => (axes.includes(axis) ? 1 : side)),
          value,
        );
  }

  /** The same where only the run tells which axes were repeated. */
  private reduceAtRunTime(gradient: string, lead: number, value: string): string {
    const own = this.op("Shape", [value]);
    const padded =
      lead === 0 ? own : this.op("Concat", [this.ints(Array(lead).fill(1)), own], { axis: { int: 0 } });
    const differs = this.op("Not", [this.op("Equal", [padded, this.op("Shape", [gradient])])]);
    const axes = this.op("Reshape", [this.op("NonZero", [differs]), this.ints([-1])]);
    const summed = this.op("ReduceSum", [gradient, axes], {
      keepdims: { int: 1 },
      noop_with_empty_axes: { int: 1 },
    });
    return lead === 0 ? summed : this.op("Reshape", [summed, own]);
  }
}

/** Whether two shapes are known to be the same. */
export function sameShape(left: Shape, right: Shape): boolean {
  return left.length === right.length && left.every((side, axis) => side === right[axis]);
}
