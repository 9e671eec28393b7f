import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { InferenceSession, Tensor } from "onnxruntime-node";
import { SemlaError } from "../../../src/protocol/errors";
import { readModel, readOutline, writeModel } from "../onnx";
import { makeFeeds } from "./feeds";
import { instrument, isReady, type OutputNames } from "./instrument";
import { files, type ModelPlan } from "./plan";
import { reasonOf } from "./reason";
import type { Pieces } from "./tokens";

/** An open model. `run` holds the thread that calls it. */
export interface ModelSession {
  /**
   * @param padId fills short texts up.
   * @returns embeddings [texts, dimension] and logits [texts, labels] (null without a head)
   * @throws SemlaError "bad_model" when they are of another shape than planned, or are not numbers
   */
  run(
    pieces: readonly Pieces[],
    padId: number,
  ): Promise<{ embeddings: Float32Array; logits: Float32Array | null }>;
  close(): Promise<void>;
}

/**
 * Opens a model's weights.
 * @param threads threads that one operator may use.
 * @throws SemlaError "bad_model" when onnxruntime cannot run the graph
 */
export async function openSession(plan: ModelPlan, threads: number): Promise<ModelSession> {
  const ort = await import("onnxruntime-node");
  const { session, names } = await create(ort.InferenceSession, plan, threads);
  const wanted = names.logits === null ? [names.embedding] : [names.embedding, names.logits];
  return {
    async run(pieces, padId) {
      const feeds = makeFeeds(plan, pieces, padId, ort.Tensor);
      const result = await runSession(session, feeds, wanted, plan);
      const embeddings = numbers(result[names.embedding], [pieces.length, plan.dimension], "embedding", plan);
      if (plan.embedding.take === "sum") divideByLength(embeddings, pieces, plan.dimension);
      const logits =
        names.logits === null
          ? null
          : numbers(result[names.logits], [pieces.length, plan.labels], "logits", plan);
      return { embeddings, logits };
    },
    close: () => session.release(),
  };
}

/** How sessions of a model are opened. @param threads threads that one operator may use. */
export function sessionOptions(
  { folder }: Pick<ModelPlan, "folder">,
  threads: number,
): InferenceSession.SessionOptions {
  return {
    graphOptimizationLevel: "all",
    executionMode: "sequential",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // a pattern holds for one shape, and nearly every batch has its own
    enableMemPattern: false,
    logSeverityLevel: 3,
    extra: {
      session: {
        model_external_initializers_file_folder_path: folder,
        // threads wait for the next operator awake, but not for long, and not between runs: that would take a core
        // from the other sessions, and from the page
        intra_op: { allow_spinning: "1", spin_duration_us: "100" },
        force_spinning_stop: "1",
      },
      // the fused operator takes a tenth longer than the two it replaces
      optimization: { disable_specified_optimizers: "SkipLayerNormFusion" },
    },
  };
}

async function create(
  Session: typeof InferenceSession,
  plan: ModelPlan,
  threads: number,
): Promise<{ session: InferenceSession; names: OutputNames }> {
  const path = join(plan.folder, files.model);
  const options = sessionOptions(plan, threads);
  try {
    if (isReady(readModel(await readOutline(path)), plan))
      return {
        session: await Session.create(path, options),
        names: { embedding: plan.embedding.value, logits: plan.logits },
      };
    const model = readModel(await readFile(path));
    const names = instrument(model, plan);
    return { session: await Session.create(writeModel(model), options), names };
  } catch (cause) {
    throw new SemlaError(
      "bad_model",
      `model: onnxruntime cannot open ${path} (${reasonOf(cause)}); export it again with standard operators`,
      { cause },
    );
  }
}

/** Runs an open session. @throws SemlaError "bad_model" when onnxruntime cannot */
export async function runSession(
  session: InferenceSession,
  feeds: Record<string, Tensor>,
  wanted: readonly string[],
  plan: ModelPlan,
): Promise<InferenceSession.OnnxValueMapType> {
  try {
    return await session.run(feeds, wanted);
  } catch (cause) {
    throw new SemlaError(
      "bad_model",
      `model: ${join(plan.folder, files.model)} cannot be run on texts (${reasonOf(cause)}); ` +
        `export it with batch and sequence as dynamic axes`,
      { cause },
    );
  }
}

/**
 * The values of an output, in memory of their own.
 * @throws SemlaError "bad_model" when they are of another shape, or are not numbers
 */
export function numbers(
  value: InferenceSession.OnnxValueMapType[string] | undefined,
  shape: readonly number[],
  what: string,
  plan: ModelPlan,
): Float32Array {
  const path = join(plan.folder, files.model);
  const data = value?.data;
  if (!(data instanceof Float32Array) || data.length !== shape.reduce((product, side) => product * side, 1))
    throw new SemlaError(
      "bad_model",
      `model: ${what} of ${path} is [${value?.dims.join(", ") ?? ""}] ${value?.type ?? "missing"} ` +
        `(needed: [${shape.join(", ")}] float32); use the config.json that was saved with this model`,
    );
  const copy = data.slice();
  if (!copy.every(Number.isFinite))
    throw new SemlaError(
      "bad_model",
      `model: ${what} of ${path} is not a number for some texts; its weights are damaged, ` +
        `or too large for half precision: export it in float32`,
    );
  return copy;
}

function divideByLength(sums: Float32Array, pieces: readonly Pieces[], dimension: number): void {
  pieces.forEach(({ ids }, row) => {
    for (let i = row * dimension; i < (row + 1) * dimension; i++) sums[i] = (sums[i] ?? 0) / ids.length;
  });
}
