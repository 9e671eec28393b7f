import { seededRandom } from "../../../src/core/random";
import type { AttributionOptions } from "../../../src/protocol";
import { shuffled } from "../models/batches";
import type { ForwardModel, Reading } from "./model";
import { perturbedText, uniformMask, type WordMask } from "./perturb";

/** Shares of the words that are taken away, or kept alone. */
const SHARES = [0.01, 0.05, 0.1, 0.2, 0.5];
/** Orders by chance that the ones by score are held against. */
const DRAWS = 3;

/** Means over the shares, each less the same for words by chance. */
export interface Erasure {
  /** Drop of the probability without the words that score highest: the higher, the more they matter. */
  readonly comprehensiveness: number;
  /** Drop with those words only: the lower, the more they suffice. */
  readonly sufficiency: number;
}

/**
 * How the probability of a label falls when words are taken away in the order of their scores (DeYoung et al. 2020,
 * AOPC over the shares .01, .05, .1, .2 and .5 of the words, rounded up).
 * @param rankings scores of the words, by any number of methods
 * @throws Cancelled once `stopped` says true
 */
export async function erasure(
  reading: Reading,
  forward: ForwardModel,
  label: number,
  rankings: readonly Float32Array[],
  { perturbation, seed }: Pick<AttributionOptions, "perturbation" | "seed">,
  stopped: () => boolean,
): Promise<Erasure[]> {
  const target = { kind: "label", label, against: null, output: "probability" } as const;
  const { words, evaluate } = perturbedText(reading, forward, target, perturbation, stopped);
  if (words === 0) return rankings.map(() => ({ comprehensiveness: 0, sufficiency: 0 }));
  const random = seededRandom(seed);
  const byChance = Array.from({ length: DRAWS }, () => shuffled(words, random));
  const orders = [...byChance, ...rankings.map(descending)];
  const [whole = NaN, ...rest] = await evaluate([
    uniformMask(words, 1),
    ...orders.flatMap((order) => SHARES.flatMap((share) => without(order, Math.ceil(share * words)))),
  ]);
  const found = orders.map((_, i) => {
    const drops = rest.slice(2 * SHARES.length * i, 2 * SHARES.length * (i + 1)).map((left) => whole - left);
    return {
      comprehensiveness: mean(drops.filter((_, each) => each % 2 === 0)),
      sufficiency: mean(drops.filter((_, each) => each % 2 === 1)),
    };
  });
  const chance = found.slice(0, DRAWS);
  const comprehensiveness = mean(chance.map((each) => each.comprehensiveness));
  const sufficiency = mean(chance.map((each) => each.sufficiency));
  return found.slice(DRAWS).map((each) => ({
    comprehensiveness: each.comprehensiveness - comprehensiveness,
    sufficiency: each.sufficiency - sufficiency,
  }));
}

/** The masks without the first `count` words of an order, and with them only. */
function without(order: Uint32Array, count: number): [WordMask, WordMask] {
  const first = uniformMask(order.length, 0);
  for (const word of order.subarray(0, count)) first[word] = 1;
  return [first.map((kept) => 1 - kept), first];
}

/** Words by falling score, equal ones in their order. */
function descending(scores: Float32Array): Uint32Array {
  return Uint32Array.from(scores.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
