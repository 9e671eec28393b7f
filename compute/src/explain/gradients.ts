import type { AttributionMethod } from "../../../src/protocol";

/** Methods that need one gradient of a text. */
export type GradientMethod = Extract<AttributionMethod, "gradient_l1" | "gradient_l2" | "gradient_x_input">;

/** Whether a method is one of those. */
export function isGradientMethod(method: AttributionMethod): method is GradientMethod {
  return method === "gradient_l1" || method === "gradient_l2" || method === "gradient_x_input";
}

/**
 * Score of each piece from dF / de, where e is its word embedding: the sum of absolute values, the Euclidean length,
 * or the inner product with e.
 * @param gradient [pieces, width]
 * @param embeddings [pieces, width]
 */
export function gradientScores(
  method: GradientMethod,
  gradient: Float32Array,
  embeddings: Float32Array,
  width: number,
): Float32Array {
  const scores = new Float32Array(gradient.length / width);
  for (let piece = 0; piece < scores.length; piece++) {
    let sum = 0;
    for (let i = piece * width; i < (piece + 1) * width; i++) {
      const value = gradient[i] ?? 0;
      if (method === "gradient_l1") sum += Math.abs(value);
      else if (method === "gradient_l2") sum += value * value;
      else sum += value * (embeddings[i] ?? 0);
    }
    scores[piece] = method === "gradient_l2" ? Math.sqrt(sum) : sum;
  }
  return scores;
}
