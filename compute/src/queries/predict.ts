import type { Params, Result } from "../../../src/protocol";
import { tensorOf } from "../analysis";
import type { SimilarRow } from "../analysis/similar-rows";
import { readFreeTexts } from "./free-text";
import type { Question } from "./question";

/** What the model says of texts that are not in the data, and where they would lie. Errors are those of reading. */
export async function predictTexts(
  question: Question,
  { texts }: Params<"explain/predict">,
): Promise<Result<"explain/predict">> {
  const { labelNames, texts: read, mask } = await readFreeTexts(question, texts, "predict");
  const positions = question.analysis.feed.columns().positions?.data ?? null;
  const size = Math.min(...read.map(({ nearest }) => nearest.length));
  const whole = (pick: (text: (typeof read)[number]) => number) =>
    tensorOf("int32", Int32Array.from(read, pick));
  const number = (pick: (text: (typeof read)[number]) => number) =>
    tensorOf("float32", Float32Array.from(read, pick));
  return {
    labelNames: [...labelNames],
    probabilities: tensorOf("float32", joined(read.map(({ probabilities }) => probabilities)), [
      read.length,
      labelNames.length,
    ]),
    prediction: whole(({ prediction }) => prediction),
    probability: number(({ probability }) => probability),
    confidence: number(({ confidence }) => confidence),
    positions: tensorOf("float32", joined(read.map(({ nearest }) => placeAmong(nearest, positions))), [
      read.length,
      2,
    ]),
    neighbours: tensorOf(
      "int32",
      Int32Array.from(read.flatMap(({ nearest }) => nearest.map(({ row }) => row))),
      [read.length, size],
    ),
    similarity: tensorOf(
      "float32",
      Float32Array.from(read.flatMap(({ nearest }) => nearest.map(({ similarity }) => similarity))),
      [read.length, size],
    ),
    pieces: whole(({ pieces }) => pieces),
    cut: whole(({ cut }) => cut),
    mask,
  };
}

/**
 * The mean of rows' positions weighted by their similarity; those below 0 count for nothing, and where all do, all
 * count alike. NaN where there are no positions.
 */
export function placeAmong(nearest: readonly SimilarRow[], positions: Float32Array | null): Float32Array {
  const place = new Float32Array(2).fill(NaN);
  if (!positions || nearest.length === 0) return place;
  const similar = nearest.map(({ similarity }) => Math.max(similarity, 0));
  const weights = similar.some((weight) => weight > 0) ? similar : similar.map(() => 1);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  for (const axis of [0, 1])
    place[axis] = nearest.reduce(
      (total, { row }, i) => total + ((weights[i] ?? 0) / sum) * (positions[2 * row + axis] ?? NaN),
      0,
    );
  return place;
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const result = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}
