import { SemlaError } from "../../../src/protocol";
import type { Answers, Target } from "./model";

/**
 * F, what is explained, of one of some texts.
 * @param texts how many texts the answers are of.
 * @throws SemlaError as {@link valuesOf}
 */
export function valueOf(target: Target, answers: Answers, row: number, texts: number): number {
  return valueOfText(target, {
    logits: answers.logits && part(answers.logits, row, texts),
    embedding: part(answers.embeddings, row, texts),
  });
}

/**
 * F of each of some texts.
 * @throws SemlaError "invalid_request" for a label that the model does not have, or a similarity to a vector of
 * another length
 */
export function valuesOf(target: Target, answers: Answers, texts: number): Float64Array {
  return Float64Array.from({ length: texts }, (_, row) => valueOf(target, answers, row, texts));
}

/** F of one text, by its logits (null without a head) and its embedding. Errors as {@link valuesOf}. */
export function valueOfText(
  target: Target,
  { logits, embedding }: { readonly logits: Float32Array | null; readonly embedding: Float32Array },
): number {
  if (target.kind === "similarity") return innerProduct(target.to, embedding);
  const { label, against, output } = target;
  if (!logits)
    throw new SemlaError(
      "invalid_request",
      "target: the model has no labels (allowed: a row to be similar to); choose a row in similar_to",
    );
  const scale = output === "probability" ? normaliser(logits) : null;
  const ofLabel = (which: number): number => {
    const logit = logits[which];
    if (logit === undefined) throw noSuchLabel(which, logits.length);
    return scale ? Math.exp(logit - scale.largest) / scale.sum : logit;
  };
  return against === null ? ofLabel(label) : ofLabel(label) - ofLabel(against);
}

function part(values: Float32Array, row: number, texts: number): Float32Array {
  const width = values.length / texts;
  return values.subarray(row * width, (row + 1) * width);
}

function innerProduct(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length)
    throw new SemlaError(
      "invalid_request",
      `similar_to: a vector of ${a.length} numbers (allowed: ${b.length}, those of this model's embeddings)`,
    );
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** What softmax divides by: the sum of the exponentials, less the largest logit so that none overflows. */
function normaliser(logits: Float32Array): { largest: number; sum: number } {
  const largest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
  return { largest, sum: logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0) };
}

function noSuchLabel(label: number, labels: number): SemlaError {
  return new SemlaError(
    "invalid_request",
    `target: label ${label} (allowed: 0 to ${labels - 1}, the labels of the model)`,
  );
}
