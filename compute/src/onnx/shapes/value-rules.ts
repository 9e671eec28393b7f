import { intOf, type OperatorNode } from "../node";
import { integersOf } from "../tensor";
import type { Shapes } from "./shapes";
import { minus, over, plus, product, type Side, times } from "./side";

/** Integers of a list; null for those that are not known. */
type List = readonly (Side | null)[];
type ValueRule = (node: OperatorNode, shapes: Shapes) => List | undefined;

/** What an operator's first output holds where that is a list of integers, or a single one; undefined for anything else. */
export function valueRule(node: OperatorNode, shapes: Shapes): List | undefined {
  return rules[node.op]?.(node, shapes);
}

const same: ValueRule = ({ inputs }, shapes) => shapes.list(inputs[0]);

/** An operator on pairs of integers; a single one goes with each of a list. */
function pairwise(combine: (a: Side, b: Side) => Side | null): ValueRule {
  return ({ inputs }, shapes) => {
    const [a, b] = inputs.map((input) => shapes.list(input));
    if (!a || !b) return undefined;
    const length = Math.max(a.length, b.length);
    if (![1, length].includes(a.length) || ![1, length].includes(b.length)) return undefined;
    return Array.from({ length }, (_, i) => {
      const [left, right] = [a[a.length === 1 ? 0 : i], b[b.length === 1 ? 0 : i]];
      return left === undefined || right === undefined ? null : combine(left, right);
    });
  };
}

const rules: Readonly<Record<string, ValueRule>> = {
  Identity: same,
  Unsqueeze: same,
  Squeeze: same,
  Reshape: same,
  Expand({ inputs }, shapes) {
    const list = shapes.list(inputs[0]);
    const [length, more] = shapes.list(inputs[1]) ?? [];
    if (!list || typeof length !== "number" || more !== undefined) return undefined;
    return list.length === 1 ? Array.from({ length }, () => list[0] ?? null) : list;
  },
  Cast(node, shapes) {
    // floats could be fractions later
    return [6, 7, 9].includes(intOf(node, "to") ?? 0) ? shapes.list(node.inputs[0]) : undefined;
  },
  Shape(node, shapes) {
    return shapes.of(node.inputs[0])?.slice(intOf(node, "start") ?? 0, intOf(node, "end"));
  },
  Size({ inputs }, shapes) {
    const shape = shapes.of(inputs[0]);
    return shape && [product(shape)];
  },
  Gather(node, shapes) {
    const list = shapes.list(node.inputs[0]);
    const rank = shapes.of(node.inputs[0])?.length;
    if (!list || rank !== 1) return undefined;
    return shapes.numbers(node.inputs[1])?.map((index) => list.at(index) ?? null);
  },
  Concat({ inputs }, shapes) {
    const lists = inputs.map((input) => {
      const list = shapes.list(input);
      const length = shapes.of(input)?.[0];
      return list ?? (typeof length === "number" ? Array.from({ length }, () => null) : undefined);
    });
    return lists.every((list) => list !== undefined) ? lists.flat() : undefined;
  },
  Slice(node, shapes) {
    const list = shapes.list(node.inputs[0]);
    const [starts, ends, , steps] = [1, 2, 3, 4].map((input) => shapes.numbers(node.inputs[input]));
    const [start, end] = [starts?.[0], ends?.[0]];
    if (!list || start === undefined || end === undefined) return undefined;
    if (node.inputs.length > 4 && steps?.[0] !== 1) return undefined;
    return list.slice(start, end);
  },
  Neg: ({ inputs }, shapes) => shapes.numbers(inputs[0])?.map((item) => -item),
  Add: pairwise(plus),
  Sub: pairwise(minus),
  Mul: pairwise(times),
  Div: pairwise((a, b) => (typeof a === "number" && typeof b === "number" ? Math.trunc(a / b) : over(a, b))),
  Max: pairwise((a, b) =>
    typeof a === "number" && typeof b === "number" ? Math.max(a, b) : a === b ? a : null,
  ),
  Min: pairwise((a, b) =>
    typeof a === "number" && typeof b === "number" ? Math.min(a, b) : a === b ? a : null,
  ),
  // lengths are never negative
  Equal: pairwise((a, b) => {
    if (a === b) return 1;
    if (typeof a === "number" && typeof b === "number") return 0;
    return [a, b].some((item) => typeof item === "number" && item < 0) ? 0 : null;
  }),
  Where({ inputs }, shapes) {
    const [condition, yes, no] = inputs.map((input) => shapes.list(input));
    if (!condition || !yes || !no) return undefined;
    const pick = (list: readonly Side[], i: number): Side | null => list[list.length === 1 ? 0 : i] ?? null;
    const length = Math.max(condition.length, yes.length, no.length);
    return Array.from({ length }, (_, i) => {
      const met = pick(condition, i);
      if (typeof met === "number") return pick(met === 1 ? yes : no, i);
      return pick(yes, i) === pick(no, i) ? pick(yes, i) : null;
    });
  },
  ConstantOfShape(node, shapes) {
    const [length, more] = shapes.list(node.inputs[0]) ?? [];
    if (typeof length !== "number" || more !== undefined) return undefined;
    const value = node.attributes.get("value");
    if (!value || !("tensor" in value)) return undefined;
    const item = integersOf(value.tensor)?.[0];
    return item === undefined ? undefined : Array.from({ length }, () => item);
  },
  ReduceProd({ inputs }, shapes) {
    const list = shapes.list(inputs[0]);
    return list && [product(list)];
  },
  Range({ inputs }, shapes) {
    const [start, end, step] = inputs.map((input) => shapes.numbers(input)?.[0]);
    if (start === undefined || end === undefined || step === undefined || step === 0) return undefined;
    return Array.from({ length: Math.max(Math.ceil((end - start) / step), 0) }, (_, i) => start + i * step);
  },
};
