import type { Dataflow } from "./flow";
import type { OperatorNode } from "./node";

/** Where a graph turns the hidden state of every piece into one vector a text. */
export interface FoundPooling {
  readonly kind: "cls" | "mean";
  /** The hidden state, [texts, pieces, dimension]. */
  readonly hidden: string;
  /** What is made of it, [texts, dimension] or [texts, 1, dimension]. */
  readonly pooled: string;
}

/** Operators of which only the first input carries data. */
const FIRST_ONLY = new Set(
  "Reshape Expand Squeeze Unsqueeze Slice Gather Dropout Cast Clip ReduceSum ReduceMean".split(" "),
);

/**
 * Looks for the pooling in front of a classification head, backwards from its logits: the piece at place 0
 * (Gather or Slice), the mean over pieces (ReduceMean), or the mean over attended pieces (a sum of products with the
 * mask, divided). Null where there is none, or where a way from the inputs to the logits goes round it.
 */
export function findPooling(flow: Dataflow, logits: string): FoundPooling | null {
  const seen = new Set<string>();
  const queue = [logits];
  let found: FoundPooling | null = null;
  for (let value = queue.pop(); value !== undefined; value = queue.pop()) {
    if (value === "" || seen.has(value) || flow.constant(value)) continue;
    seen.add(value);
    const node = flow.producer(value);
    if (!node) return null;
    const pooling = poolingBy(flow, node);
    if (pooling) {
      if (found && found.pooled !== pooling.pooled) return null;
      found = pooling;
    } else queue.push(...(FIRST_ONLY.has(node.op) ? node.inputs.slice(0, 1) : node.inputs));
  }
  return found;
}

function poolingBy(flow: Dataflow, node: OperatorNode): FoundPooling | null {
  const [hidden] = node.inputs;
  const [pooled] = node.outputs;
  if (hidden === undefined || pooled === undefined) return null;
  switch (node.op) {
    case "Gather":
    case "Slice":
      return takesFirstPiece(flow, node) ? { kind: "cls", hidden, pooled } : null;
    case "ReduceMean":
      return overPieces(flow, node) ? { kind: "mean", hidden, pooled } : null;
    case "Div": {
      const summed = maskedSum(flow, hidden);
      return summed === null ? null : { kind: "mean", hidden: summed, pooled };
    }
    default:
      return null;
  }
}

/** What a sum over pieces of products with a mask is made of; null where `value` is no such sum. */
function maskedSum(flow: Dataflow, value: string): string | null {
  const sum = flow.producer(value);
  if (sum?.op !== "ReduceSum" || !overPieces(flow, sum)) return null;
  const product = flow.producer(sum.inputs[0]);
  if (product?.op !== "Mul") return null;
  return product.inputs.find((factor) => !isMask(flow, factor) && (flow.lastSide(factor) ?? 0) > 1) ?? null;
}

/** Whether a value is the mask, given a last side and another type. */
function isMask(flow: Dataflow, value: string): boolean {
  const node = flow.producer(value);
  if (!node) return value === "attention_mask";
  const [first] = node.inputs;
  return first !== undefined && /^(Cast|Expand|Unsqueeze)$/.test(node.op) && isMask(flow, first);
}

function overPieces(flow: Dataflow, node: OperatorNode): boolean {
  const axes = flow.axes(node, 1);
  return only(axes, 1) || only(axes, -2);
}

/** Whether an operator takes the piece at place 0 out of [texts, pieces, dimension], keeping the side or not. */
export function takesFirstPiece(flow: Dataflow, node: OperatorNode): boolean {
  if (node.op === "Gather") return axisOf(node) === 1 && only(flow.integers(node.inputs[1]), 0);
  if (node.op !== "Slice") return false;
  const [starts, ends, axes] = ["starts", "ends", "axes"].map((name, i) => {
    const attribute = node.attributes.get(name);
    return attribute && "ints" in attribute ? attribute.ints : flow.integers(node.inputs[i + 1]);
  });
  return only(axes ?? null, 1) && only(starts ?? null, 0) && only(ends ?? null, 1);
}

function axisOf(node: OperatorNode): number {
  const axis = node.attributes.get("axis");
  return axis && "int" in axis ? axis.int : 0;
}

function only(values: readonly number[] | null, value: number): boolean {
  return values?.length === 1 && values[0] === value;
}
