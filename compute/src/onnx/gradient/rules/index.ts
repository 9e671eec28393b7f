/** The rules by operator. To add one: write it beside its like, and test it against torch. */
import { elementwise } from "./elementwise";
import { gelu } from "./gelu";
import { layout } from "./layout";
import { products } from "./products";
import { reductions } from "./reductions";
import type { Rule } from "./rule";
import { selection } from "./selection";

export { geluParts } from "./gelu";
export type { Rule } from "./rule";

const rules = new Map<string, Rule>(
  Object.entries({ ...elementwise, ...products, ...layout, ...selection, ...reductions, Gelu: gelu }),
);

/** Operators whose outputs do not change when their inputs change a little, or are no floats. */
const flat = new Set(
  (
    "Shape Size Equal Less LessOrEqual Greater GreaterOrEqual Not And Or Xor IsNaN IsInf ArgMax ArgMin NonZero Sign " +
    "Floor Ceil Round ConstantOfShape Range OneHot"
  ).split(" "),
);

/** The rule of a standard operator; undefined where there is none. */
export function ruleOf(op: string): Rule | undefined {
  return rules.get(op);
}

/** Whether no gradient passes through an operator, whatever it is given. */
export function isFlat(op: string): boolean {
  return flat.has(op);
}
