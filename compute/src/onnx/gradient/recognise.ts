import { Dataflow } from "../flow";
import type { ModelGraph } from "../model";
import { intOf, makeNode, type OperatorNode } from "../node";
import { numberOf } from "./number";

/**
 * Puts one operator in the place of the several that older exports write for it: `Gelu` for its parts around `Erf`,
 * `LayerNormalization` for its parts around `Sqrt`. Their rules are much shorter than those of the parts together.
 */
export function recognise(graph: ModelGraph): void {
  const flow = new Dataflow(graph);
  const pattern = new Pattern(flow);
  const found = new Map<OperatorNode, OperatorNode>();
  for (const node of graph.nodes) {
    const made =
      node.op === "Erf"
        ? geluAround(pattern, node)
        : node.op === "Sqrt"
          ? normalisationAround(pattern, node)
          : null;
    if (made) found.set(made.last, made.whole);
  }
  graph.nodes = graph.nodes.map((node) => found.get(node) ?? node);
}

interface Found {
  /** The operator whose output is the whole's. */
  readonly last: OperatorNode;
  readonly whole: OperatorNode;
}

/** x / sqrt 2 before, plus one behind, times x and a half in any order. */
function geluAround(pattern: Pattern, erf: OperatorNode): Found | null {
  const scaling = pattern.flow.producer(erf.inputs[0]);
  const x =
    scaling?.op === "Div"
      ? divided(pattern, scaling)
      : scaling?.op === "Mul"
        ? pattern.other(scaling, Math.SQRT1_2)
        : null;
  const shifted = pattern.next(erf, "Add");
  if (x === null || !shifted || pattern.other(shifted, 1) !== erf.outputs[0]) return null;
  const product = pattern.next(shifted, "Mul");
  if (!product) return null;
  const sum = shifted.outputs[0] ?? "";
  const beside = product.inputs.find((input) => input !== sum);
  if (beside === x) {
    const halved = pattern.next(product, "Mul");
    return halved && pattern.other(halved, 0.5) === product.outputs[0] ? gelu(halved, x) : null;
  }
  if (pattern.other(product, 0.5) === sum) {
    const last = pattern.next(product, "Mul");
    return last?.inputs.includes(x) ? gelu(last, x) : null;
  }
  const halved = pattern.flow.producer(beside);
  return halved?.op === "Mul" && pattern.other(halved, 0.5) === x ? gelu(product, x) : null;
}

function divided(pattern: Pattern, { inputs: [x = "", by] }: OperatorNode): string | null {
  return close(numberOf(pattern.flow, by), Math.SQRT2) ? x : null;
}

function gelu(last: OperatorNode, x: string): Found {
  return { last, whole: { ...makeNode("Gelu", [x], last.outputs), name: last.name } };
}

/** (x - mean) / sqrt(mean((x - mean)^2) + epsilon), times scale, plus bias, over the last side. */
function normalisationAround(pattern: Pattern, root: OperatorNode): Found | null {
  const { flow } = pattern;
  const shifted = flow.producer(root.inputs[0]);
  if (shifted?.op !== "Add") return null;
  const [epsilon, variance] = pattern.numberAndOther(shifted);
  const spread = flow.producer(variance);
  const square =
    spread?.op === "ReduceMean" && pattern.overLast(spread) ? flow.producer(spread.inputs[0]) : undefined;
  const centred =
    square?.op === "Pow" && numberOf(flow, square.inputs[1]) === 2
      ? flow.producer(square.inputs[0])
      : undefined;
  if (epsilon === null || centred?.op !== "Sub") return null;
  const [x = "", centre] = centred.inputs;
  const mean = flow.producer(centre);
  if (mean?.op !== "ReduceMean" || mean.inputs[0] !== x || !pattern.overLast(mean)) return null;
  const quotient = pattern.next(root, "Div");
  const scaled =
    quotient && quotient.inputs[0] === centred.outputs[0] ? pattern.next(quotient, "Mul") : undefined;
  if (!quotient || !scaled) return null;
  const scale = scaled.inputs.find((input) => input !== quotient.outputs[0]);
  const shift = pattern.next(scaled, "Add");
  const bias = shift?.inputs.find((input) => flow.constant(input)?.shape.length === 1);
  if (flow.constant(scale)?.shape.length !== 1) return null;
  const last = shift && bias !== undefined ? shift : scaled;
  const attributes = { axis: { int: -1 }, epsilon: { float: epsilon } };
  return {
    last,
    whole: {
      ...makeNode(
        "LayerNormalization",
        [x, scale ?? "", ...(bias === undefined ? [] : [bias])],
        last.outputs,
        attributes,
      ),
      name: last.name,
    },
  };
}

/** Looks around in a graph. */
class Pattern {
  private readonly consumers = new Map<string, OperatorNode[]>();

  constructor(readonly flow: Dataflow) {
    for (const node of flow.graph.nodes)
      for (const input of new Set(node.inputs)) {
        const known = this.consumers.get(input);
        if (known) known.push(node);
        else this.consumers.set(input, [node]);
      }
    // an output of the graph is not only its consumer's
    for (const { name } of flow.graph.outputs) this.consumers.delete(name);
  }

  /** The only operator that takes what another makes, if it is of that kind. */
  next(node: OperatorNode, op: string): OperatorNode | undefined {
    const [only, more] = this.consumers.get(node.outputs[0] ?? "") ?? [];
    return more === undefined && only?.op === op ? only : undefined;
  }

  /** What an operator of two inputs is given beside that number; null where the number is not among them. */
  other(node: OperatorNode, number: number): string | null {
    const [found, other] = this.numberAndOther(node);
    return close(found, number) ? other : null;
  }

  /** The number among an operator's two inputs, null where there is none, and the other input. */
  numberAndOther({ inputs: [a = "", b = ""] }: OperatorNode): [number | null, string] {
    const number = numberOf(this.flow, a);
    return number === null ? [numberOf(this.flow, b), a] : [number, b];
  }

  /** Whether a reduction is over the last side, and keeps it. */
  overLast(node: OperatorNode): boolean {
    const axes = this.flow.axes(node, 1);
    const last =
      axes?.length === 1 && (axes[0] === -1 || axes[0] === (this.flow.rank(node.inputs[0]) ?? 0) - 1);
    return last && intOf(node, "keepdims") !== 0;
  }
}

function close(number: number | null, wanted: number): boolean {
  return number !== null && Math.abs(number - wanted) < 1e-6 * wanted;
}
