import type { AttributionMethod } from "../../client";

/** The methods held against each other, in the order of the legend and of the bars. */
export const vifiMethods = ["attention", "integrated_gradients", "gradient_l2", "lime"] as const;
export type VifiMethod = (typeof vifiMethods)[number];

const names: Record<AttributionMethod, string> = {
  gradient_l1: "gradient L1",
  gradient_l2: "gradient L2",
  gradient_x_input: "gradient × input",
  integrated_gradients: "integrated gradients",
  attention: "attention",
  attention_rollout: "attention rollout",
  lime: "LIME",
  occlusion: "occlusion",
  shap: "SHAP",
};

/** All there are: those that run the model once or twice a text, and those that run it many times. */
export const methodsByCost: readonly {
  readonly name: string;
  readonly methods: readonly AttributionMethod[];
}[] = [
  {
    name: "one run of the model a row",
    methods: ["gradient_l2", "gradient_l1", "gradient_x_input", "attention", "attention_rollout"],
  },
  { name: "many runs, slow", methods: ["integrated_gradients", "occlusion", "lime", "shap"] },
];

export function methodName(method: AttributionMethod): string {
  return names[method];
}
