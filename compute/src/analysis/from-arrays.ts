import { type AnalysisColumns } from "../../../src/protocol";
import { Slices } from "../threads/slices";
import { hashValue } from "../store";
import { checkArrays, side, type ArraysSource } from "./arrays";
import { uniteLabels } from "./label-space";
import type { Material, Task } from "./material";
import type { ProgressFeed } from "./progress";
import type { Resources } from "./resources";
import { Scores } from "./scores";
import { sharedTensor, tensorOf } from "./tensors";

/**
 * Material from what the user already has. Rows are laid out by their embeddings, else by their probabilities.
 * @throws SemlaError "bad_data" when the arrays do not fit the data set.
 */
export async function fromArrays(
  { handle, dataset, head, projection: { metric } }: Task,
  source: ArraysSource,
  feed: ProgressFeed,
  resources: Resources,
  signal: AbortSignal,
): Promise<Material> {
  await checkArrays(source, dataset.rows, signal);
  const { probabilities, positions } = source;
  const predicts = head === "classifier" && (probabilities !== undefined || source.prediction !== undefined);
  const space = uniteLabels(predicts ? source.labelNames : [], dataset.gold);
  const columns: AnalysisColumns = { labelNames: [...space.names] };
  if (space.gold) columns.gold = tensorOf("int32", space.gold);

  let prediction: Int32Array | null = predicts ? (source.prediction?.data ?? null) : null;
  let runnerUp: Int32Array | null = null;
  if (predicts && probabilities) {
    const scores = new Scores(dataset.rows, side(probabilities), space.gold);
    await scores.addAll(probabilities.data, "probabilities", new Slices(signal));
    const { prediction: best, runnerUp: second } = scores;
    prediction ??= best;
    // where another label than the most probable one is given as predicted, that one comes second
    runnerUp = prediction.map((label, row) => (label === best[row] ? second[row] : best[row]) ?? -1);
    columns.probability = tensorOf("float32", scores.probability);
    columns.confidence = tensorOf("float32", scores.confidence);
    if (scores.loss) columns.loss = tensorOf("float32", scores.loss);
  }
  if (prediction) columns.prediction = tensorOf("int32", prediction);
  if (positions) {
    columns.positions = positions;
    columns.layout = { method: "given", final: true };
  }
  feed.publish(columns);

  const arraysKey = `arrays-${handle}`;
  const given = source.embeddings ?? probabilities;
  const vectors = given ? await sharedTensor(given, new Slices(signal)) : null;
  const embeddings = source.embeddings ? vectors : null;
  resources.keepArrays(arraysKey, {
    embeddings,
    logits: null,
    probabilities: probabilities ?? null,
  });
  const notices = [...space.notices];
  if (!embeddings && !positions) {
    notices.push(`no embeddings were given: rows are laid out by their probabilities (${metric})`);
  }
  return {
    labelNames: space.names,
    gold: space.gold,
    prediction,
    runnerUp,
    support: null,
    vectors: vectors
      ? {
          embeddings: { data: vectors.data, rows: dataset.rows, dimension: side(vectors) },
          key: await hashValue(vectors, signal),
          array: embeddings ? "embeddings" : "probabilities",
        }
      : null,
    positions: positions?.data ?? null,
    pooling: null,
    arraysKey,
    seconds: 0,
    notices,
    cacheNotices: [],
    saved: Promise.resolve(null),
  };
}
