import { type Random, seededRandom } from "../../../src/core/random";
import { shuffled } from "../models/batches";
import { perturbedText, uniformMask, type PerturbingMethod, type WordMask } from "./perturb";
import { ridge, type Samples } from "./ridge";

const KERNEL_WIDTH = 25;
const ALPHA = 1;
const SUBSAMPLES = 5;

/**
 * LIME (Ribeiro et al. 2016), as the `lime` package does for texts with `bow=False` and all words as features: a
 * weighted ridge regression of F on which words are there, over `options.masks` random maskings of which the first
 * hides nothing. A score is its word's coefficient. `spread` is the standard deviation of the score over five
 * seeded halves of the maskings: that of a mean over half a sample, drawn without replacement, is the standard
 * error of the whole sample's. In texts of one or two words nearly all weight lies on maskings of one size, so the
 * penalty decides how the sum of the scores comes out; as in the package.
 */
export const lime: PerturbingMethod = async (reading, forward, target, options, stopped) => {
  const { words, evaluate } = perturbedText(reading, forward, target, options.perturbation, stopped);
  if (words === 0) {
    const [value = NaN] = await evaluate([uniformMask(0, 1)]);
    return { scores: new Float32Array(), r2: null, spread: null, value };
  }
  const random = seededRandom(options.seed);
  const masks = randomMasks(words, options.masks, random);
  const values = await evaluate(masks);
  const samples: Samples = { features: masks, values, weights: Float64Array.from(masks, limeWeight) };
  const { coefficients, r2 } = ridge(samples, ALPHA);
  const halves = Array.from({ length: SUBSAMPLES }, () => ridge(half(samples, random), ALPHA).coefficients);
  const spread = coefficients.map((_, word) => deviation(halves.map((each) => each[word] ?? NaN)));
  return {
    scores: Float32Array.from(coefficients),
    r2,
    spread: Float32Array.from(spread),
    value: values[0] ?? NaN,
  };
};

/** The first mask hides nothing, every other a set of words whose size is uniform from 1 to all. */
export function randomMasks(words: number, count: number, random: Random): WordMask[] {
  const masks = [uniformMask(words, 1)];
  const order = Uint32Array.from({ length: words }, (_, word) => word);
  while (masks.length < count) {
    const mask = uniformMask(words, 1);
    const hidden = 1 + Math.floor(random() * words);
    for (let i = 0; i < hidden; i++) {
      // the first places of a shuffle that goes on from the last one are a uniform sample
      const j = i + Math.floor(random() * (words - i));
      const picked = order[j] ?? 0;
      order[j] = order[i] ?? 0;
      order[i] = picked;
      mask[picked] = 0;
    }
    masks.push(mask);
  }
  return masks;
}

/** sqrt(exp(-d^2 / 25^2)), d a hundred times the cosine distance to the mask that hides nothing; 100 for one without words. */
export function limeWeight(mask: WordMask): number {
  let kept = 0;
  for (const bit of mask) kept += bit;
  const distance = 100 * (1 - Math.sqrt(kept / mask.length));
  return Math.sqrt(Math.exp(-(distance ** 2) / KERNEL_WIDTH ** 2));
}

/** The text itself and half of the other samples. */
function half({ features, values, weights }: Samples, random: Random): Samples {
  const others = shuffled(features.length - 1, random).subarray(0, Math.ceil((features.length - 1) / 2));
  const rows = [0, ...Array.from(others, (row) => row + 1)];
  return {
    features: rows.map((row) => features[row] ?? []),
    values: rows.map((row) => values[row] ?? NaN),
    weights: rows.map((row) => weights[row] ?? 0),
  };
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
