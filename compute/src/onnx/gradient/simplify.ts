import { Dataflow } from "../flow";
import type { ModelGraph } from "../model";
import type { OperatorNode } from "../node";
import { type ConstantTensor, makeTensor } from "../tensor";
import { Shapes } from "../shapes";

/** Lets operators read constants themselves that they were given through `Identity`. */
export function readConstantsDirectly(graph: ModelGraph): void {
  const flow = new Dataflow(graph);
  const sources = new Map<string, string>();
  for (const { op, inputs, outputs } of graph.nodes) {
    const [from = ""] = inputs;
    const source = sources.get(from) ?? from;
    if (op === "Identity" && flow.constant(source)) sources.set(outputs[0] ?? "", source);
  }
  if (sources.size === 0) return;
  graph.nodes = graph.nodes.map((node) =>
    node.inputs.some((input) => sources.has(input))
      ? { ...node, inputs: node.inputs.map((input) => sources.get(input) ?? input) }
      : node,
  );
}

/**
 * Gives each `Reshape` its target as a constant, where that can be said: sides that are kept as 0, one free side as -1. The
 * operators that put targets together at run time, a dozen a layer, are then used by nothing.
 */
export function fixReshapes(graph: ModelGraph): void {
  const shapes = new Shapes(new Dataflow(graph));
  const targets = new Map<string, ConstantTensor>();
  graph.nodes = graph.nodes.map((node) => fixed(node, shapes, targets));
  graph.initializers.push(...targets.values());
}

function fixed(node: OperatorNode, shapes: Shapes, targets: Map<string, ConstantTensor>): OperatorNode {
  const [input = "", target] = node.inputs;
  if (node.op !== "Reshape" || shapes.flow.constant(target)) return node;
  const from = shapes.of(input);
  const to = shapes.of(node.outputs[0]);
  if (!from || !to) return node;
  const sides = to.map((side, axis) => (typeof side === "number" ? side : from[axis] === side ? 0 : -1));
  if (sides.filter((side) => side === -1).length > 1 || to.includes(0)) return node;
  const name = `semla_sides_${sides.join("_")}`;
  if (!targets.has(name))
    targets.set(name, makeTensor(name, [sides.length], BigInt64Array.from(sides, BigInt)));
  return { ...node, inputs: [input, name], attributes: new Map() };
}
