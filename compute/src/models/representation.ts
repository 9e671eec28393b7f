import { SemlaError } from "../../../src/protocol/errors";
import { type Dataflow, findPooling } from "../onnx";
import type { Config, ModelFolder } from "./folder";
import type { EmbeddingPlan, Pooling } from "./plan";

const LOGITS = /^(logits|scores|predictions)$/;
const EMBEDDING = /^(embeddings?|sentence_embeddings?|pooled|text_embeds)$/;
const HIDDEN = /^(last_hidden_state|hidden_states?|token_embeddings|encoder_output)s?$/;

/** Which values of a graph are the logits and the embedding. */
export interface Representation {
  readonly logits: string | null;
  readonly embedding: EmbeddingPlan;
  readonly pooling: Pooling;
}

/**
 * Decides what to read from a model. Asked for "auto", the embedding is the graph's own output of one, else pooled
 * as a sentence-transformers folder says, else as the classification head does, else the hidden state of the first
 * piece; a graph in which no hidden state is found is represented by its logits.
 * @throws SemlaError "bad_model" when the graph has neither, or cannot be pooled as asked
 */
export function findRepresentation(model: ModelFolder, asked: "auto" | "cls" | "mean"): Representation {
  const { flow, folder } = model;
  const logits = findLogits(flow, model.config);
  const own = asked === "auto" ? output(flow, EMBEDDING, 2) : undefined;
  if (own !== undefined) return { logits, embedding: { value: own, take: "whole" }, pooling: "output" };
  const head = logits === null ? null : findPooling(flow, logits);
  const hidden = output(flow, HIDDEN, 3) ?? head?.hidden ?? hiddenOutput(flow);
  if (hidden !== undefined) {
    const pooling =
      asked === "auto" ? (configured(model.poolingConfig, folder) ?? head?.kind ?? "cls") : asked;
    const embedding: EmbeddingPlan =
      head && head.kind === pooling
        ? { value: head.pooled, take: "whole" }
        : { value: hidden, take: pooling === "cls" ? "first" : "sum" };
    return { logits, embedding, pooling };
  }
  const outputs = flow.graph.outputs.map(({ name }) => name).join(", ");
  if (asked !== "auto")
    throw new SemlaError(
      "bad_model",
      `pooling: ${asked} needs a hidden state, and none was found in the model in ${folder} (outputs: ${outputs}); ` +
        `leave pooling out, or export the model with an output last_hidden_state`,
    );
  if (logits !== null) return { logits, embedding: { value: logits, take: "whole" }, pooling: "logits" };
  throw new SemlaError(
    "bad_model",
    `model: the graph in ${folder} has no output that is known (outputs: ${outputs}; ` +
      `known: logits, last_hidden_state, embeddings); export it with one of these`,
  );
}

/** The output named logits, else, for what its configuration calls a classifier, the first output of rank two. */
function findLogits(flow: Dataflow, config: Config): string | null {
  const named = output(flow, LOGITS, 2);
  if (named !== undefined) return named;
  const { architectures } = config;
  const classifier =
    Array.isArray(architectures) &&
    architectures.some((name) => /ForSequenceClassification$/.test(String(name)));
  return classifier ? (output(flow, /^(?!.*(embed|pool|hidden))/, 2) ?? null) : null;
}

function output(flow: Dataflow, name: RegExp, rank: number): string | undefined {
  return flow.graph.outputs.find((value) => name.test(value.name) && (value.shape?.length ?? rank) === rank)
    ?.name;
}

function hiddenOutput(flow: Dataflow): string | undefined {
  return flow.graph.outputs.find(({ shape }) => shape?.length === 3)?.name;
}

function configured(config: Config | null, folder: string): "cls" | "mean" | null {
  if (!config) return null;
  if (config["pooling_mode_cls_token"] === true) return "cls";
  if (config["pooling_mode_mean_tokens"] === true) return "mean";
  const mode = Object.keys(config).find((key) => key.startsWith("pooling_mode_") && config[key] === true);
  throw new SemlaError(
    "bad_model",
    `pooling: ${mode ?? "none"} in ${folder}/1_Pooling/config.json (allowed: cls, mean); ask for one of these`,
  );
}
