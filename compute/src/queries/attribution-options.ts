import type { AttributionMethod, AttributionOptions } from "../../../src/protocol";

/** The options that a method reads, besides those which choose what is explained. */
export function optionsOf(
  method: AttributionMethod,
  { points, baseline, perturbation, masks, evaluations, seed }: AttributionOptions,
): Partial<AttributionOptions> {
  switch (method) {
    case "integrated_gradients":
      return { points, baseline };
    case "lime":
      return { perturbation, masks, seed };
    case "occlusion":
      return { perturbation };
    case "shap":
      return { perturbation, evaluations };
    case "attention":
    case "attention_rollout":
    case "gradient_l1":
    case "gradient_l2":
    case "gradient_x_input":
      return {};
  }
}
