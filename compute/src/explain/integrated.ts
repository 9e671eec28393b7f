import { SemlaError } from "../../../src/protocol";
import { Cancelled } from "../project/cancelled";
import { gaussLegendre } from "./gauss-legendre";
import type { GradientModel, Reading, Target } from "./model";

/** Intervals that are tried first where no points are asked for, and at most. */
const FIRST_INTERVALS = 16;
const MOST_INTERVALS = 256;
/** Share of the difference that the delta may be before the intervals are halved. */
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
 * Integrated gradients (Sundararajan et al. 2017) from a baseline e' to the word embeddings e:
 * (e - e') . sum_k w_k dF(e' + a_k (e - e')). Special pieces keep their own embedding in the baseline.
 * @param baseline [width], what takes the place of every other piece.
 * @param points of Gauss-Legendre quadrature. null takes the trapezoidal rule with 16 intervals and halves them, up to
 * 256, while |delta| exceeds 1 % of the difference: it reuses what it has, and converges fast here, since gradients
 * all but vanish at both ends of the path.
 * @throws Cancelled once `stopped` says true
 */
export async function integratedGradients(
  reading: Pick<Reading, "ids" | "special">,
  model: GradientModel,
  target: Target,
  { baseline, points }: { readonly baseline: Float32Array; readonly points: number | null },
  stopped: () => boolean,
): Promise<Integrated> {
  const path = pathOf(reading, model, target, baseline, stopped);
  return points === null ? halved(path) : fixed(path, points);
}

/** The straight line from the baseline (0) to the text (1). */
interface Path {
  readonly pieces: number;
  /**
   * Adds to each piece's sum the inner product of its gradients with the direction of the path.
   * @returns F at each place.
   */
  add(sums: Float64Array, alphas: readonly number[], weights: readonly number[]): Promise<number[]>;
}

function pathOf(
  { ids, special }: Pick<Reading, "ids" | "special">,
  model: GradientModel,
  target: Target,
  baseline: Float32Array,
  stopped: () => boolean,
): Path {
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
  return {
    pieces: ids.length,
    async add(sums, alphas, weights) {
      const values: number[] = [];
      for (let from = 0; from < alphas.length; from += together) {
        if (stopped()) throw new Cancelled("attribution");
        const answers = await model.run(alphas.slice(from, from + together).map(at), target);
        for (const { gradient, value } of answers) {
          addProducts(sums, gradient, direction, weights[values.length] ?? 0);
          values.push(value);
        }
      }
      return values;
    },
  };
}

async function fixed(path: Path, count: number): Promise<Integrated> {
  const { points, weights } = gaussLegendre(count);
  const sums = new Float64Array(path.pieces);
  // the baseline and the text themselves go along, for their values
  const [bare = NaN, value = NaN] = await path.add(sums, [0, 1, ...points], [0, 0, ...weights]);
  return { scores: Float32Array.from(sums), value, delta: sum(sums) - (value - bare), points: count };
}

async function halved(path: Path): Promise<Integrated> {
  const sums = new Float64Array(path.pieces);
  let intervals = FIRST_INTERVALS;
  const inner = Array.from({ length: intervals - 1 }, (_, k) => (k + 1) / intervals);
  const values = await path.add(sums, [0, 1, ...inner], [0.5, 0.5, ...inner.map(() => 1)]);
  const [bare = NaN, value = NaN] = values;
  for (;;) {
    const scores = Float32Array.from(sums, (each) => each / intervals);
    const delta = sum(sums) / intervals - (value - bare);
    const close = Math.abs(delta) <= TOLERANCE * Math.abs(value - bare);
    if (close || 2 * intervals > MOST_INTERVALS) return { scores, value, delta, points: intervals + 1 };
    const between = Array.from({ length: intervals }, (_, k) => (k + 0.5) / intervals);
    await path.add(
      sums,
      between,
      between.map(() => 1),
    );
    intervals *= 2;
  }
}

function sum(values: Float64Array): number {
  return values.reduce((total, each) => total + each, 0);
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
