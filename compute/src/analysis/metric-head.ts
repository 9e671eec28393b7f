import { predictFromSupport, supportSets } from "../../../src/core";
import { SemlaError } from "../../../src/protocol";
import type { Embeddings } from "../project";
import { Slices } from "../threads/slices";
import type { Material, Task } from "./material";
import type { ProgressFeed } from "./progress";
import type { Resources } from "./resources";
import { tensorOf } from "./tensors";
import { textNumbers } from "./texts";

/** Examples in a support set, one a label. */
const SIZE = 5;

/**
 * Whether the metric head can say anything of this data.
 * @throws SemlaError "bad_data" that names what is missing.
 */
export function checkMetricHead({ dataset, source }: Task): void {
  const used = new Set(dataset.gold?.codes.filter((code) => code >= 0));
  if (used.size === 0)
    throw new SemlaError(
      "bad_data",
      "head: metric, but the data has no gold labels to draw examples from; pass label=",
    );
  if (used.size === 1)
    throw new SemlaError("bad_data", "head: metric, but all rows have one label (needed: two or more)");
  if (source.kind === "arrays" && !source.embeddings)
    throw new SemlaError(
      "bad_data",
      "head: metric, but there are no embeddings to compare rows by; pass embeddings= or a model",
    );
}

/** The material with the metric head's predictions and support sets, which are published. */
export async function withMetricHead(
  task: Task,
  material: Material,
  feed: ProgressFeed,
  resources: Resources,
  signal: AbortSignal,
): Promise<Material> {
  const { vectors, gold, labelNames } = material;
  if (!vectors || !gold) throw new Error("metric head: without embeddings or gold labels");
  const rows = task.dataset.rows;
  const labels = labelNames.length;
  const slices = new Slices(signal);
  const draw = supportSets(gold, labels, { size: SIZE, texts: await textNumbers(task.dataset, slices) });
  const whole = (length: number): Int32Array => new Int32Array(length).fill(-1);
  const number = (length: number): Float32Array => new Float32Array(length).fill(NaN);
  const [prediction, runnerUp, closest, contrast] = [whole(rows), whole(rows), whole(rows), whole(rows)];
  const [probability, confidence, loss] = [number(rows), number(rows), number(rows)];
  const support = whole(rows * SIZE);
  const probabilities = new Float32Array(rows * labels);
  for (let row = 0; row < rows; row++) {
    const drawn = draw(row);
    const scores = drawn.map((other) => product(vectors.embeddings, row, other));
    const own = gold[row] ?? -1;
    const found = predictFromSupport(drawn, scores, gold, own);
    support.set(found.support, row * SIZE);
    prediction[row] = found.prediction;
    runnerUp[row] = gold[found.support[1] ?? -1] ?? -1;
    closest[row] = found.closest;
    contrast[row] = found.contrast;
    probability[row] = found.probabilities[0] ?? NaN;
    if (found.support.length > 0) confidence[row] = found.confidence;
    found.support.forEach((other, i) => {
      const label = gold[other] as number;
      probabilities[row * labels + label] = found.probabilities[i] ?? 0;
      if (label === own) loss[row] = -Math.log(found.probabilities[i] ?? NaN);
    });
    if (row % 64 === 0 && slices.due()) await slices.rest();
  }
  const compared = {
    support: tensorOf("int32", support, [rows, SIZE]),
    closest: tensorOf("int32", closest),
    contrast: tensorOf("int32", contrast),
  };
  feed.publish({
    ...compared,
    prediction: tensorOf("int32", prediction),
    probability: tensorOf("float32", probability),
    confidence: tensorOf("float32", confidence),
    loss: tensorOf("float32", loss),
  });
  const arraysKey = `metric-${task.handle}`;
  const made = {
    probabilities: tensorOf("float32", probabilities, [rows, labels]),
    base: material.arraysKey,
  };
  const saved = Promise.all([material.saved, resources.keepDerived(arraysKey, made)]);
  return {
    ...material,
    prediction,
    runnerUp,
    support: compared,
    arraysKey,
    saved: saved.then(([one, other]) => one ?? other),
  };
}

function product({ data, dimension }: Embeddings, a: number, b: number): number {
  let sum = 0;
  for (let i = a * dimension, j = b * dimension, end = i + dimension; i < end; i++, j++)
    sum += (data[i] as number) * (data[j] as number);
  return sum;
}
