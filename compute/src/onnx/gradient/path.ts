import type { Dataflow } from "../flow";
import { intOf, type OperatorNode } from "../node";
import { type ConstantTensor, elementTypes } from "../tensor";
import { described, refuse } from "./refuse";
import { isFlat, ruleOf } from "./rules";

/** The operators that read word embeddings from their table, all the same ones. */
export interface WordEmbeddings {
  readonly nodes: readonly OperatorNode[];
  readonly table: ConstantTensor;
}

/** Operators that pass the ids of pieces on. */
const PASSING = new Set(["Cast", "Reshape", "Identity", "Unsqueeze", "Squeeze", "Flatten"]);
const FLOATS = new Set<number>([elementTypes.float32, elementTypes.float16, elementTypes.float64]);
const BFLOAT16 = 16;

/** Finds where the ids of pieces become word embeddings. */
export function findWordEmbeddings(flow: Dataflow): WordEmbeddings {
  const ids = new Set(["input_ids"]);
  const nodes: OperatorNode[] = [];
  let table: ConstantTensor | undefined;
  for (const node of flow.graph.nodes) {
    const [first = "", second = ""] = node.inputs;
    if (PASSING.has(node.op) && ids.has(first)) node.outputs.forEach((output) => ids.add(output));
    if (node.op !== "Gather" || !ids.has(second) || (intOf(node, "axis") ?? 0) !== 0) continue;
    const found = flow.constant(first);
    if (!found) return refuse(`${flow.producer(first)?.op ?? "an input"} makes the table of word embeddings`);
    if (found.shape.length !== 2 || (table && table !== found)) continue;
    table = found;
    nodes.push(node);
  }
  if (!table) return refuse("no table of word embeddings was found");
  if (table.elementType !== elementTypes.float32)
    return refuse("the table of word embeddings is not float32");
  return { nodes, table };
}

/** Operators that a gradient passes through, from those values back to the word embeddings, last first. */
export function findPath(
  flow: Dataflow,
  embeddings: string,
  wanted: readonly string[],
): { path: OperatorNode[]; reached: ReadonlySet<string> } {
  const ancestors = new Set<OperatorNode>();
  const queue = [...wanted];
  for (let value = queue.pop(); value !== undefined; value = queue.pop()) {
    const node = flow.producer(value);
    if (!node || ancestors.has(node)) continue;
    if (node.hasGraphs) refuse(described(node));
    ancestors.add(node);
    queue.push(...node.inputs);
  }
  const reached = new Set([embeddings]);
  const path: OperatorNode[] = [];
  for (const node of flow.graph.nodes) {
    if (!ancestors.has(node) || !node.inputs.some((input) => reached.has(input))) continue;
    if (isFlat(node.op) || turnsIntoNumbers(node)) continue;
    if (node.domain !== "" || !ruleOf(node.op)) refuse(described(node));
    node.outputs.forEach((output) => reached.add(output));
    path.push(node);
  }
  return { path: path.reverse(), reached };
}

/** Whether an operator makes integers or truth values of floats. */
function turnsIntoNumbers(node: OperatorNode): boolean {
  const to = intOf(node, "to");
  return node.op === "Cast" && to !== undefined && to !== BFLOAT16 && !FLOATS.has(to);
}
