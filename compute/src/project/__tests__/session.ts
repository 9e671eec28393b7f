import { InferenceSession } from "onnxruntime-node";
import { seededRandom } from "../../../../src/core/random";
import type { CreateSession, Embeddings } from "../similarity";

/** onnxruntime on one thread, as a test needs it. */
export const createSession: CreateSession = (model) =>
  InferenceSession.create(model, { intraOpNumThreads: 1 });

/** Rows around `centres` random centres, the same for the same seed. */
export function clusters(
  rows: number,
  dimension: number,
  centres: number,
  seed: number,
  noise = 0.6,
): Embeddings {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const middle = Float32Array.from({ length: centres * dimension }, normal);
  const data = new Float32Array(rows * dimension);
  for (let row = 0; row < rows; row++)
    for (let i = 0; i < dimension; i++)
      data[row * dimension + i] = middle[(row % centres) * dimension + i]! + noise * normal();
  return { data, rows, dimension };
}
