import { attributionOptions, type AttributionOptions } from "../../../../src/protocol";
import type { ForwardModel, Reading } from "../model";

export const PAD = 0;
export const MASK = 1;
const CLS = 2;
const SEP = 3;
/** Ids from here on are words; id FIRST + i is worth weights[i]. */
export const FIRST = 4;

/** A text of some words, the i-th of `pieces[i]` pieces, between [CLS] and [SEP]. Piece ids count upwards. */
export function readingOf(pieces: readonly number[]): Reading {
  const wordOfPiece = [-1, ...pieces.flatMap((count, word) => Array<number>(count).fill(word)), -1];
  const ids = wordOfPiece.map((word, at) => (word >= 0 ? FIRST + at - 1 : at === 0 ? CLS : SEP));
  const texts = pieces.map((_, word) => `w${word}`);
  return {
    text: texts.join(" "),
    ids,
    pieces: ids.map(String),
    special: Uint8Array.from(wordOfPiece, (word) => (word < 0 ? 1 : 0)),
    words: texts.map((text) => ({ text, start: 0, end: text.length })),
    wordOfPiece: Int32Array.from(wordOfPiece),
    cut: 0,
  };
}

/**
 * A model of two labels: `score` of the ids is the logit of label 1, that of label 0 is 0; the embedding is
 * [score, 1]. `seen` gathers all that was run.
 */
export function modelOf(
  score: (ids: readonly number[]) => number,
): ForwardModel & { readonly seen: (readonly number[])[] } {
  const seen: (readonly number[])[] = [];
  return {
    labels: 2,
    dimension: 2,
    maskId: MASK,
    padId: PAD,
    seen,
    run: async (texts) => {
      seen.push(...texts);
      const scores = texts.map(score);
      return {
        logits: Float32Array.from(scores.flatMap((each) => [0, each])),
        embeddings: Float32Array.from(scores.flatMap((each) => [each, 1])),
      };
    },
  };
}

/** The sum of the weights of the pieces that are there. */
export function linear(weights: readonly number[]): (ids: readonly number[]) => number {
  return (ids) => ids.reduce((sum, id) => sum + (weights[id - FIRST] ?? 0), 0);
}

export const labelOne = { kind: "label", label: 1, against: null, output: "logit" } as const;

export function options(given: Partial<AttributionOptions> = {}): AttributionOptions {
  return attributionOptions.parse(given);
}

export const never = (): boolean => false;
