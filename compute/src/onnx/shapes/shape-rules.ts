import { intOf, intsOf, type OperatorNode } from "../node";
import type { Shape, Shapes } from "./shapes";
import { minus, over, plus, product, type Side, times } from "./side";

type ShapeRule = (node: OperatorNode, shapes: Shapes) => readonly (Shape | undefined)[];

/** Shapes of an operator's outputs; undefined where they cannot be told. Sides that are not known begin with "?". */
export function shapeRule(node: OperatorNode, shapes: Shapes): readonly (Shape | undefined)[] {
  if (node.hasGraphs) return [];
  return (rules[node.op] ?? (() => []))(node, shapes);
}

/** The shape that operands are broadcast to. */
export function broadcast(left: Shape, right: Shape, value: string): Shape {
  const rank = Math.max(left.length, right.length);
  return Array.from({ length: rank }, (_, axis) => {
    const a = left[axis - rank + left.length] ?? 1;
    const b = right[axis - rank + right.length] ?? 1;
    if (a === b || b === 1) return a;
    if (a === 1 || typeof b === "number") return b;
    return typeof a === "number" ? a : `?${value}/${axis}`;
  });
}

const same: ShapeRule = ({ inputs }, shapes) => [shapes.of(inputs[0])];

const broadcasting: ShapeRule = ({ inputs, outputs }, shapes) => {
  const known = inputs.map((input) => shapes.of(input)).filter((shape) => shape !== undefined);
  if (known.length < inputs.length) return [];
  return [known.reduce((left, right) => broadcast(left, right, outputs[0] ?? ""))];
};

const reduced: ShapeRule = (node, shapes) => {
  const shape = shapes.of(node.inputs[0]);
  if (!shape) return [];
  const named = node.attributes.has("axes") || (node.inputs[1] ?? "") !== "";
  const axes = named ? shapes.axes(node, 1, shape.length) : shape.map((_, axis) => axis);
  if (!axes || intOf(node, "noop_with_empty_axes") === 1) return [];
  const kept = intOf(node, "keepdims") !== 0;
  return [shape.flatMap((side, axis) => (axes.includes(axis) ? (kept ? [1] : []) : [side]))];
};

const pointed: ShapeRule = (node, shapes) => {
  const shape = shapes.of(node.inputs[0]);
  if (!shape) return [];
  const axis = fromFront(intOf(node, "axis") ?? 0, shape.length);
  const kept = intOf(node, "keepdims") !== 0;
  return [shape.flatMap((side, at) => (at === axis ? (kept ? [1] : []) : [side]))];
};

const normalised: ShapeRule = (node, shapes) => {
  const shape = shapes.of(node.inputs[0]);
  if (!shape) return [];
  const first = fromFront(intOf(node, "axis") ?? -1, shape.length);
  const statistics = shape.map((side, axis) => (axis < first ? side : 1));
  return [shape, statistics, statistics, shape];
};

const gemm: ShapeRule = (node, shapes) => {
  const [a, b] = node.inputs.map((input) => shapes.of(input));
  const rows = a?.[intOf(node, "transA") === 1 ? 1 : 0];
  const columns = b?.[intOf(node, "transB") === 1 ? 0 : 1];
  return rows === undefined || columns === undefined ? [] : [[rows, columns]];
};

const rules: Readonly<Record<string, ShapeRule>> = {
  ...Object.fromEntries(
    (
      "Abs Acos Asin Atan Bernoulli Cast CastLike Ceil Celu Clip Cos Cosh CumSum Dropout Elu Erf Exp BiasGelu FastGelu Floor Gelu " +
      "HardSigmoid HardSwish Identity IsInf IsNaN LeakyRelu Log LogSoftmax Mish Neg Not QuickGelu Reciprocal Relu Round " +
      "ScatterElements ScatterND Selu Sigmoid Sign Sin Softmax Softplus Softsign Sqrt Tan Tanh ThresholdedRelu Trilu"
    )
      .split(" ")
      .map((op) => [op, same]),
  ),
  ...Object.fromEntries(
    (
      "Add And BitwiseAnd BitwiseOr Div Equal Greater GreaterOrEqual Less LessOrEqual Max Mean Min Mod Mul Or PRelu Pow " +
      "Sub Sum Where Xor"
    )
      .split(" ")
      .map((op) => [op, broadcasting]),
  ),
  ...Object.fromEntries(
    "ReduceL1 ReduceL2 ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare"
      .split(" ")
      .map((op) => [op, reduced]),
  ),
  ArgMax: pointed,
  ArgMin: pointed,
  LayerNormalization: normalised,
  SkipLayerNormalization: normalised,
  Shape(node, shapes) {
    const rank = shapes.of(node.inputs[0])?.length;
    const from = intOf(node, "start") ?? 0;
    if (rank === undefined) return [];
    return [[Array.from({ length: rank }).slice(from, intOf(node, "end") ?? rank).length]];
  },
  Size: () => [[]],
  Range: ({ inputs, outputs }, shapes) => {
    const [start, end, step] = inputs.map((input) => shapes.list(input)?.[0]);
    return [[start === 0 && step === 1 && end !== undefined ? end : `?${outputs[0]}/0`]];
  },
  ConstantOfShape: ({ inputs }, shapes) => [shapes.list(inputs[0])],
  MatMul: matMul,
  FusedMatMul: matMul,
  Gemm: gemm,
  FusedGemm: gemm,
  Transpose(node, shapes) {
    const shape = shapes.of(node.inputs[0]);
    const order = intsOf(node, "perm") ?? shape?.map((_, axis) => shape.length - 1 - axis);
    return [shape && order?.map((axis) => shape[axis] ?? 1)];
  },
  Reshape: reshape,
  Flatten(node, shapes) {
    const shape = shapes.of(node.inputs[0]);
    if (!shape) return [];
    const axis = intOf(node, "axis") ?? 1;
    return [[product(shape.slice(0, axis)), product(shape.slice(axis))]];
  },
  Squeeze(node, shapes) {
    const shape = shapes.of(node.inputs[0]);
    if (!shape) return [];
    const named = node.attributes.has("axes") || node.inputs.length > 1;
    const axes = named
      ? shapes.axes(node, 1, shape.length)
      : shape.every((side) => typeof side === "number")
        ? shape.flatMap((side, axis) => (side === 1 ? [axis] : []))
        : undefined;
    return axes ? [shape.filter((_, axis) => !axes.includes(axis))] : [];
  },
  Unsqueeze(node, shapes) {
    const shape = shapes.of(node.inputs[0]);
    const count = (intsOf(node, "axes") ?? shapes.list(node.inputs[1]))?.length;
    if (!shape || count === undefined) return [];
    const axes = shapes.axes(node, 1, shape.length + count);
    if (!axes) return [];
    const sides = [...shape];
    for (const axis of [...axes].sort((a, b) => a - b)) sides.splice(axis, 0, 1);
    return [sides];
  },
  Expand({ inputs, outputs }, shapes) {
    const shape = shapes.of(inputs[0]);
    const target = shapes.list(inputs[1]);
    return shape && target ? [broadcast(shape, target, outputs[0] ?? "")] : [];
  },
  Tile({ inputs, outputs }, shapes) {
    const repeats = shapes.list(inputs[1]);
    return [
      shapes.of(inputs[0])?.map((side, axis) => {
        const repeat = repeats?.[axis];
        return repeat === undefined ? `?${outputs[0]}/${axis}` : times(side, repeat);
      }),
    ];
  },
  Concat(node, shapes) {
    const all = node.inputs.map((input) => shapes.of(input));
    const [first] = all;
    if (!first) return [];
    const axis = fromFront(intOf(node, "axis") ?? 0, first.length);
    const length = all.reduce<Side | undefined>((sum, shape) => {
      const side = shape?.[axis];
      return sum === undefined || side === undefined ? undefined : plus(sum, side);
    }, 0);
    return [first.map((side, at) => (at === axis ? (length ?? `?${node.outputs[0]}/${at}`) : side))];
  },
  Split(node, shapes) {
    const shape = shapes.of(node.inputs[0]);
    if (!shape) return [];
    const at = fromFront(intOf(node, "axis") ?? 0, shape.length);
    const said = intsOf(node, "split") ?? shapes.list(node.inputs[1]);
    return node.outputs.map((output, i) =>
      shape.map((side, axis) => {
        if (axis !== at) return side;
        const even = over(side, node.outputs.length);
        return (said ? said[i] : even) ?? `?${output}/${axis}`;
      }),
    );
  },
  Slice: slice,
  Gather(node, shapes) {
    const [data, indices] = node.inputs.map((input) => shapes.of(input));
    if (!data || !indices) return [];
    const axis = fromFront(intOf(node, "axis") ?? 0, data.length);
    return [[...data.slice(0, axis), ...indices, ...data.slice(axis + 1)]];
  },
  GatherElements: ({ inputs }, shapes) => [shapes.of(inputs[1])],
  GatherND(node, shapes) {
    const [data, indices] = node.inputs.map((input) => shapes.of(input));
    const depth = indices?.at(-1);
    if (!data || !indices || typeof depth !== "number") return [];
    return [[...indices.slice(0, -1), ...data.slice((intOf(node, "batch_dims") ?? 0) + depth)]];
  },
};

function matMul(node: OperatorNode, shapes: Shapes): readonly (Shape | undefined)[] {
  const { inputs, outputs } = node;
  const turned = (shape: Shape | undefined, attribute: string): Shape | undefined =>
    shape && intOf(node, attribute) === 1
      ? [...shape.slice(0, -2), ...shape.slice(-1), ...shape.slice(-2, -1)]
      : shape;
  const a = turned(shapes.of(inputs[0]), "transA");
  const b = turned(shapes.of(inputs[1]), "transB");
  if (!a?.length || !b?.length) return [];
  const rows = a.length > 1 ? a.slice(-2, -1) : [];
  const columns = b.length > 1 ? b.slice(-1) : [];
  return [[...broadcast(a.slice(0, -2), b.slice(0, -2), outputs[0] ?? ""), ...rows, ...columns]];
}

function reshape(node: OperatorNode, shapes: Shapes): readonly (Shape | undefined)[] {
  const [input, target] = node.inputs;
  const shape = shapes.of(input);
  const asked = shapes.list(target);
  if (!asked) {
    const rank = shapes.of(target)?.[0];
    return typeof rank === "number"
      ? [Array.from({ length: rank }, (_, axis) => `?${node.outputs[0]}/${axis}`)]
      : [];
  }
  const kept = intOf(node, "allowzero") !== 1;
  const sides = asked.map((side, axis) => (side === 0 && kept ? (shape?.[axis] ?? 0) : side));
  const free = sides.indexOf(-1);
  if (free >= 0) {
    const others = product(sides.filter((_, axis) => axis !== free));
    sides[free] = (shape && over(product(shape), others)) ?? `?${node.outputs[0]}/${free}`;
  }
  // one side that is not known follows from the others
  const unknown = sides.filter((side) => typeof side === "string" && side.startsWith("?"));
  if (shape && unknown.length === 1) {
    const at = sides.indexOf(unknown[0] ?? "");
    const side = over(product(shape), product(sides.filter((_, axis) => axis !== at)));
    if (side !== null) sides[at] = side;
  }
  return [sides];
}

function slice(node: OperatorNode, shapes: Shapes): readonly (Shape | undefined)[] {
  const shape = shapes.of(node.inputs[0]);
  const cuts = shape && sliceOf(node, shapes, shape);
  if (!shape) return [];
  return [
    shape.map((side, axis) => {
      if (!cuts) return `?${node.outputs[0]}/${axis}`;
      const cut = cuts.find((one) => one.axis === axis);
      return cut ? (cut.length ?? `?${node.outputs[0]}/${axis}`) : side;
    }),
  ];
}

/** What a Slice takes from one axis: `length` of it from `start` on; null where either is not known. */
export interface Cut {
  readonly axis: number;
  readonly start: Side | null;
  readonly length: Side | null;
}

/** What a Slice takes; undefined where not even the axes are known. */
export function sliceOf(node: OperatorNode, shapes: Shapes, shape: Shape): readonly Cut[] | undefined {
  const list = (name: string, input: number): readonly Side[] | undefined =>
    intsOf(node, name) ?? shapes.list(node.inputs[input]);
  const [starts, ends, steps] = [list("starts", 1), list("ends", 2), list("steps", 4)];
  const given = intsOf(node, "axes") !== undefined || (node.inputs[3] ?? "") !== "";
  const count = starts?.length ?? ends?.length;
  const axes = given ? shapes.axes(node, 3, shape.length) : shape.slice(0, count).map((_, axis) => axis);
  if (!axes || (!given && count === undefined)) return undefined;
  return axes.map((axis, i) => {
    const side = shape[axis] ?? 1;
    const start = bound(starts?.[i], side);
    const end = bound(ends?.[i], side);
    const stepped = (node.inputs[4] ?? "") !== "" && steps?.[i] !== 1;
    if (stepped || start === null || end === null) return { axis, start: null, length: null };
    return { axis, start, length: minus(end, start) };
  });
}

/** Where a bound of a slice lies on a side, counted from its front. */
function bound(at: Side | undefined, side: Side): Side | null {
  if (at === undefined) return null;
  if (at === side || (typeof at === "number" && at >= 2 ** 31 - 1)) return side;
  // a table of positions that is cut at the length of the texts is taken to reach there
  if (typeof at === "string") return at;
  if (typeof side === "number") return Math.min(Math.max(at < 0 ? at + side : at, 0), side);
  if (at <= -(2 ** 31) + 1) return 0;
  // no side is empty, but a free one may end before the second place
  return at === 0 || at === 1 ? at : null;
}

function fromFront(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
