import type { AttributionOptions } from "../../../src/protocol";
import { Cancelled } from "../project/cancelled";
import type { ForwardModel, Reading, Target } from "./model";
import { valuesOf } from "./target";

/** Scores of a method that perturbs words. */
export interface WordScores {
  /** One a word. */
  readonly scores: Float32Array;
  /** Share of variance that a linear model explains; null for methods that fit none, and without words. */
  readonly r2: number | null;
  /** Standard deviation of each score over sub-samples; null for methods that do not sample, and without words. */
  readonly spread: Float32Array | null;
  /** F of the text itself. */
  readonly value: number;
}

/** A method that perturbs the words of a text. @throws Cancelled once `stopped` says true */
export type PerturbingMethod = (
  reading: Reading,
  forward: ForwardModel,
  target: Target,
  options: AttributionOptions,
  stopped: () => boolean,
) => Promise<WordScores>;

/** Which words of a text stay: 1 for those that do. */
export type WordMask = Uint8Array;

/**
 * The ids of a text in which the words that `mask` leaves out are hidden: each of their pieces is replaced by
 * `maskId`, or taken out where that is null. A text of which nothing is left is one piece of padding.
 */
export function maskedIds(
  reading: Reading,
  mask: WordMask,
  maskId: number | null,
  padId: number,
): readonly number[] {
  const ids: number[] = [];
  for (const [at, id] of reading.ids.entries()) {
    const word = reading.wordOfPiece[at] ?? -1;
    if (word < 0 || mask[word] === 1) ids.push(id);
    else if (maskId !== null) ids.push(maskId);
  }
  return ids.length > 0 ? ids : [padId];
}

/** What of a perturbed text is wanted, by the model and how words are hidden. */
export interface Perturbed {
  readonly words: number;
  /**
   * F of the text under each mask. Equal masks are computed once, also over several calls.
   * @throws Cancelled once `stopped` says true
   */
  evaluate(masks: readonly WordMask[]): Promise<Float64Array>;
}

/** F of a text with any of its words hidden: as [MASK] where that is wanted and the model has it, else by deletion. */
export function perturbedText(
  reading: Reading,
  forward: ForwardModel,
  target: Target,
  perturbation: AttributionOptions["perturbation"],
  stopped: () => boolean,
): Perturbed {
  const maskId = perturbation === "mask" ? forward.maskId : null;
  const known = new Map<string, number>();
  return {
    words: reading.words.length,
    async evaluate(masks) {
      const keys = masks.map(keyOf);
      const fresh = new Map<string, readonly number[]>();
      for (const [at, mask] of masks.entries()) {
        const key = keys[at] ?? "";
        if (!known.has(key) && !fresh.has(key))
          fresh.set(key, maskedIds(reading, mask, maskId, forward.padId));
      }
      if (fresh.size > 0) {
        if (stopped()) throw new Cancelled("attribution");
        const answers = await forward.run([...fresh.values()]);
        const values = valuesOf(target, answers, fresh.size);
        [...fresh.keys()].forEach((key, i) => known.set(key, values[i] ?? NaN));
      }
      return Float64Array.from(keys, (key) => known.get(key) ?? NaN);
    },
  };
}

/** A mask that keeps all words, or none. */
export function uniformMask(words: number, kept: 0 | 1): WordMask {
  return new Uint8Array(words).fill(kept);
}

/** Sixteen words a character. */
function keyOf(mask: WordMask): string {
  const codes = new Uint16Array(Math.ceil(mask.length / 16));
  for (const [word, kept] of mask.entries())
    if (kept) codes[word >> 4] = (codes[word >> 4] ?? 0) | (1 << (word & 15));
  return Array.from(codes, (code) => String.fromCharCode(code)).join("");
}
