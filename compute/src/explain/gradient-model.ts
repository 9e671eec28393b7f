import { groupByLength } from "../models/batches";
import type { GradientRun, GradientSession, Seeds } from "../models/gradient-session";
import type { GradientAnswer, GradientInput, GradientModel, Target } from "./model";
import { valueOfText } from "./target";

/** What a gradient needs to know of its model. */
export interface GradientSettings {
  readonly labels: number;
  readonly dimension: number;
  readonly padId: number;
  readonly maskId: number | null;
  /** Most pieces of a batch of more than one text, padding included. */
  readonly batchPieces: number;
}

/**
 * The model with its reverse graph, in batches.
 * @param between called before each batch: lets others use the thread, and throws when it is to stop.
 */
export function gradientModel(
  session: Omit<GradientSession, "close">,
  settings: GradientSettings,
  between: () => Promise<void>,
): GradientModel {
  const { padId, maskId, batchPieces } = settings;
  const { width } = session;
  return {
    width,
    padId,
    maskId,
    lookUp: (ids) => session.lookUp(ids),
    async run(inputs, target) {
      const targets = inputs.map((input) => input.target ?? target);
      checkTargets(targets, settings);
      const answers: GradientAnswer[] = [];
      const lengths = inputs.map(({ ids }) => ids.length);
      for (const members of groupByLength(lengths, batchPieces)) {
        const batch = members.flatMap((i) => inputs[i] ?? []);
        const wanted = batch.map((input) => input.target ?? target);
        const run = async (logits: Float32Array | null): Promise<GradientRun> => {
          await between();
          return session.run(batch, seedsOf(wanted, logits, settings), padId);
        };
        // the gradient of a probability depends on all logits, so these are needed first
        const first = wanted.some(isProbability) ? (await run(null)).logits : null;
        const found = await run(first);
        members.forEach((i, row) => {
          answers[i] = answerOf(found, row, batch, wanted[row] ?? target, width, settings);
        });
      }
      return answers;
    },
    async attentions(ids) {
      await between();
      return session.attentions(ids);
    },
    async hidden(ids) {
      await between();
      return session.hidden(ids);
    },
  };
}

/** @throws SemlaError "invalid_request" for a target that the model does not have */
function checkTargets(targets: readonly Target[], { labels, dimension }: GradientSettings): void {
  const blank = {
    logits: labels > 0 ? new Float32Array(labels) : null,
    embedding: new Float32Array(dimension),
  };
  for (const target of targets) valueOfText(target, blank);
}

/**
 * d F / d outputs of each text. Of a probability p: p (1 at its label - p of every label).
 * @param logits of the same texts; null where no target needs them, or they are what is asked for.
 */
function seedsOf(
  targets: readonly Target[],
  logits: Float32Array | null,
  { labels, dimension }: GradientSettings,
): Seeds {
  const ofLogits = labels > 0 ? new Float32Array(targets.length * labels) : null;
  const embeddings = new Float32Array(targets.length * dimension);
  targets.forEach((target, row) => {
    if (target.kind === "similarity") embeddings.set(target.to, row * dimension);
    else if (ofLogits) {
      const seed = ofLogits.subarray(row * labels, (row + 1) * labels);
      const own = logits?.subarray(row * labels, (row + 1) * labels) ?? null;
      addLabel(seed, target.label, 1, target.output, own);
      if (target.against !== null) addLabel(seed, target.against, -1, target.output, own);
    }
  });
  return { logits: ofLogits, embeddings };
}

function addLabel(
  seed: Float32Array,
  label: number,
  sign: 1 | -1,
  output: "logit" | "probability",
  logits: Float32Array | null,
): void {
  if (output === "logit") {
    seed[label] = (seed[label] ?? 0) + sign;
    return;
  }
  if (!logits) return;
  const probabilities = softmax(logits);
  const own = probabilities[label] ?? 0;
  for (let other = 0; other < seed.length; other++)
    seed[other] = (seed[other] ?? 0) + sign * own * ((other === label ? 1 : 0) - (probabilities[other] ?? 0));
}

function softmax(logits: Float32Array): Float64Array {
  const largest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
  const powers = Float64Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function answerOf(
  { logits, embeddings, gradient }: GradientRun,
  row: number,
  batch: readonly GradientInput[],
  target: Target,
  width: number,
  { labels, dimension }: GradientSettings,
): GradientAnswer {
  const longest = gradient.length / batch.length;
  const length = (batch[row]?.ids.length ?? 0) * width;
  const own = {
    logits: logits && logits.slice(row * labels, (row + 1) * labels),
    embedding: embeddings.slice(row * dimension, (row + 1) * dimension),
  };
  return {
    ...own,
    value: valueOfText(target, own),
    gradient: gradient.slice(row * longest, row * longest + length),
  };
}

function isProbability(target: Target): boolean {
  return target.kind === "label" && target.output === "probability";
}
