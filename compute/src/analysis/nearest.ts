import { SemlaError, type Result } from "../../../src/protocol";
import { Slices } from "../threads/slices";
import type { Analysis } from "./analyses";
import type { Resources } from "./resources";
import { tensorOf } from "./tensors";
import { vectorsOf } from "./vectors";

const NEAREST = 15;
/** Numbers read at a stretch: about a millisecond. */
const STRETCH = 2 ** 19;

/**
 * The 15 nearest other rows of a row by cosine, nearest first; the lower row first among equal ones.
 * @throws SemlaError "invalid_request" for a row that is not there.
 */
export async function nearestRows(
  analysis: Analysis,
  row: number,
  resources: Resources,
  signal: AbortSignal,
): Promise<Result<"analysis/neighbours">> {
  const { embeddings } = await vectorsOf(analysis, "neighbours", resources, signal);
  const { data, rows, dimension } = embeddings;
  if (row >= rows) throw new SemlaError("invalid_request", `row: ${row} (allowed: 0 to ${rows - 1})`);
  const own = data.subarray(row * dimension, (row + 1) * dimension);
  const length = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
  const nearest: { row: number; similarity: number }[] = [];
  const slices = new Slices(signal);
  const stretch = Math.max(1, Math.floor(STRETCH / dimension));
  for (let other = 0; other < rows; other++) {
    if (other % stretch === 0 && slices.due()) await slices.rest();
    if (other === row) continue;
    let product = 0;
    let squared = 0;
    for (let i = 0, at = other * dimension; i < dimension; i++, at++) {
      const value = data[at] as number;
      product += value * (own[i] as number);
      squared += value * value;
    }
    const lengths = length * Math.sqrt(squared);
    const similarity = lengths > 0 ? product / lengths : 0;
    if (nearest.length === NEAREST && similarity <= (nearest[NEAREST - 1]?.similarity ?? 1)) continue;
    const place = nearest.findIndex((each) => each.similarity < similarity);
    nearest.splice(place < 0 ? nearest.length : place, 0, { row: other, similarity });
    if (nearest.length > NEAREST) nearest.pop();
  }
  return {
    rows: tensorOf(
      "uint32",
      Uint32Array.from(nearest, (each) => each.row),
    ),
    similarity: tensorOf(
      "float32",
      Float32Array.from(nearest, (each) => each.similarity),
    ),
  };
}
