import {
  elementTypes,
  makeNode,
  makeTensor,
  makeValue,
  type Model,
  narrowToFirstPiece,
  removeUnused,
} from "../onnx";
import type { ModelPlan } from "./plan";

/** Outputs that a run asks for. */
export interface OutputNames {
  readonly embedding: string;
  readonly logits: string | null;
}

/** Whether the plan's values are outputs of the graph as they are wanted, so that the file itself can be opened. */
export function isReady(model: Model, plan: ModelPlan): boolean {
  const plain = (name: string): boolean =>
    model.graph.outputs.some(
      (output) =>
        output.name === name && output.elementType === elementTypes.float32 && output.shape?.length === 2,
    );
  return (
    plan.embedding.take === "whole" &&
    plain(plan.embedding.value) &&
    (plan.logits === null || plain(plan.logits))
  );
}

/**
 * Makes the embedding, [texts, dimension], and the logits, [texts, labels], a graph's outputs, both float32, and
 * leaves out what they do not need. Pooling inside the graph keeps the hidden state of every piece from being copied out. A mean is left as a sum
 * over attended pieces. Only operators whose form is the same in every operator set are used.
 */
export function instrument(model: Model, plan: ModelPlan): OutputNames {
  const names = addOutputs(model, plan);
  removeUnused(model.graph);
  narrowToFirstPiece(model.graph);
  return names;
}

/** The same without leaving anything out. */
export function addOutputs(model: Model, plan: ModelPlan): OutputNames {
  const { graph } = model;
  const name = (part: string): string => `semla_${part}`;
  const output = (value: string, as: string): string => {
    graph.nodes.push(
      makeNode("Reshape", [value, name("matrix")], [`${as}_matrix`]),
      makeNode("Cast", [`${as}_matrix`], [as], { to: { int: elementTypes.float32 } }),
    );
    graph.outputs.push(makeValue(as, elementTypes.float32, null));
    return as;
  };
  graph.outputs = [];
  graph.initializers.push(makeTensor(name("matrix"), [2], BigInt64Array.of(0n, -1n)));

  let { value } = plan.embedding;
  if (plan.embedding.take === "first") {
    graph.initializers.push(makeTensor(name("zero"), [], BigInt64Array.of(0n)));
    graph.nodes.push(makeNode("Gather", [value, name("zero")], [name("first")], { axis: { int: 1 } }));
    value = name("first");
  } else if (plan.embedding.take === "sum") {
    graph.initializers.push(makeTensor(name("row"), [3], BigInt64Array.of(0n, 1n, -1n)));
    graph.nodes.push(
      makeNode("Cast", ["attention_mask"], [name("mask")], { to: { int: elementTypes.float32 } }),
      makeNode("Reshape", [name("mask"), name("row")], [name("mask_row")]),
      makeNode("Cast", [value], [name("hidden")], { to: { int: elementTypes.float32 } }),
      makeNode("MatMul", [name("mask_row"), name("hidden")], [name("sum")]),
    );
    value = name("sum");
  }
  return {
    embedding: output(value, name("embedding")),
    logits: plan.logits === null ? null : output(plan.logits, name("logits")),
  };
}
