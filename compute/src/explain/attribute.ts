import type { AttributionMethod, AttributionOptions, TextWord } from "../../../src/protocol";
import { SemlaError } from "../../../src/protocol";
import { Cancelled } from "../project/cancelled";
import { attentionRollout, meanAttention } from "./attention";
import { gradientScores, isGradientMethod } from "./gradients";
import { baselineOf, integratedGradients } from "./integrated";
import { lime } from "./lime";
import type { Answers, ForwardModel, GradientModel, Reading, Target } from "./model";
import { occlusion } from "./occlusion";
import type { PerturbingMethod } from "./perturb";
import { scoresOfPieces, scoresOfWords } from "./pieces-to-words";
import { shap } from "./shap";
import { valueOf } from "./target";

/** What is explained of a text, before its predicted label is known. */
export type TargetChoice =
  | { readonly kind: "predicted"; readonly against: number | null; readonly output: "logit" | "probability" }
  | Target;

/** A model as it explains texts. */
export interface Explainer {
  readonly forward: ForwardModel;
  /** How the embedding is pooled. */
  readonly pooling: "cls" | "mean" | "output" | "logits";
  read(text: string): Reading;
  /** The number of a piece of the vocabulary; undefined where there is no such piece. */
  idOf(piece: string): number | undefined;
  /** @throws SemlaError "not_differentiable" */
  gradient(): Promise<GradientModel>;
  /** Attention of every layer; null where the graph has none to find. Also of a graph that is not differentiable. */
  attentions(ids: readonly number[]): Promise<readonly { heads: number; data: Float32Array }[] | null>;
}

/** An attribution of a text by a method. */
export interface Attributed {
  readonly method: AttributionMethod;
  readonly text: string;
  /** Label that was explained; null when it was a similarity. */
  readonly target: number | null;
  readonly against: number | null;
  readonly value: number;
  readonly pieces: readonly string[];
  readonly special: Uint8Array;
  readonly pieceScores: Float32Array;
  readonly words: readonly TextWord[];
  readonly wordOfPiece: Int32Array;
  readonly scores: Float32Array;
  readonly signed: boolean;
  readonly cut: number;
  readonly delta: number | null;
  readonly points: number | null;
  readonly r2: number | null;
  readonly spread: Float32Array | null;
}

/** What a method finds: scores of pieces, or of words. */
type Found = { readonly value: number } & Partial<Pick<Attributed, "delta" | "points" | "r2" | "spread">> &
  ({ readonly pieceScores: Float32Array } | { readonly wordScores: Float32Array });

const unsigned: ReadonlySet<AttributionMethod> = new Set([
  "gradient_l1",
  "gradient_l2",
  "attention",
  "attention_rollout",
]);
const perturbing: Partial<Record<AttributionMethod, PerturbingMethod>> = { lime, occlusion, shap };
/** Texts whose gradients are computed together. */
const TOGETHER = 128;

/**
 * Attributes texts by one method.
 * @param targets of each text.
 * @param found called with each text's attribution, in their order.
 * @throws Cancelled once `stopped` says true; SemlaError "invalid_request" for a target or baseline that the model does
 * not have, "not_differentiable" for a gradient method on a graph without gradient
 */
export async function attribute(
  explainer: Explainer,
  texts: readonly string[],
  targets: readonly TargetChoice[],
  method: AttributionMethod,
  options: AttributionOptions,
  stopped: () => boolean,
  found: (attributed: Attributed, index: number) => void,
): Promise<void> {
  for (let from = 0; from < texts.length; from += TOGETHER) {
    const readings: Reading[] = [];
    for (const text of texts.slice(from, from + TOGETHER)) {
      if (stopped()) throw new Cancelled("attribution");
      readings.push(explainer.read(text));
    }
    const choices = targets.slice(from, from + TOGETHER);
    const chosen = await resolve(explainer.forward, readings, choices);
    await scored(explainer, readings, chosen, method, options, stopped, (each, i) => {
      const reading = readings[i];
      const target = chosen[i];
      if (reading && target) found(complete(method, reading, target, each), from + i);
    });
  }
}

async function scored(
  explainer: Explainer,
  readings: readonly Reading[],
  targets: readonly Target[],
  method: AttributionMethod,
  options: AttributionOptions,
  stopped: () => boolean,
  found: (each: Found, index: number) => void,
): Promise<void> {
  if (isGradientMethod(method)) {
    const model = await explainer.gradient();
    const [target] = targets;
    if (!target) return;
    const inputs = readings.map(({ ids }, i) => ({ ids, embeddings: null, target: targets[i] ?? target }));
    (await model.run(inputs, target)).forEach(({ gradient, value }, i) => {
      const embeddings = model.lookUp(inputs[i]?.ids ?? []);
      found({ value, pieceScores: gradientScores(method, gradient, embeddings, model.width) }, i);
    });
    return;
  }
  for (const [i, reading] of readings.entries()) {
    if (stopped()) throw new Cancelled("attribution");
    const target = targets[i];
    if (target) found(await one(explainer, reading, target, method, options, stopped), i);
  }
}

async function one(
  explainer: Explainer,
  reading: Reading,
  target: Target,
  method: AttributionMethod,
  options: AttributionOptions,
  stopped: () => boolean,
): Promise<Found> {
  const perturb = perturbing[method];
  if (perturb) {
    const { scores, ...rest } = await perturb(reading, explainer.forward, target, options, stopped);
    return { wordScores: scores, ...rest };
  }
  if (method === "integrated_gradients") {
    const model = await explainer.gradient();
    const baseline = baselineOf(options.baseline, model, explainer.idOf);
    const { points } = options;
    const { scores, ...rest } = await integratedGradients(
      reading,
      model,
      target,
      { baseline, points },
      stopped,
    );
    return { pieceScores: scores, ...rest };
  }
  const layers = await explainer.attentions(reading.ids);
  if (!layers)
    throw new SemlaError(
      "invalid_request",
      `method: ${method}, but no attention was found in this model's graph ` +
        `(allowed: lime, occlusion, shap, and gradients where the graph can be differentiated)`,
    );
  const pieces = reading.ids.length;
  const pieceScores =
    method === "attention"
      ? meanAttention(layers, pieces)
      : attentionRollout(layers, pieces, explainer.pooling === "mean" ? "all" : "first");
  const answers = await explainer.forward.run([reading.ids]);
  return { pieceScores, value: valueOf(target, answers, 0, 1) };
}

/** What is explained of each text: the predicted label where none was chosen. */
async function resolve(
  forward: ForwardModel,
  readings: readonly Reading[],
  choices: readonly TargetChoice[],
): Promise<Target[]> {
  const open = choices.flatMap(({ kind }, i) => (kind === "predicted" ? [i] : []));
  const answers = open.length > 0 ? await forward.run(open.map((i) => readings[i]?.ids ?? [])) : null;
  return choices.map((choice, i) => {
    if (choice.kind !== "predicted") return choice;
    const { against, output } = choice;
    const label = predicted(answers, open.indexOf(i), forward.labels);
    if (label === against)
      throw new SemlaError(
        "invalid_request",
        `against: ${against}, but that is the predicted label of ${JSON.stringify(readings[i]?.text.slice(0, 40))}; ` +
          `choose another, or a target`,
      );
    return { kind: "label", label, against, output };
  });
}

function predicted(answers: Answers | null, row: number, labels: number): number {
  if (!answers?.logits)
    throw new SemlaError(
      "invalid_request",
      'target: this model has no labels; choose a row in similar_to, or analyse with head="metric"',
    );
  const logits = answers.logits.subarray(row * labels, (row + 1) * labels);
  return logits.indexOf(Math.max(...logits));
}

function complete(method: AttributionMethod, reading: Reading, target: Target, found: Found): Attributed {
  const signed = !unsigned.has(method);
  const { text, pieces, special, words, wordOfPiece, cut } = reading;
  const [pieceScores, scores] =
    "pieceScores" in found
      ? [found.pieceScores, scoresOfWords(found.pieceScores, reading, signed)]
      : [scoresOfPieces(found.wordScores, reading), found.wordScores];
  const { value, delta = null, points = null, r2 = null, spread = null } = found;
  return {
    method,
    text,
    target: target.kind === "label" ? target.label : null,
    against: target.kind === "label" ? target.against : null,
    value,
    pieces,
    special,
    pieceScores,
    words,
    wordOfPiece,
    scores,
    signed,
    cut,
    delta,
    points,
    r2,
    spread,
  };
}
