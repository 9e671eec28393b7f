import { SemlaError, type Result } from "../../../src/protocol";
import { Slices } from "../threads/slices";
import type { Analysis } from "./analyses";
import type { Resources } from "./resources";
import { cosines, mostSimilar } from "./similar-rows";
import { tensorOf } from "./tensors";
import { vectorsOf } from "./vectors";

/** Rows that count as near. */
export const NEAREST = 15;

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
  const similarities = await cosines(own, embeddings, new Slices(signal));
  const nearest = mostSimilar(similarities, NEAREST, (other) => other !== row);
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
