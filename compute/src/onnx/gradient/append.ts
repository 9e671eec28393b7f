import { SemlaError } from "../../../../src/protocol/errors";
import { narrowToFirstPiece, removeUnused } from "../first-piece";
import { Dataflow } from "../flow";
import { type GraphValue, makeValue, type Model } from "../model";
import { makeNode, type OperatorNode } from "../node";
import { type ConstantTensor, elementTypes } from "../tensor";
import { findAttentions } from "./attentions";
import { expandFused } from "./expand";
import { findPath, findWordEmbeddings } from "./path";
import { findHidden } from "./hidden";
import { recognise } from "./recognise";
import { refuse, Refusal } from "./refuse";
import { geluParts, ruleOf } from "./rules";
import { Shapes } from "../shapes";
import { fixReshapes, readConstantsDirectly } from "./simplify";
import { Tape } from "./tape";

/** What is to be differentiated: values of the graph, null where the graph has none. */
export interface Differentiated {
  /** [batch, labels] */
  readonly logits: string | null;
  /** [batch, dimension] */
  readonly embedding: string | null;
}

/** Names of what the differentiated graph takes and gives, all float32 but for its old inputs. */
export interface GradientGraph {
  /** Word embeddings, [vocabulary, width]: the caller looks rows up itself. */
  readonly table: ConstantTensor;
  /** Input: word embeddings [batch, sequence, width]. The graph keeps `input_ids` where it needs them still. */
  readonly input: string;
  /** Inputs: d F / d logits [batch, labels] and d F / d embedding [batch, dimension]; null as in what was asked. */
  readonly seeds: { readonly logits: string | null; readonly embedding: string | null };
  /** Output: d F / d word embedding, [batch, sequence, width]. */
  readonly gradient: string;
  /** Outputs: attention of each layer, first to last, [batch, heads, query, key]. */
  readonly attentions: readonly string[];
  /** Output: last hidden state, [batch, sequence, dimension]; null where none was found. */
  readonly hidden: string | null;
}

/** The lowest operator set in which all that is added can be said. */
const LOWEST = 13;
const NEEDED = 17;

/**
 * Appends to a model the operators that compute the gradient of
 * F = sum(seed_logits * logits) + sum(seed_embedding * embedding) with respect to the word embeddings, by reverse-mode
 * differentiation: one run goes forward and back. Word embeddings become an input; position and type embeddings stay
 * fixed. What no output needs is left out. The model's weights are not copied.
 * @throws SemlaError "not_differentiable" with the operator that has no rule, and what can be used instead
 */
export function appendGradient(model: Model, wanted: Differentiated): GradientGraph {
  const attention = model.graph.nodes.some(({ op }) => op === "Softmax") ? "attention, " : "";
  try {
    return append(model, wanted);
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    throw new SemlaError(
      "not_differentiable",
      `gradient: the graph cannot be differentiated (in the way: ${cause.message}); use ${attention}lime, occlusion ` +
        `or shap, or export the model in float32 with standard operators`,
      { cause },
    );
  }
}

function append(model: Model, wanted: Differentiated): GradientGraph {
  const { graph, opsets } = model;
  const opset = opsets.get("") ?? opsets.get("ai.onnx") ?? 0;
  if (opset < LOWEST) refuse(`operator set ${opset}, ${LOWEST} or later is needed`);
  readConstantsDirectly(graph);
  expandFused(graph);
  const embeddings = findWordEmbeddings(new Dataflow(graph));
  const input = "semla_word_embeddings";
  replaceByInput(model, embeddings.nodes, input, embeddings.table);

  recognise(graph);
  fixReshapes(graph);
  const targets = [wanted.embedding, wanted.logits].filter((value) => value !== null);
  const hidden = findHidden(new Dataflow(graph), targets);
  const forward = [...targets, ...(hidden === null ? [] : [hidden])];
  const outputs = (names: readonly string[]): GraphValue[] =>
    [...new Set(names)].map((name) => makeValue(name, elementTypes.float32, null));
  graph.outputs = outputs(forward);
  removeUnused(graph);
  narrowToFirstPiece(graph, forward);

  const flow = new Dataflow(graph);
  const { path, reached } = findPath(flow, input, targets);
  const shapes = new Shapes(flow);
  const attentions = findAttentions(shapes, path);
  const tape = new Tape(shapes, Math.max(opset, NEEDED));

  const gradients = new Map<string, string>();
  const give = (value: string, gradient: string): void => {
    gradients.set(value, tape.add(gradients.get(value) ?? null, gradient));
  };
  const seed = (value: string | null, name: string): string | null => {
    if (value === null || !reached.has(value)) return null;
    give(value, name);
    graph.inputs.push(makeValue(name, elementTypes.float32, null));
    return name;
  };
  const seeds = {
    logits: seed(wanted.logits, "semla_seed_logits"),
    embedding: seed(wanted.embedding, "semla_seed_embedding"),
  };
  for (const node of path) {
    const own = node.outputs.map((output) => gradients.get(output) ?? null);
    const gradient = own.find((one) => one !== null);
    if (gradient === undefined) continue;
    const wants = (at: number): boolean => reached.has(node.inputs[at] ?? "");
    const passed = ruleOf(node.op)?.({ node, tape, gradient, gradients: own, wants }) ?? [];
    passed.forEach((one, at) => {
      if (one !== null && wants(at)) give(node.inputs[at] ?? "", one);
    });
  }
  const total = gradients.get(input) ?? refuse("its outputs do not depend on the words");
  const gradient = "semla_gradient";
  tape.nodes.push(makeNode("Identity", [total], [gradient]));

  const kept = (node: OperatorNode): readonly OperatorNode[] =>
    node.op === "Gelu" && node.domain === "" ? geluParts(node, tape) : [node];
  graph.nodes = [...graph.nodes.flatMap((node) => tape.replaced.get(node) ?? kept(node)), ...tape.nodes];
  graph.initializers.push(...tape.constants);
  graph.outputs = outputs([...forward, gradient, ...attentions]);
  removeUnused(graph);
  const read = new Set(graph.nodes.flatMap(({ inputs }) => inputs));
  graph.inputs = graph.inputs.filter(({ name }) => read.has(name));
  if (opset < NEEDED) opsets.set(opsets.has("") ? "" : "ai.onnx", NEEDED);
  return { table: embeddings.table, input, seeds, gradient, attentions, hidden };
}

/** Makes a graph's word embeddings an input of its own. */
function replaceByInput(
  { graph }: Model,
  nodes: readonly OperatorNode[],
  input: string,
  table: ConstantTensor,
): void {
  const old = new Set(nodes.flatMap(({ outputs }) => outputs));
  graph.nodes = graph.nodes
    .filter((node) => !nodes.includes(node))
    .map((node) =>
      node.inputs.some((name) => old.has(name))
        ? { ...node, inputs: node.inputs.map((name) => (old.has(name) ? input : name)) }
        : node,
    );
  graph.inputs.push(makeValue(input, elementTypes.float32, ["batch", "sequence", table.shape[1] ?? "width"]));
}
