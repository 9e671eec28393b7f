import { makeNode, type OperatorNode, stringOf } from "../../node";
import { described, refuse } from "../refuse";
import type { Tape } from "../tape";
import { type Rule, unary } from "./rule";

/**
 * x P(x), where P = (1 + erf(x / sqrt 2)) / 2 is the normal distribution and p its density: P(x) + x p(x). The operator
 * gives place to its parts, so that erf is computed once for both ways. p's factor is taken into its exponent.
 */
export const gelu: Rule = unary((gradient, input, output, { node, tape }) => {
  if ((stringOf(node, "approximate") ?? "none") !== "none") return refuse(`${described(node)} by tanh`);
  const [scaled, erf, half, distribution] = [tape.name(), tape.name(), tape.name(), tape.name()];
  tape.replaced.set(node, [
    makeNode("Mul", [input, tape.float(Math.SQRT1_2)], [scaled]),
    makeNode("Erf", [scaled], [erf]),
    makeNode("Mul", [erf, tape.float(0.5)], [half]),
    makeNode("Add", [half, tape.float(0.5)], [distribution]),
    makeNode("Mul", [input, distribution], [output]),
  ]);
  const exponent = tape.op("Sub", [
    tape.float(Math.log(1 / Math.sqrt(2 * Math.PI))),
    tape.op("Mul", [scaled, scaled]),
  ]);
  const weighted = tape.op("Mul", [input, tape.op("Exp", [exponent])]);
  return tape.op("Mul", [gradient, tape.op("Add", [distribution, weighted])]);
});

/** A `Gelu` that no gradient passes through, by operators of every version, in the form that onnxruntime fuses. */
export function geluParts(node: OperatorNode, tape: Tape): readonly OperatorNode[] {
  const [x = ""] = node.inputs;
  const [scaled, erf, shifted, product] = [tape.name(), tape.name(), tape.name(), tape.name()];
  return [
    makeNode("Div", [x, tape.float(Math.SQRT2)], [scaled]),
    makeNode("Erf", [scaled], [erf]),
    makeNode("Add", [erf, tape.float(1)], [shifted]),
    makeNode("Mul", [x, shifted], [product]),
    makeNode("Mul", [product, tape.float(0.5)], node.outputs),
  ];
}
