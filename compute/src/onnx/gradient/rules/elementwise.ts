import { elementTypes } from "../../tensor";
import { floatOf, intOf } from "../../node";
import { numberOf } from "../number";
import { described, refuse } from "../refuse";
import { eachInput, refuseInput, type Rule, type Step, unary } from "./rule";

const output = ({ node }: Step): string => node.outputs[0] ?? "";

/** Sums a gradient of the output's shape to the shape of an input. */
function toInput(step: Step, gradient: string, input: string): string {
  return step.tape.reduce(gradient, step.tape.shape(output(step)), input);
}

const add: Rule = (step) => eachInput(step, (input) => toInput(step, step.gradient, input));

const subtract: Rule = (step) =>
  eachInput(step, (input, i) =>
    toInput(step, i === 0 ? step.gradient : step.tape.op("Neg", [step.gradient]), input),
  );

const multiply: Rule = (step) =>
  eachInput(step, (input, i) => {
    const other = step.node.inputs[1 - i] ?? "";
    return toInput(step, step.tape.op("Mul", [step.gradient, other]), input);
  });

const divide: Rule = (step) =>
  eachInput(step, (input, i) => {
    const { tape, gradient, node } = step;
    const quotient = tape.op("Div", [gradient, node.inputs[1] ?? ""]);
    if (i === 0) return toInput(step, quotient, input);
    return toInput(step, tape.op("Neg", [tape.op("Mul", [quotient, output(step)])]), input);
  });

/** x to a constant power. */
const power: Rule = (step) =>
  eachInput(step, (input, i) => {
    const { tape, gradient, node } = step;
    const exponent = numberOf(tape.flow, node.inputs[1]);
    if (i > 0 || exponent === null) return refuse(`${described(node)} with a computed exponent`);
    const less =
      exponent === 2
        ? input
        : exponent === 3
          ? tape.op("Mul", [input, input])
          : tape.op("Pow", [input, tape.float(exponent - 1)]);
    return toInput(step, tape.op("Mul", [gradient, tape.op("Mul", [less, tape.float(exponent)])]), input);
  });

const where: Rule = (step) =>
  eachInput(step, (input, i) => {
    const { tape, gradient, node } = step;
    if (i === 0) return refuseInput(step, i);
    const condition = node.inputs[0] ?? "";
    const zero = tape.float(0);
    // the other value may be infinite: it is left out, not multiplied by zero
    const kept = tape.op("Where", i === 1 ? [condition, gradient, zero] : [condition, zero, gradient]);
    return toInput(step, kept, input);
  });

/** Max and Min of two: the gradient goes to the chosen one, to the first where they are equal. */
const choose =
  (comparison: "GreaterOrEqual" | "LessOrEqual"): Rule =>
  (step) =>
    eachInput(step, (input, i) => {
      const { tape, gradient, node } = step;
      const [first, second, third] = node.inputs;
      if (first === undefined || second === undefined) return gradient;
      if (third !== undefined) return refuse(`${described(node)} of more than two values`);
      const chosen = tape.op(comparison, [first, second]);
      const zero = tape.float(0);
      const kept = tape.op("Where", i === 0 ? [chosen, gradient, zero] : [chosen, zero, gradient]);
      return toInput(step, kept, input);
    });

const clip: Rule = (step) =>
  eachInput(step, (input, i) => {
    const { tape, gradient, node } = step;
    if (i > 0) return refuseInput(step, i);
    // inside the bounds, and on them, the output is the input
    const kept = tape.op("Equal", [input, node.outputs[0] ?? ""]);
    return tape.op("Where", [kept, gradient, tape.float(0)]);
  });

const cast: Rule = unary((gradient, _input, _output, { node }) =>
  intOf(node, "to") === elementTypes.float32
    ? gradient
    : refuse(`${described(node)} to another precision than float32`),
);

/** Rules of operators that work on each number alone. */
export const elementwise: Readonly<Record<string, Rule>> = {
  Identity: unary((gradient) => gradient),
  Dropout: unary((gradient) => gradient),
  Cast: cast,
  Add: add,
  Sub: subtract,
  Mul: multiply,
  Div: divide,
  Pow: power,
  Where: where,
  Max: choose("GreaterOrEqual"),
  Min: choose("LessOrEqual"),
  Clip: clip,
  Sum: add,
  Neg: unary((gradient, _input, _output, { tape }) => tape.op("Neg", [gradient])),
  Abs: unary((gradient, input, _output, { tape }) => tape.op("Mul", [gradient, tape.op("Sign", [input])])),
  Exp: unary((gradient, _input, made, { tape }) => tape.op("Mul", [gradient, made])),
  Log: unary((gradient, input, _output, { tape }) => tape.op("Div", [gradient, input])),
  Sqrt: unary((gradient, _input, made, { tape }) =>
    tape.op("Div", [tape.op("Mul", [gradient, tape.float(0.5)]), made]),
  ),
  Reciprocal: unary((gradient, _input, made, { tape }) =>
    tape.op("Neg", [tape.op("Mul", [gradient, tape.op("Mul", [made, made])])]),
  ),
  Relu: unary((gradient, _input, made, { tape }) => {
    const positive = tape.op("Greater", [made, tape.float(0)]);
    return tape.op("Where", [positive, gradient, tape.float(0)]);
  }),
  LeakyRelu: unary((gradient, input, _output, { tape, node }) => {
    const positive = tape.op("Greater", [input, tape.float(0)]);
    const slope = tape.float(floatOf(node, "alpha") ?? 0.01);
    return tape.op("Where", [positive, gradient, tape.op("Mul", [gradient, slope])]);
  }),
  /** y (1 - y) */
  Sigmoid: unary((gradient, _input, made, { tape }) => {
    const rest = tape.op("Sub", [tape.float(1), made]);
    return tape.op("Mul", [gradient, tape.op("Mul", [made, rest])]);
  }),
  /** 1 - y^2 */
  Tanh: unary((gradient, _input, made, { tape }) =>
    tape.op("Mul", [gradient, tape.op("Sub", [tape.float(1), tape.op("Mul", [made, made])])]),
  ),
  /** 2 / sqrt(pi) exp(-x^2) */
  Erf: unary((gradient, input, _output, { tape }) => {
    const bell = tape.op("Exp", [tape.op("Neg", [tape.op("Mul", [input, input])])]);
    return tape.op("Mul", [gradient, tape.op("Mul", [bell, tape.float(2 / Math.sqrt(Math.PI))])]);
  }),
  Softplus: unary((gradient, input, _output, { tape }) =>
    tape.op("Mul", [gradient, tape.op("Sigmoid", [input])]),
  ),
};
