import { SemlaError } from "../../../src/protocol/errors";
import type { Batch, InferenceTasks } from "../threads/inference";
import { createTaskThread } from "../threads/task";
import { inspect } from "./inspect";
import type { ModelPlan, Pooling } from "./plan";

/** What a model is like. `dimension` is an embedding's length; `labels` is 0 for a model without a head. */
export interface LoadedModel {
  handle: string;
  labelNames: string[];
  dimension: number;
  pooling: Pooling;
  maxPieces: number;
  labels: number;
}

/** Runs the models of users. */
export interface InferenceEngine {
  /**
   * Looks at a model folder; its weights are hashed, not loaded, until it runs.
   * @param pooling how embeddings are made; "auto" as the model itself does.
   * @throws SemlaError "bad_model" saying what is wrong with the folder, and what to do
   */
  load(folder: string, pooling: "auto" | "cls" | "mean"): Promise<LoadedModel>;
  /**
   * Runs a loaded model over texts, in batches of some 40 ms whose rows come in a random but repeatable order.
   * @throws SemlaError "unknown_handle", "bad_model" when its weights or tokenizer turn out unfit, "internal" when
   * the thread died (the next run starts another); the signal's reason as soon as it is aborted
   */
  run(
    model: string,
    texts: readonly string[],
    control: { signal: AbortSignal; onBatch(batch: Batch): void },
  ): Promise<void>;
  close(): Promise<void>;
}

/**
 * An engine with a worker thread of its own, which starts with the first run.
 * @param options.workerFile path of the built `threads/inference-worker`.
 */
export function createInferenceEngine(options: { workerFile: string }): InferenceEngine {
  const thread = createTaskThread<InferenceTasks>("inference thread", options.workerFile);
  const plans = new Map<string, ModelPlan>();
  return {
    async load(folder, pooling) {
      const found = await inspect(folder, pooling);
      const { handle, dimension, maxPieces, labels } = found.plan;
      plans.set(handle, found.plan);
      return { handle, labelNames: found.labelNames, dimension, pooling: found.pooling, maxPieces, labels };
    },
    async run(model, texts, { signal, onBatch }) {
      const plan = plans.get(model);
      if (!plan)
        throw new SemlaError("unknown_handle", `model: ${model} is not loaded; load its folder again`);
      await thread.run("embed", { plan, texts }, { signal, onUpdate: onBatch });
    },
    close: () => thread.close(),
  };
}
