import { perturbedText, uniformMask, type PerturbingMethod } from "./perturb";

/** Occlusion: F of the text less F without the word, for each word (Zeiler and Fergus 2014; Li et al. 2016). */
export const occlusion: PerturbingMethod = async (reading, forward, target, options, stopped) => {
  const { words, evaluate } = perturbedText(reading, forward, target, options.perturbation, stopped);
  const masks = Array.from({ length: words }, (_, word) => uniformMask(words, 1).fill(0, word, word + 1));
  const [value = NaN, ...without] = await evaluate([uniformMask(words, 1), ...masks]);
  return { scores: Float32Array.from(without, (other) => value - other), r2: null, spread: null, value };
};
