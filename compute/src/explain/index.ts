/**
 * Why a model says what it says of a text: attributions to words by several methods, relations to other texts, and how
 * far each method can be trusted. Pure functions over a forward and a gradient run.
 */
export { attribute, type Attributed, type Explainer, type TargetChoice } from "./attribute";
export { type Erasure, erasure } from "./erasure";
export { forwardModel } from "./forward-model";
export { gradientModel, type GradientSettings } from "./gradient-model";
export type { Answers, ForwardModel, GradientModel, Reading, Target } from "./model";
export { readText } from "./reading";
export { relate, type Related, type RelationsInput } from "./relations";
export { rankWords, salientWords, type SalientWords } from "./salience";
export { SalienceRows } from "./salience-rows";
export { TrustRun, type TrustSource } from "./trust-run";
