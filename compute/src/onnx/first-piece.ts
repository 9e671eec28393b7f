import { Dataflow } from "./flow";
import type { ModelGraph } from "./model";
import { makeNode, type OperatorNode } from "./node";
import { takesFirstPiece } from "./pooling";
import { Shapes } from "./shapes";
import { makeTensor } from "./tensor";

/** Operators that treat every number alike. */
const ELEMENTWISE = new Set(
  "Add Sub Mul Div Pow Erf Tanh Gelu FastGelu BiasGelu Relu Sigmoid Sqrt Neg Identity Cast Elu Selu LeakyRelu Softplus Clip".split(
    " ",
  ),
);

/**
 * Where only the first piece of a hidden state is used, computes only that: the operators before it that treat each
 * piece for itself, in a transformer the feed-forward half of the last layer, are given the first piece alone. The
 * numbers stay the same.
 * @param whole outputs of the graph that are computed for every piece beside that.
 */
export function narrowToFirstPiece(graph: ModelGraph, whole: readonly string[] = []): void {
  // operators that hold graphs of their own read values that are not among their inputs
  if (graph.nodes.some(({ hasGraphs }) => hasGraphs)) return;
  const flow = new Dataflow(graph);
  const shapes = new Shapes(flow);
  const rank = (value: string | undefined): number | undefined => shapes.of(value)?.length;
  const consumers = new Map<string, OperatorNode[]>();
  for (const node of graph.nodes)
    for (const input of node.inputs) consumers.set(input, [...(consumers.get(input) ?? []), node]);
  const outputs = new Set(graph.outputs.map(({ name }) => name).filter((name) => !whole.includes(name)));
  const first = new Set(
    graph.nodes.filter((node) => takesFirstPiece(flow, node) && rank(node.inputs[0]) === 3),
  );

  const narrow = new Set<OperatorNode>();
  const queue = [...first];
  for (let node = queue.pop(); node; node = queue.pop()) {
    for (const input of node.inputs) {
      const producer = flow.producer(input);
      if (!producer || narrow.has(producer) || first.has(producer) || !treatsPiecesAlone(flow, producer))
        continue;
      const wanted = producer.outputs.some(
        (output) =>
          outputs.has(output) ||
          consumers.get(output)?.some((consumer) => !narrow.has(consumer) && !first.has(consumer)),
      );
      if (wanted) continue;
      narrow.add(producer);
      queue.push(producer);
    }
  }
  const given = new Set(
    [...narrow].flatMap(({ inputs }) => inputs.filter((input) => input !== "" && !flow.constant(input))),
  );
  const made = new Set([...narrow].flatMap((node) => node.outputs));
  for (const output of made) given.delete(output);
  if (narrow.size === 0 || [...given].some((value) => rank(value) !== 3)) return;

  const renamed = (value: string): string =>
    given.has(value) || made.has(value) ? `${value}_first_piece` : value;
  graph.initializers.push(makeTensor("semla_first_piece", [1], BigInt64Array.of(0n)));
  const waiting = new Set(given);
  graph.nodes = graph.nodes.flatMap((node) => {
    if (first.has(node)) return [{ ...node, inputs: node.inputs.map(renamed) }];
    if (!narrow.has(node)) return [node];
    const cuts = node.inputs
      .filter((input) => waiting.delete(input))
      .map((input) =>
        makeNode("Gather", [input, "semla_first_piece"], [renamed(input)], { axis: { int: 1 } }),
      );
    const alone: OperatorNode = {
      ...node,
      name: node.name && `${node.name}_first_piece`,
      inputs: node.inputs.map(renamed),
      outputs: node.outputs.map(renamed),
    };
    return [node, ...cuts, alone];
  });
  removeUnused(graph);
}

/** Leaves out every operator and constant that no output needs. */
export function removeUnused(graph: ModelGraph): void {
  const needed = new Set(graph.outputs.map(({ name }) => name));
  const kept: OperatorNode[] = [];
  for (const node of [...graph.nodes].reverse()) {
    // they may read any value
    if (node.hasGraphs) return;
    if (!node.outputs.some((output) => needed.has(output))) continue;
    node.inputs.forEach((input) => needed.add(input));
    kept.push(node);
  }
  graph.nodes = kept.reverse();
  // older models list their constants among the inputs
  for (const { name } of graph.inputs) needed.add(name);
  graph.initializers = graph.initializers.filter(({ name }) => needed.has(name));
}

function treatsPiecesAlone(flow: Dataflow, node: OperatorNode): boolean {
  const [, ...others] = node.inputs;
  const axis = node.attributes.get("axis");
  switch (node.op) {
    case "LayerNormalization":
      return !axis || ("int" in axis && (axis.int === -1 || axis.int === 2));
    case "MatMul":
      return others.every((weight) => flow.constant(weight)?.shape.length === 2);
    default:
      // a constant with more than one side could be different for each piece
      return (
        ELEMENTWISE.has(node.op) &&
        node.inputs.every((input) => (flow.constant(input)?.shape.length ?? 0) <= 1)
      );
  }
}
