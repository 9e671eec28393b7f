import { SemlaError } from "../../../src/protocol/errors";
import type { Attributed, Erasure, Related, RelationsInput } from "../explain";
import type { Answered, Batch, InferenceTasks } from "../threads/inference";
import type { AttributeInput } from "../threads/inference-attribute";
import type { EraseInput } from "../threads/inference-erase";
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
  /** Runs a loaded model over a few texts, in one piece: at most as many as one may wait for. Errors as of `run`. */
  answer(model: string, texts: readonly string[], signal: AbortSignal): Promise<Answered>;
  /**
   * Attributes texts by one method, in short steps between which others have their turn. Errors as of `run`, and those
   * of the method.
   */
  attribute(
    model: string,
    request: AttributeInput,
    control: { signal: AbortSignal; onAttributed(attributed: Attributed, index: number): void },
  ): Promise<void>;
  /** Relates a text to others, word by word, in such steps. Errors as of `run`, and "not_differentiable". */
  relate(model: string, input: RelationsInput, signal: AbortSignal): Promise<Related>;
  /** Takes the words of a text away by their scores, in such steps: one erasure a ranking. Errors as of `run`. */
  erase(model: string, input: EraseInput, signal: AbortSignal): Promise<Erasure[]>;
  close(): Promise<void>;
}

/**
 * An engine with a worker thread of its own, which starts with the first run.
 * @param options.workerFile path of the built `threads/inference-worker`.
 */
export function createInferenceEngine(options: { workerFile: string }): InferenceEngine {
  const thread = createTaskThread<InferenceTasks>("inference thread", options.workerFile);
  const plans = new Map<string, ModelPlan>();
  const planOf = (model: string): ModelPlan => {
    const plan = plans.get(model);
    if (!plan) throw new SemlaError("unknown_handle", `model: ${model} is not loaded; load its folder again`);
    return plan;
  };
  return {
    async load(folder, pooling) {
      const found = await inspect(folder, pooling);
      const { handle, dimension, pooling: pooled, maxPieces, labels } = found.plan;
      plans.set(handle, found.plan);
      return { handle, labelNames: found.labelNames, dimension, pooling: pooled, maxPieces, labels };
    },
    async run(model, texts, { signal, onBatch }) {
      await thread.run("embed", { plan: planOf(model), texts }, { signal, onUpdate: onBatch });
    },
    async answer(model, texts, signal) {
      return thread.run("answer", { plan: planOf(model), texts }, { signal });
    },
    async attribute(model, request, { signal, onAttributed }) {
      const input = { ...request, plan: planOf(model) };
      const onUpdate = ({ index, attributed }: { index: number; attributed: Attributed }): void =>
        onAttributed(attributed, index);
      await thread.run("attribute", input, { signal, onUpdate });
    },
    async relate(model, input, signal) {
      return thread.run("relate", { ...input, plan: planOf(model) }, { signal });
    },
    async erase(model, input, signal) {
      return thread.run("erase", { ...input, plan: planOf(model) }, { signal });
    },
    close: () => thread.close(),
  };
}
