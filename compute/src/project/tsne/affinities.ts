import type { Control } from "../cancelled";
import { checkStop } from "../cancelled";
import type { Neighbours } from "../neighbours";
import { symmetricGraph } from "../symmetric-graph";
import type { SymmetricGraph } from "../symmetric-graph";

const STEPS = 100;
const TOLERANCE = 1e-5;
/** Rows between two questions whether to stop. */
const ROWS_BETWEEN_CHECKS = 512;

/**
 * t-SNE's joint probabilities over each row's first `used` neighbours: Gaussians of the squared distances whose
 * widths give each row the perplexity, made symmetric and summing to 1 (van der Maaten 2014; squares also cosine
 * distances, as scikit-learn does).
 * @throws {Cancelled}
 */
export function affinities(
  neighbours: Neighbours,
  used: number,
  perplexity: number,
  control: Control,
): SymmetricGraph {
  const { rows, k, distances } = neighbours;
  const conditional = new Float64Array(rows * used);
  for (let row = 0; row < rows; row++) {
    if (row % ROWS_BETWEEN_CHECKS === 0) checkStop(control, "t-sne");
    fillConditional(
      distances.subarray(row * k, row * k + used),
      perplexity,
      conditional.subarray(row * used),
    );
  }
  return symmetricGraph(neighbours, used, conditional, (there, back) => (there + back) / (2 * rows), control);
}

/** Writes the probabilities of one row's neighbours, found by bisection on the Gaussian's precision. */
function fillConditional(distances: Float32Array, perplexity: number, target: Float64Array): void {
  const wanted = Math.log(perplexity);
  const nearest = (distances[0] ?? 0) ** 2;
  let low = 0;
  let high = Infinity;
  let precision = 1;
  for (let step = 0; step < STEPS; step++) {
    let sum = 0;
    let weighted = 0;
    for (let i = 0; i < distances.length; i++) {
      // measured from the nearest, which changes no probability and keeps the largest at 1
      const beyond = (distances[i] as number) ** 2 - nearest;
      const value = Math.exp(-precision * beyond);
      target[i] = value;
      sum += value;
      weighted += beyond * value;
    }
    for (let i = 0; i < distances.length; i++) target[i] = (target[i] as number) / sum;
    const difference = Math.log(sum) + (precision * weighted) / sum - wanted;
    if (Math.abs(difference) < TOLERANCE) return;
    if (difference > 0) {
      low = precision;
      precision = high === Infinity ? precision * 2 : (low + high) / 2;
    } else {
      high = precision;
      precision = (low + high) / 2;
    }
  }
}
