import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import { SemlaError } from "../../../src/protocol/errors";
import type { GradientInput } from "../explain/model";
import { appendGradient, type GradientGraph } from "../onnx/gradient";
import {
  type ConstantTensor,
  elementTypes,
  floatsOf,
  makeValue,
  type Model,
  readExternalFloats,
  readModel,
  writeModel,
} from "../onnx";
import { makeFeeds } from "./feeds";
import { addOutputs, type OutputNames } from "./instrument";
import { files, type ModelPlan } from "./plan";
import { reasonOf } from "./reason";
import { numbers, runSession, sessionOptions } from "./session";

/** Where a gradient starts from: d F / d logits [texts, labels] (null without a head), d F / d embedding [texts, dimension]. */
export interface Seeds {
  readonly logits: Float32Array | null;
  readonly embeddings: Float32Array;
}

/** One run forward and back; the gradient is [texts, longest text, width], padding included. */
export interface GradientRun {
  readonly logits: Float32Array | null;
  readonly embeddings: Float32Array;
  readonly gradient: Float32Array;
}

/** An open model with its reverse graph. Whatever runs holds the thread that calls it. */
export interface GradientSession {
  readonly width: number;
  /** Word embeddings of pieces, [pieces, width]. */
  lookUp(ids: readonly number[]): Float32Array;
  /** Forward and backward, of all texts at once. @throws SemlaError "bad_model" when what comes out are not numbers */
  run(texts: readonly GradientInput[], seeds: Seeds, padId: number): Promise<GradientRun>;
  /** Attention of each layer, [heads, pieces, pieces]; null where none was found. */
  attentions(ids: readonly number[]): Promise<{ heads: number; data: Float32Array }[] | null>;
  /** Last hidden state, [pieces, dimension]; null where none was found. */
  hidden(ids: readonly number[]): Promise<Float32Array | null>;
  close(): Promise<void>;
}

/**
 * Opens a model with its reverse graph appended.
 * @param threads threads that one operator may use.
 * @throws SemlaError "not_differentiable" naming the operator in the way, "bad_model" when onnxruntime cannot run it
 */
export async function openGradientSession(plan: ModelPlan, threads: number): Promise<GradientSession> {
  const ort = await import("onnxruntime-node");
  const path = join(plan.folder, files.model);
  const model = readModel(await readFile(path));
  const names = addOutputs(model, plan);
  const graph = appendGradient(model, names);
  const hidden = showHidden(model, graph, plan);
  const session = await create(ort.InferenceSession, writeModel(model), plan, threads);
  const table = await valuesOf(graph.table, plan);
  const [, width = 1] = graph.table.shape;
  const lookUp = (ids: readonly number[]): Float32Array => {
    const found = new Float32Array(ids.length * width);
    ids.forEach((id, at) => found.set(table.subarray(id * width, (id + 1) * width), at * width));
    return found;
  };
  const feedsOf = (texts: readonly GradientInput[], seeds: Seeds | null, padId: number): Feeds => {
    const longest = longestOf(texts);
    const words = new Float32Array(texts.length * longest * width);
    texts.forEach(({ ids, embeddings }, row) => words.set(embeddings ?? lookUp(ids), row * longest * width));
    const matrix = (values: Float32Array, columns: number): Tensor =>
      new ort.Tensor("float32", values, [texts.length, columns]);
    const zeros = (columns: number): Float32Array => new Float32Array(texts.length * columns);
    return known(session, {
      ...makeFeeds(plan, texts, padId, ort.Tensor),
      [graph.input]: new ort.Tensor("float32", words, [texts.length, longest, width]),
      ...(graph.seeds.logits !== null
        ? { [graph.seeds.logits]: matrix(seeds?.logits ?? zeros(plan.labels), plan.labels) }
        : {}),
      ...(graph.seeds.embedding !== null
        ? {
            [graph.seeds.embedding]: matrix(seeds?.embeddings ?? zeros(plan.dimension), plan.dimension),
          }
        : {}),
    });
  };
  /** One text's values, without its gradient. */
  const look = async (ids: readonly number[], wanted: readonly string[]): Promise<Outputs> =>
    runSession(session, feedsOf([{ ids, embeddings: null }], null, 0), wanted, plan);
  return {
    width,
    lookUp,
    async run(texts, seeds, padId) {
      const scaled = plan.embedding.take === "sum" ? overLengths(seeds, texts, plan) : seeds;
      const result = await runSession(session, feedsOf(texts, scaled, padId), wantedOf(graph, names), plan);
      return readRun(result, texts, graph, names, width, plan);
    },
    async attentions(ids) {
      if (graph.attentions.length === 0) return null;
      const result = await look(ids, graph.attentions);
      return graph.attentions.map((name) => attentionOf(result[name], ids.length, plan));
    },
    async hidden(ids) {
      if (hidden === null) return null;
      const found = (await look(ids, [hidden]))[hidden];
      const [, , dimension = 1] = found?.dims ?? [];
      return numbers(found, [1, ids.length, dimension], "hidden state", plan);
    },
    close: () => session.release(),
  };
}

/** The output with the last hidden state: the one that was found, else the one that the plan pools. */
function showHidden({ graph }: Model, { hidden }: GradientGraph, { embedding }: ModelPlan): string | null {
  if (hidden !== null || embedding.take === "whole") return hidden;
  graph.outputs.push(makeValue(embedding.value, elementTypes.float32, null));
  return embedding.value;
}

type Feeds = Record<string, Tensor>;
type Outputs = InferenceSession.OnnxValueMapType;

async function create(
  Session: typeof InferenceSession,
  model: Uint8Array,
  plan: ModelPlan,
  threads: number,
): Promise<InferenceSession> {
  try {
    return await Session.create(model, sessionOptions(plan, threads));
  } catch (cause) {
    throw new SemlaError(
      "not_differentiable",
      `gradient: onnxruntime cannot open the reverse graph of ${join(plan.folder, files.model)} (${reasonOf(cause)}); ` +
        `use lime, occlusion or shap`,
      { cause },
    );
  }
}

async function valuesOf(table: ConstantTensor, plan: ModelPlan): Promise<Float32Array> {
  const values = table.file === null ? floatsOf(table) : await readExternalFloats(table, plan.folder);
  if (values) return values;
  throw new SemlaError(
    "not_differentiable",
    `gradient: the table of word embeddings of ${join(plan.folder, files.model)} is not float32; ` +
      `export the model in float32, or use lime, occlusion or shap`,
  );
}

/** What is left out of the graph, since nothing needs it, cannot be fed. */
function known(session: InferenceSession, feeds: Feeds): Feeds {
  return Object.fromEntries(Object.entries(feeds).filter(([name]) => session.inputNames.includes(name)));
}

function wantedOf(graph: GradientGraph, { embedding, logits }: OutputNames): string[] {
  return [graph.gradient, embedding, ...(logits === null ? [] : [logits])];
}

function readRun(
  result: Outputs,
  texts: readonly GradientInput[],
  graph: GradientGraph,
  names: OutputNames,
  width: number,
  plan: ModelPlan,
): GradientRun {
  const embeddings = numbers(result[names.embedding], [texts.length, plan.dimension], "embedding", plan);
  if (plan.embedding.take === "sum")
    for (const [i, value] of embeddings.entries())
      embeddings[i] = value / (texts[Math.floor(i / plan.dimension)]?.ids.length ?? 1);
  return {
    embeddings,
    logits:
      names.logits === null
        ? null
        : numbers(result[names.logits], [texts.length, plan.labels], "logits", plan),
    gradient: numbers(result[graph.gradient], [texts.length, longestOf(texts), width], "gradient", plan),
  };
}

/** A mean is left as a sum in the graph: what is divided there is divided here. */
function overLengths(seeds: Seeds, texts: readonly GradientInput[], { dimension }: ModelPlan): Seeds {
  const embeddings = seeds.embeddings.map(
    (value, i) => value / (texts[Math.floor(i / dimension)]?.ids.length ?? 1),
  );
  return { ...seeds, embeddings };
}

function attentionOf(
  value: Outputs[string] | undefined,
  pieces: number,
  plan: ModelPlan,
): { heads: number; data: Float32Array } {
  const [, heads = 1] = value?.dims ?? [];
  return { heads, data: numbers(value, [1, heads, pieces, pieces], "attention", plan) };
}

function longestOf(texts: readonly GradientInput[]): number {
  return texts.reduce((longest, { ids }) => Math.max(longest, ids.length), 1);
}
