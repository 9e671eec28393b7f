import { floatOf, intOf } from "../../node";
import type { Shape } from "../../shapes";
import { broadcast } from "../../shapes";
import { described, refuse } from "../refuse";
import type { Tape } from "../tape";
import { eachInput, type Rule, type Step } from "./rule";

/** The last two sides the other way round. */
function transposed(tape: Tape, value: string, rank: number): string {
  const order = Array.from({ length: rank }, (_, axis) => axis);
  order.splice(rank - 2, 2, rank - 1, rank - 2);
  return tape.once(`transposed ${value}`, () => tape.op("Transpose", [value], { perm: { ints: order } }));
}

/** The gradient of a product's left side: gradient times right side transposed. */
function left(step: Step, a: string, b: string): string {
  const { tape, gradient } = step;
  const [shape, other] = [tape.shape(a), tape.shape(b)];
  if (other.length === 2 && tape.flow.constant(b)) {
    // Gemm reads the weights as they are, where a transpose would be a copy of them
    const rows = tape.rows(gradient, sideOf(other, 1));
    const product = tape.op("Gemm", [rows, b], { transB: { int: 1 } });
    return tape.reshape(product, ["?rows", sideOf(other, 0)], a);
  }
  const product = tape.op("MatMul", [gradient, transposed(tape, b, other.length)]);
  return tape.reduce(product, productShape(step, shape, other.slice(-2, -1)), a);
}

/** The gradient of a product's right side: left side transposed times gradient. */
function right(step: Step, a: string, b: string): string {
  const { tape, gradient } = step;
  const [other, shape] = [tape.shape(a), tape.shape(b)];
  const product = tape.op("MatMul", [transposed(tape, a, other.length), gradient]);
  const made = tape.shape(step.node.outputs[0]);
  return tape.reduce(product, [...made.slice(0, -2), ...other.slice(-1), ...shape.slice(-1)], b);
}

/** Shape of the gradient times the other side: its batch sides, the rows of `shape`, `columns`. */
function productShape({ node, tape }: Step, shape: Shape, columns: Shape): Shape {
  return [...tape.shape(node.outputs[0]).slice(0, -2), ...shape.slice(-2, -1), ...columns];
}

function sideOf(shape: Shape, axis: number): number {
  const side = shape[axis];
  return typeof side === "number" ? side : -1;
}

const matMul: Rule = (step) => {
  const [a = "", b = ""] = step.node.inputs;
  if (Math.min(step.tape.shape(a).length, step.tape.shape(b).length) < 2)
    return refuse(`${described(step.node)} with a vector`);
  return eachInput(step, (_, index) => (index === 0 ? left(step, a, b) : right(step, a, b)));
};

/** alpha A' B' + beta C, where A' and B' are A and B, transposed or not. */
const gemm: Rule = (step) => {
  const { node, tape, gradient } = step;
  const [a = "", b = "", c = ""] = node.inputs;
  const alpha = { float: floatOf(node, "alpha") ?? 1 };
  const [transA, transB] = [intOf(node, "transA") ?? 0, intOf(node, "transB") ?? 0];
  const made = (): Shape => {
    const rows = tape.shape(a)[transA === 1 ? 1 : 0] ?? 1;
    return broadcast([rows, tape.shape(b)[transB === 1 ? 0 : 1] ?? 1], [], "");
  };
  return eachInput(step, (_, index) => {
    if (index === 0)
      return transA === 1
        ? tape.op("Gemm", [b, gradient], { alpha, transA: { int: transB }, transB: { int: 1 } })
        : tape.op("Gemm", [gradient, b], { alpha, transB: { int: 1 - transB } });
    if (index === 1)
      return transB === 1
        ? tape.op("Gemm", [gradient, a], { alpha, transA: { int: 1 }, transB: { int: transA } })
        : tape.op("Gemm", [a, gradient], { alpha, transA: { int: 1 - transA } });
    const beta = floatOf(node, "beta") ?? 1;
    return tape.reduce(beta === 1 ? gradient : tape.op("Mul", [gradient, tape.float(beta)]), made(), c);
  });
};

/** Rules of matrix products. */
export const products: Readonly<Record<string, Rule>> = { MatMul: matMul, Gemm: gemm };
