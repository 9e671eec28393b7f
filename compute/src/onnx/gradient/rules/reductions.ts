import { floatOf, intOf, type OperatorNode } from "../../node";
import { withoutNaN } from "../attentions";
import { described, refuse } from "../refuse";
import type { Shape } from "../../shapes";
import type { Tape } from "../tape";
import { type Rule, unary } from "./rule";

/** One over the number of elements that are reduced to one. */
function shareOf(tape: Tape, shape: Shape, axes: readonly number[], value: string): string {
  const sides = axes.map((axis) => shape[axis] ?? 1);
  if (sides.every((side) => typeof side === "number"))
    return tape.float(1 / sides.reduce((count, side) => count * side, 1));
  const lengths = axes.map((axis) => tape.length(value, axis));
  const count = lengths.reduce((product, length) => tape.op("Mul", [product, length]));
  return tape.op("Reciprocal", [tape.op("Cast", [count], { to: { int: 1 } })]);
}

/** The axes that a reduction reduces. */
function reducedAxes(node: OperatorNode, tape: Tape, rank: number): readonly number[] {
  const named = node.attributes.has("axes") || (node.inputs[1] ?? "") !== "";
  if (!named && intOf(node, "noop_with_empty_axes") === 1) return [];
  const axes = named ? tape.shapes.axes(node, 1, rank) : Array.from({ length: rank }, (_, axis) => axis);
  return axes ?? refuse(`${described(node)} along axes that only the run tells`);
}

/** A reduction's gradient, with the reduced sides as ones. */
function kept(
  gradient: string,
  input: string,
  node: OperatorNode,
  tape: Tape,
  axes: readonly number[],
): string {
  if (intOf(node, "keepdims") !== 0) return gradient;
  const shape = tape.shape(input);
  if (shape.filter((side, axis) => typeof side !== "number" && !axes.includes(axis)).length <= 1)
    return tape.op("Reshape", [
      gradient,
      tape.ints(shape.map((side, axis) => (axes.includes(axis) ? 1 : typeof side === "number" ? side : -1))),
    ]);
  return tape.op("Unsqueeze", [gradient, tape.ints(axes)]);
}

const reduceSum: Rule = unaryOverAxes((gradient, input, _output, tape) =>
  tape.op("Expand", [gradient, tape.sides(input)]),
);

const reduceMean: Rule = unaryOverAxes((gradient, input, _output, tape, axes) => {
  const share = tape.op("Mul", [gradient, shareOf(tape, tape.shape(input), axes, input)]);
  return tape.op("Expand", [share, tape.sides(input)]);
});

/** x / |x| */
const reduceL2: Rule = unaryOverAxes((gradient, input, output, tape) =>
  tape.op("Mul", [input, tape.op("Div", [gradient, output])]),
);

function unaryOverAxes(
  make: (gradient: string, input: string, output: string, tape: Tape, axes: readonly number[]) => string,
): Rule {
  return unary((gradient, input, output, { node, tape }) => {
    const axes = reducedAxes(node, tape, tape.shape(input).length);
    const alike = (value: string): string => kept(value, input, node, tape, axes);
    return make(alike(gradient), input, alike(output), tape, axes);
  });
}

/** y (g - sum(g y)) */
const softmax: Rule = unary((gradient, input, made, { node, tape }) => {
  const output = withoutNaN(tape.flow, made);
  const rank = tape.shape(input).length;
  const axis = ((intOf(node, "axis") ?? -1) + rank) % rank;
  const product = tape.op("Mul", [gradient, output]);
  const sum = tape.op("ReduceSum", [product, tape.ints([axis])], { keepdims: { int: 1 } });
  return tape.op("Sub", [product, tape.op("Mul", [output, sum])]);
});

/** With d = (x - mean) / deviation and s the scale: (g s - mean(g s) - d mean(g s d)) / deviation. */
const layerNormalization: Rule = (step) => {
  const { node, tape, gradient } = step;
  const [input = "", scale = ""] = node.inputs;
  const { length: rank } = tape.shape(input);
  const first = ((intOf(node, "axis") ?? -1) + rank) % rank;
  const axes = Array.from({ length: rank }, (_, axis) => axis).slice(first);
  const sides = tape.flow.constant(scale)?.shape;
  if (!sides || step.wants(1) || step.wants(2)) return refuse(`${described(node)} with a computed scale`);
  // without a scale the operator gives d itself, and it can tell the inverse deviation
  const [d = "", , inverse = ""] = tape.ops("LayerNormalization", [input, tape.filled(sides, 1)], 3, {
    axis: { int: first },
    epsilon: { float: floatOf(node, "epsilon") ?? 1e-5 },
  });
  const scaled = tape.op("Mul", [gradient, scale]);
  const stretch = tape.op("Mul", [d, tape.mean(tape.op("Mul", [scaled, d]), axes)]);
  const rest = tape.op("Sub", [tape.op("Sub", [scaled, stretch]), tape.mean(scaled, axes)]);
  return [tape.op("Mul", [rest, inverse])];
};

/** Rules of operators that sum along axes. */
export const reductions: Readonly<Record<string, Rule>> = {
  ReduceSum: reduceSum,
  ReduceMean: reduceMean,
  ReduceL2: reduceL2,
  Softmax: softmax,
  LayerNormalization: layerNormalization,
};
