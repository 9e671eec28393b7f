import { scoreScale } from "../../../src/core/metric-head";
import type { Neighbours } from "./neighbours";

/** Largest exponent, so that no distance leaves the range of a float. */
const LARGEST = 80;

/**
 * SemLa's distances exp(-<a, b> / 15), or a power of them, of neighbours by scalar product. All are divided by
 * the same number (that of the mean nearest neighbour), which changes neither t-SNE nor UMAP but keeps them within a float: scalar
 * products of some hundreds would leave nothing of them.
 * @param neighbours whose distances are minus the scalar products (metric `inner`).
 */
export function similarityDistances(neighbours: Neighbours, power: number): Neighbours {
  const { rows, k, distances } = neighbours;
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += distances[row * k] ?? 0;
  const reference = sum / Math.max(1, rows);
  const scaled = distances.map((minusScore) =>
    Math.exp(Math.min(LARGEST, Math.max(-LARGEST, (power * (minusScore - reference)) / scoreScale))),
  );
  return { ...neighbours, distances: scaled };
}
