import { intOf, intsOf } from "../../node";
import { type Rule, refuseInput, type Step, unary, eachInput } from "./rule";

const made = ({ node, tape }: Step): ReturnType<typeof tape.shape> => tape.shape(node.outputs[0]);

/** Gives the gradient the shape of the first input; further inputs are shapes and axes. */
const reshaped: Rule = (step) =>
  eachInput(step, (input, i) => {
    if (i > 0) return refuseInput(step, i);
    return step.tape.reshape(step.gradient, made(step), input);
  });

const transpose: Rule = unary((gradient, input, _output, { node, tape }) => {
  const rank = tape.shape(input).length;
  const order = intsOf(node, "perm") ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
  return tape.op("Transpose", [gradient], { perm: { ints: order.map((_, axis) => order.indexOf(axis)) } });
});

const expand: Rule = (step) =>
  eachInput(step, (input, i) => {
    if (i > 0) return refuseInput(step, i);
    return step.tape.reduce(step.gradient, made(step), input);
  });

const concat: Rule = (step) => {
  const { node, tape, gradient } = step;
  if (node.inputs.length === 1) return [gradient];
  const rank = made(step).length;
  const axis = ((intOf(node, "axis") ?? 0) + rank) % rank;
  const sides = node.inputs.map((input) => tape.shape(input)[axis] ?? 1);
  const lengths = sides.every((side) => typeof side === "number")
    ? tape.ints(sides)
    : tape.op(
        "Concat",
        node.inputs.map((input) => tape.length(input, axis)),
        { axis: { int: 0 } },
      );
  const parts = tape.ops("Split", [gradient, lengths], node.inputs.length, { axis: { int: axis } });
  return node.inputs.map((_, i) => (step.wants(i) ? (parts[i] ?? null) : null));
};

const split: Rule = (step) => {
  const { node, tape, gradients } = step;
  const parts = node.outputs.map((output, i) => gradients[i] ?? tape.zeros(output));
  return [tape.op("Concat", parts, { axis: { int: intOf(node, "axis") ?? 0 } })];
};

/** Rules of operators that move numbers without changing them. */
export const layout: Readonly<Record<string, Rule>> = {
  Reshape: reshaped,
  Flatten: reshaped,
  Squeeze: reshaped,
  Unsqueeze: reshaped,
  Transpose: transpose,
  Expand: expand,
  Concat: concat,
  Split: split,
};
