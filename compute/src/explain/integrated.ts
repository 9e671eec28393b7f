import { SemlaError } from "../../../src/protocol";
import { Cancelled } from "../project/cancelled";
import { gaussLegendre } from "./gauss-legendre";
import type { GradientAnswer, GradientModel, Reading, Target } from "./model";

/** Points that are tried first where none are asked for, and at most. */
const FIRST_POINTS = 16;
const MOST_POINTS = 256;
/** Share of the difference that the delta may be before the points are doubled. */
const TOLERANCE = 0.01;
/** Pieces whose embeddings and gradients are held at a time. */
const STRETCH = 4096;

/** Scores of integrated gradients, one a piece. */
export interface Integrated {
  readonly scores: Float32Array;
  /** F of the text. */
  readonly value: number;
  /** Sum of the scores less (F of the text - F of the baseline). */
  readonly delta: number;
  readonly points: number;
}

/**
 * Integrated gradients (Sundararajan et al. 2017) from a baseline e' to the word embeddings e, by Gauss-Legendre
 * quadrature: (e - e') . sum_k w_k dF(e' + a_k (e - e')). Special pieces keep their own embedding in the baseline.
 * @param baseline [width], what takes the place of every other piece.
 * @param points null starts with 16 and doubles them, up to 256, while |delta| exceeds 1 % of the difference.
 * @throws Cancelled once `stopped` says true
 */
export async function integratedGradients(
  reading: Pick<Reading, "ids" | "special">,
  model: GradientModel,
  target: Target,
  { baseline, points }: { readonly baseline: Float32Array; readonly points: number | null },
  stopped: () => boolean,
): Promise<Integrated> {
  const { ids, special } = reading;
  const end = model.lookUp(ids);
  const start = end.slice();
  for (const [piece, kept] of special.entries()) if (kept === 0) start.set(baseline, piece * model.width);
  const direction = end.map((coordinate, i) => coordinate - (start[i] ?? 0));
  const at = (alpha: number): { ids: readonly number[]; embeddings: Float32Array } => {
    const embeddings = new Float32Array(start.length);
    for (let i = 0; i < start.length; i++) embeddings[i] = (start[i] ?? 0) + alpha * (direction[i] ?? 0);
    return { ids, embeddings };
  };
  const together = Math.max(1, Math.floor(STRETCH / ids.length));
  let ends: readonly GradientAnswer[] | null = null;
  for (let count = points ?? FIRST_POINTS; ; count *= 2) {
    const rule = gaussLegendre(count);
    const sums = new Float64Array(ids.length);
    for (let from = 0; from < count; from += together) {
      if (stopped()) throw new Cancelled("attribution");
      const alphas = [...rule.points.subarray(from, from + together)];
      // the text and the baseline themselves go along with the first points
      const answers = await model.run([...alphas, ...(ends ? [] : [1, 0])].map(at), target);
      ends ??= answers.slice(alphas.length);
      answers
        .slice(0, alphas.length)
        .forEach(({ gradient }, k) => addProducts(sums, gradient, direction, rule.weights[from + k] ?? 0));
    }
    const [value = NaN, bare = NaN] = ends?.map((end) => end.value) ?? [];
    const delta = sums.reduce((sum, score) => sum + score, 0) - (value - bare);
    const close = Math.abs(delta) <= TOLERANCE * Math.abs(value - bare);
    if (points !== null || close || 2 * count > MOST_POINTS)
      return { scores: Float32Array.from(sums), value, delta, points: count };
  }
}

/** Adds to each piece's sum the inner product of its part of two arrays [pieces, width], times a weight. */
function addProducts(sums: Float64Array, a: Float32Array, b: Float32Array, weight: number): void {
  const width = a.length / sums.length;
  for (let piece = 0; piece < sums.length; piece++) {
    let product = 0;
    for (let i = piece * width; i < (piece + 1) * width; i++) product += (a[i] ?? 0) * (b[i] ?? 0);
    sums[piece] = (sums[piece] ?? 0) + weight * product;
  }
}

/**
 * The embedding that takes the place of a piece in a baseline, [width]: "zero" is 0, "pad" and "mask" are those
 * pieces, anything else a piece of the vocabulary.
 * @throws SemlaError "invalid_request" where there is no such piece
 */
export function baselineOf(
  name: string,
  model: Pick<GradientModel, "width" | "padId" | "maskId" | "lookUp">,
  idOf: (piece: string) => number | undefined,
): Float32Array {
  if (name === "zero") return new Float32Array(model.width);
  const id = name === "pad" ? model.padId : name === "mask" ? model.maskId : idOf(name);
  if (id === undefined || id === null)
    throw new SemlaError(
      "invalid_request",
      name === "mask"
        ? "baseline: mask, but this model's tokenizer has no piece for it (allowed: pad, zero, or a piece of the vocabulary)"
        : `baseline: ${JSON.stringify(name)} is not a piece of this model (allowed: pad, zero, mask, or a piece of the vocabulary)`,
    );
  return model.lookUp([id]);
}
