import type { Dataflow } from "../flow";
import { intOf, type OperatorNode } from "../node";
import type { Shapes } from "../shapes";

/**
 * The attention of each layer, first to last: what is made by a softmax over the last of four sides, [batch, heads,
 * query, key]. Where rows without any piece to attend to are set to zero afterwards, what is made by that.
 * @param path operators that are looked through, last first.
 */
export function findAttentions(shapes: Shapes, path: readonly OperatorNode[]): string[] {
  const found: string[] = [];
  for (const node of [...path].reverse()) {
    const [output = ""] = node.outputs;
    if (node.op !== "Softmax" || shapes.of(output)?.length !== 4) continue;
    const axis = intOf(node, "axis") ?? -1;
    if (axis === -1 || axis === 3) found.push(withoutNaN(shapes.flow, output));
  }
  return found;
}

/**
 * A softmax over nothing but -infinity is no number; some exports set it to zero afterwards.
 * @returns what that makes of a softmax's output, the output itself where nothing does.
 */
export function withoutNaN(flow: Dataflow, output: string): string {
  const mended = flow.graph.nodes.find(({ op, inputs: [condition, , other] }) => {
    const test = flow.producer(condition);
    return op === "Where" && other === output && test?.op === "IsNaN" && test.inputs[0] === output;
  });
  return mended?.outputs[0] ?? output;
}
