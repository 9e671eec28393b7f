import type { SharedLabels } from "../../../src/core";
import { SemlaError, type Params, type Result } from "../../../src/protocol";
import { tensorOf } from "../analysis";
import type { RowArrays } from "../analysis/resources";
import { softmaxRows } from "../analysis/scores";
import { Slices } from "../threads/slices";
import { present, refused, type Question } from "./question";

/** Rows turned into probabilities at a stretch. */
const STRETCH = 4096;

/** A whole array. @throws SemlaError when the analysis has no such array. */
export async function wholeArray(
  question: Question,
  name: Params<"analysis/array">["name"],
): Promise<Result<"analysis/array">> {
  const arrays = await arraysOf(question);
  if (name !== "probabilities" || arrays.probabilities) return { array: existing(name, arrays[name]) };
  const logits = existing(name, arrays.logits);
  const [rows = 0, columns = 0] = logits.shape;
  const result = new Float32Array(rows * columns);
  const slices = new Slices(question.signal);
  for (let from = 0; from < rows; from += STRETCH) {
    const stretch = Array.from({ length: Math.min(STRETCH, rows - from) }, (_, i) => from + i);
    result.set(softmaxRows(logits.data, columns, stretch), from * columns);
    if (slices.due()) await slices.rest();
  }
  return { array: tensorOf("float32", result, [rows, columns]) };
}

/** What is to be kept of a finished analysis, beside its columns. Errors are those of `arraysOf`. */
export async function whatToKeep(question: Question): Promise<Result<"analysis/keep">> {
  const { embeddings, logits, probabilities } = await arraysOf(question);
  const { vectors, centroids, shared } = present(
    question.analysis.basis,
    "keep: the analysis is still under way; ask again when it is ready",
  );
  return {
    // of a row or two there are no shares to speak of
    basis: {
      vectors: vectors && vectors.array,
      centroids,
      shared: shared && isKnown(shared) ? shared : null,
    },
    arrays: [
      ...(embeddings ? (["embeddings"] as const) : []),
      ...(logits ? (["logits"] as const) : []),
      ...((probabilities ?? logits) ? (["probabilities"] as const) : []),
    ],
  };
}

/** Probabilities of a few rows, in the order asked for. */
export async function probabilitiesOf(
  question: Question,
  wanted: readonly number[],
): Promise<Result<"analysis/probabilities">> {
  const arrays = await arraysOf(question);
  const scores = existing("probabilities", arrays.probabilities ?? arrays.logits);
  const [rows = 0, columns = 0] = scores.shape;
  const outside = wanted.find((row) => row >= rows);
  if (outside !== undefined) throw refused(`rows: ${outside} (allowed: 0 to ${rows - 1})`);
  const data = arrays.probabilities
    ? Float32Array.from(
        wanted.flatMap((row) => [...scores.data.subarray(row * columns, (row + 1) * columns)]),
      )
    : softmaxRows(scores.data, columns, wanted);
  return { probabilities: tensorOf("float32", data, [wanted.length, columns]) };
}

/** The large arrays of a finished analysis. @throws SemlaError where it is under way, or they are gone. */
export async function arraysOf({ analysis, resources, signal }: Question): Promise<RowArrays> {
  const key = present(
    analysis.arraysKey,
    "arrays: the analysis is still under way; ask again when it is ready",
  );
  const { arrays } = await resources.findArrays(key, signal);
  if (!arrays) {
    throw new SemlaError(
      "unknown_handle",
      `arrays of analysis ${analysis.handle}: no longer here; run it again`,
    );
  }
  return arrays;
}

function isKnown({ share, chance }: SharedLabels): boolean {
  return Number.isFinite(share) && Number.isFinite(chance);
}

function existing<T>(name: string, array: T | null): T {
  return present(array, `${name}: this analysis has none; it needs a model that gives them`);
}
