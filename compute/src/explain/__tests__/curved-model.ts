import type { GradientModel } from "../model";
import { MASK, PAD } from "./bag-of-words";

export const WIDTH = 3;

/**
 * A model whose F of word embeddings x, [pieces, width], is s + tanh(curve s), s the sum of weight x over all of
 * them: linear where `curve` is 0, and a step where it is large. It does not look at the target.
 */
export function curvedModel(
  curve: number,
): GradientModel & { weight(coordinate: number): number; value(embeddings: Float32Array): number } {
  const weight = (coordinate: number): number => [0.5, -1, 0.25][coordinate % WIDTH] ?? 0;
  const sum = (embeddings: Float32Array): number =>
    embeddings.reduce((total, value, i) => total + value * weight(i), 0);
  const value = (embeddings: Float32Array): number => sum(embeddings) + Math.tanh(curve * sum(embeddings));
  const lookUp = (ids: readonly number[]): Float32Array =>
    Float32Array.from(
      ids.flatMap((id) => Array.from({ length: WIDTH }, (_, i) => Math.sin(1 + 2.3 * id + 0.7 * i))),
    );
  return {
    width: WIDTH,
    padId: PAD,
    maskId: MASK,
    weight,
    value,
    lookUp,
    run: async (inputs) =>
      inputs.map(({ ids, embeddings }) => {
        const given = embeddings ?? lookUp(ids);
        const slope = 1 + curve * (1 - Math.tanh(curve * sum(given)) ** 2);
        return {
          value: value(given),
          logits: null,
          embedding: new Float32Array(),
          gradient: given.map((_, i) => slope * weight(i)),
        };
      }),
    attentions: async () => null,
    hidden: async () => null,
  };
}
