import type { Dataflow } from "../flow";
import { findPooling } from "../pooling";

const PASSING = new Set(["Cast", "Expand", "Identity", "Reshape", "Squeeze", "Unsqueeze"]);

/**
 * The last hidden state, [batch, sequence, dimension]: what an embedding or the logits are pooled from, or what the
 * mask as a row is multiplied with to add up attended pieces. Null where none is found.
 */
export function findHidden(flow: Dataflow, values: readonly string[]): string | null {
  for (const value of values) {
    const hidden = findPooling(flow, value)?.hidden ?? summed(flow, value);
    if (hidden !== undefined) return hidden;
  }
  return null;
}

/** What is multiplied with the mask to make a value. */
function summed(flow: Dataflow, value: string): string | undefined {
  const product = flow.producer(source(flow, value));
  const [row = "", hidden] = product?.inputs ?? [];
  return product?.op === "MatMul" && source(flow, row) === "attention_mask" ? hidden : undefined;
}

/** What a value is but for its type and sides. */
function source(flow: Dataflow, value: string): string {
  const node = flow.producer(value);
  return node && PASSING.has(node.op) ? source(flow, node.inputs[0] ?? "") : value;
}
