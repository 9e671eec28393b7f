import { relate, type Related, type RelationsInput } from "../explain";
import type { ModelPlan } from "../models/plan";
import type { OpenModels } from "./inference-models";
import type { TaskHandlers } from "./task";

/** Relating a text to others. */
export interface RelateTask {
  input: RelationsInput & { readonly plan: ModelPlan };
  update: never;
  output: Related;
}

/** Relates by gradients and hidden states of a model that is open, giving way between batches. */
export function relateTask(models: OpenModels): TaskHandlers<{ relate: RelateTask }>["relate"] {
  return async ({ plan, ...input }, context) =>
    relate(await models.explainer(plan, context), input, () => context.stopped());
}
