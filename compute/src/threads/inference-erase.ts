import type { AttributionOptions } from "../../../src/protocol";
import { type Erasure, erasure } from "../explain";
import type { ModelPlan } from "../models/plan";
import type { OpenModels } from "./inference-models";
import type { TaskHandlers } from "./task";

/** A text whose words are to be taken away in the order of their scores, by any number of methods. */
export interface EraseInput {
  readonly text: string;
  /** The label whose probability is looked at. */
  readonly label: number;
  readonly rankings: readonly Float32Array[];
  readonly options: Pick<AttributionOptions, "perturbation" | "seed">;
}

/** Erasures of a text, one a ranking. */
export interface EraseTask {
  input: EraseInput & { readonly plan: ModelPlan };
  update: never;
  output: Erasure[];
}

/** The inference thread's side of erasure. */
export function eraseTask(models: OpenModels): TaskHandlers<{ erase: EraseTask }>["erase"] {
  return async ({ plan, text, label, rankings, options }, context) => {
    const explainer = await models.explainer(plan, context);
    const reading = explainer.read(text);
    return erasure(reading, explainer.forward, label, rankings, options, () => context.stopped());
  };
}
