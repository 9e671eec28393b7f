import { createHash } from "node:crypto";
import { SemlaError } from "../../../src/protocol/errors";
import { type Dataflow, elementTypes } from "../onnx";
import { fingerprintOf } from "./fingerprint";
import { type Config, isCount, type ModelFolder, readFolder } from "./folder";
import { readLabelNames } from "./labels";
import { type Feed, feedable, type ModelPlan, type Pooling } from "./plan";
import { findRepresentation } from "./representation";

/** Longest text of a model that names no limit. */
const DEFAULT_PIECES = 512;
/** Multiply-adds of a batch: some 40 ms of two cores, so that a cancelled run stops soon; larger ones are no faster. */
const BATCH_WORK = 6e9;

/** What is known of a model before it is opened. */
export interface Inspected {
  readonly plan: ModelPlan;
  readonly labelNames: string[];
}

/**
 * Looks at a model folder: graph, configuration and content hash, without its weights.
 * @throws SemlaError "bad_model" saying what is wrong, where, and what to do
 */
export async function inspect(folder: string, asked: "auto" | "cls" | "mean"): Promise<Inspected> {
  const model = await readFolder(folder);
  const { flow, config } = model;
  const { logits, embedding, pooling } = findRepresentation(model, asked);
  const columns = logits === null ? null : flow.lastSide(logits);
  const labelNames = logits === null ? [] : readLabelNames(config, columns, folder);
  const firstPosition = positionOffset(config);
  const weights = flow.weightsPerPiece();
  const plan: ModelPlan = {
    handle: handleOf(await fingerprintOf(model), pooling),
    folder,
    feeds: readFeeds(flow, folder),
    embedding,
    pooling,
    logits,
    labels: labelNames.length,
    dimension: flow.lastSide(embedding.value) ?? configuredDimension(model),
    maxPieces: readMaxPieces(model, firstPosition),
    firstPosition,
    vocabulary: flow.tableRows("input_ids"),
    padId: isCount(config["pad_token_id"]) ? config["pad_token_id"] : 0,
    batchPieces: Math.min(Math.max(Math.round(BATCH_WORK / Math.max(weights, 1)), 32), 4096),
  };
  return { plan, labelNames };
}

function handleOf(fingerprint: string, pooling: Pooling): string {
  return createHash("sha256").update(`${fingerprint} ${pooling}`).digest("hex").slice(0, 32);
}

function readFeeds(flow: Dataflow, folder: string): ModelPlan["feeds"] {
  const inputs = flow.graph.inputs.filter(({ name }) => !flow.constant(name));
  const feeds = inputs.flatMap(({ name, elementType }) => {
    const feed = feedable.find((known) => known === name);
    return feed
      ? [{ name: feed, type: elementType === elementTypes.int32 ? "int32" : "int64" } as const]
      : [];
  });
  const named = new Set<Feed>(feeds.map(({ name }) => name));
  if (feeds.length < inputs.length || !named.has("input_ids"))
    throw new SemlaError(
      "bad_model",
      `model: the graph in ${folder} takes ${inputs.map(({ name }) => name).join(", ")} ` +
        `(allowed: ${feedable.join(", ")}); export the model as a text encoder or classifier`,
    );
  return feeds;
}

/** RoBERTa and its kin number positions from behind the padding index. */
function positionOffset(config: Config): number {
  const kin =
    /^(roberta|xlm-roberta|xlm-roberta-xl|camembert|mpnet|longformer|roberta-prelayernorm|luke|ibert|data2vec-text|xmod)$/;
  const { model_type: type, pad_token_id: pad } = config;
  if (typeof type !== "string" || !kin.test(type)) return 0;
  return (typeof pad === "number" ? pad : 1) + 1;
}

function readMaxPieces(
  { config, tokenizerConfig, sentenceConfig }: ModelFolder,
  firstPosition: number,
): number {
  const positions = config["max_position_embeddings"];
  const limits = [
    isCount(positions) ? positions - firstPosition : null,
    tokenizerConfig["model_max_length"],
    sentenceConfig["max_seq_length"],
  ].filter(isCount);
  // tokenizers without a limit say 10^30
  return Math.min(...limits, limits.some((limit) => limit < 1e6) ? Infinity : DEFAULT_PIECES);
}

function configuredDimension({ config, folder }: ModelFolder): number {
  const named = [config["hidden_size"], config["dim"], config["d_model"]].find(isCount);
  if (named !== undefined) return named;
  throw new SemlaError(
    "bad_model",
    `model: neither the graph in ${folder} nor its config.json says how long a hidden state is; ` +
      `add hidden_size to config.json`,
  );
}
