import type { Embeddings } from "../project/similarity";
import type { Slices } from "../threads/slices";

/** Numbers read at a stretch: about a millisecond. */
const STRETCH = 2 ** 19;

/** A row, and its cosine with what it was compared with. */
export interface SimilarRow {
  readonly row: number;
  readonly similarity: number;
}

/**
 * Cosine of vectors with every row; 0 where either is a zero vector.
 * @param vectors [vectors, dimension]
 * @returns [vectors, rows]
 */
export async function cosines(
  vectors: Float32Array,
  { data, rows, dimension }: Embeddings,
  slices: Slices,
): Promise<Float64Array> {
  const count = Math.round(vectors.length / dimension);
  const lengths = Float64Array.from({ length: count }, (_, i) => lengthOf(vectors, i * dimension, dimension));
  const result = new Float64Array(count * rows);
  const stretch = Math.max(1, Math.floor(STRETCH / (dimension * (count + 1))));
  for (let row = 0; row < rows; row++) {
    if (row % stretch === 0 && slices.due()) await slices.rest();
    const start = row * dimension;
    const length = lengthOf(data, start, dimension);
    for (let i = 0; i < count; i++) {
      let product = 0;
      for (let at = start, own = i * dimension, end = start + dimension; at < end; at++, own++)
        product += (data[at] as number) * (vectors[own] as number);
      const both = length * (lengths[i] as number);
      result[i * rows + row] = both > 0 ? product / both : 0;
    }
  }
  return result;
}

/** The most similar rows that are accepted, most similar first; the lower row first among equal ones. */
export function mostSimilar(
  similarities: Float64Array,
  count: number,
  accept: (row: number) => boolean = () => true,
): SimilarRow[] {
  const best: SimilarRow[] = [];
  for (let row = 0; row < similarities.length; row++) {
    const similarity = similarities[row] as number;
    if (best.length === count && similarity <= (best[count - 1]?.similarity ?? -1)) continue;
    if (!accept(row)) continue;
    const place = best.findIndex((each) => each.similarity < similarity);
    best.splice(place < 0 ? best.length : place, 0, { row, similarity });
    if (best.length > count) best.pop();
  }
  return best;
}

function lengthOf(data: Float32Array, start: number, dimension: number): number {
  let squared = 0;
  for (let at = start; at < start + dimension; at++) squared += (data[at] as number) ** 2;
  return Math.sqrt(squared);
}
