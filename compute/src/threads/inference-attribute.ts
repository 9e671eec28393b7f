import type { AttributionMethod, AttributionOptions } from "../../../src/protocol";
import { attribute, type Attributed, type TargetChoice } from "../explain";
import type { ModelPlan } from "../models/plan";
import type { OpenModels } from "./inference-models";
import type { TaskContext } from "./task";

/** Some texts to be attributed by one method; `targets` of each. */
export interface AttributeInput {
  readonly texts: readonly string[];
  readonly targets: readonly TargetChoice[];
  readonly method: AttributionMethod;
  readonly options: AttributionOptions;
}

/** Attributes texts; each attribution comes as an update, with its place among the texts. */
export interface AttributeTask {
  input: AttributeInput & { readonly plan: ModelPlan };
  update: { readonly index: number; readonly attributed: Attributed };
  output: null;
}

/** The inference thread's side of attribution. */
export function attributeTask(
  models: OpenModels,
): (input: AttributeTask["input"], context: TaskContext<AttributeTask["update"]>) => Promise<null> {
  return async ({ plan, texts, targets, method, options }, context) => {
    const explainer = await models.explainer(plan, context);
    const { stopped } = context;
    await attribute(explainer, texts, targets, method, options, stopped, (attributed, index) =>
      context.update({ index, attributed }),
    );
    return null;
  };
}
