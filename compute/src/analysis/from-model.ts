import { SemlaError, type Tensor, type AnalysisColumns, type Source } from "../../../src/protocol";
import type { LoadedModel } from "../models";
import type { Embeddings } from "../project/similarity";
import { abortable } from "../threads/abortable";
import { Slices } from "../threads/slices";
import { hashValue } from "../store";
import { EarlyMap } from "./early-map";
import { uniteLabels } from "./label-space";
import type { Material, Task } from "./material";
import type { ProgressFeed } from "./progress";
import type { Resources, RowArrays } from "./resources";
import { Scores } from "./scores";
import { sharedTensor, tensorOf } from "./tensors";

/** A model to run over the texts. */
export type ModelSource = Extract<Source, { kind: "model" }>;

/** Material by running a model over the texts, or from what an earlier run left in memory or on disk. */
export async function fromModel(
  task: Task,
  source: ModelSource,
  feed: ProgressFeed,
  resources: Resources,
  signal: AbortSignal,
): Promise<Material> {
  const began = performance.now();
  const { dataset } = task;
  const info = resources.models.info(source.model);
  const classifies = task.head === "classifier" && info.labels > 0;
  const space = uniteLabels(classifies ? labelNames(info, source) : [], dataset.gold);
  const columns: AnalysisColumns = { labelNames: [...space.names] };
  if (space.gold) columns.gold = tensorOf("int32", space.gold);
  feed.publish(columns);

  const arraysKey = `embedding-${await hashValue({
    model: info.handle,
    pooling: info.pooling,
    texts: dataset.textsHash,
  })}`;
  const scores = classifies ? new Scores(dataset.rows, info.labels, space.gold) : null;
  const found = await resources.findArrays(arraysKey, signal);
  const run = found.arrays
    ? await fromEarlier(found.arrays, scores, signal)
    : await embed(task, info, scores, feed, resources, signal);
  if (scores) feed.publish(scoreColumns(scores));
  feed.step("embedding", dataset.rows, dataset.rows);

  let saved: Promise<string | null> = Promise.resolve(null);
  if (!found.arrays) {
    resources.keepArrays(arraysKey, run);
    saved = resources.disk.write(arraysKey, run);
  }
  return {
    labelNames: space.names,
    gold: space.gold,
    prediction: scores?.prediction ?? null,
    runnerUp: scores?.runnerUp ?? null,
    support: null,
    vectors: {
      embeddings: { data: run.embeddings.data, rows: dataset.rows, dimension: info.dimension },
      key: arraysKey,
      array: "embeddings",
    },
    positions: null,
    pooling: info.pooling,
    arraysKey,
    seconds: (performance.now() - began) / 1000,
    notices: [...space.notices, ...cutNotice(run.cut, info)],
    cacheNotices: [found.notice],
    saved,
  };
}

/** What is kept of a run: embeddings, logits, and how many texts were cut. */
interface Run extends RowArrays {
  readonly embeddings: Tensor<"float32">;
  readonly cut: number;
}

async function embed(
  { dataset }: Task,
  info: LoadedModel,
  scores: Scores | null,
  feed: ProgressFeed,
  { models, projector }: Resources,
  signal: AbortSignal,
): Promise<Run> {
  const { rows } = dataset;
  feed.step("model", 0, 1);
  await abortable(models.open(info.handle), signal);
  feed.step("embedding", 0, rows);
  // beside the embedding, so that it is ready for the first map; a fault shows when that is asked for
  projector.run("warm", null).catch(() => undefined);

  // on shared memory, so that the projection thread reads it without a copy
  const data = new Float32Array(new SharedArrayBuffer(4 * rows * info.dimension));
  const embeddings: Embeddings = { data, rows, dimension: info.dimension };
  const logits = info.labels > 0 ? new Float32Array(rows * info.labels) : null;
  const known = new Uint32Array(rows);
  const early = new EarlyMap(embeddings, projector, signal, (map) =>
    feed.publish({ ...(scores ? scoreColumns(scores) : {}), ...map }),
  );
  let done = 0;
  let cut = 0;
  const running = models.run(info.handle, dataset.texts, {
    signal,
    onBatch: (batch) => {
      if (signal.aborted) return;
      place(batch.embeddings, batch.rows, data, info.dimension);
      if (logits && batch.logits) {
        place(batch.logits, batch.rows, logits, info.labels);
        scores?.add(batch.rows, batch.logits, "logits");
      }
      known.set(batch.rows, done);
      done += batch.rows.length;
      cut += batch.cut;
      feed.step("embedding", done, rows);
      early.grown(known.subarray(0, done));
    },
  });
  await abortable(running, signal);
  if (done !== rows) throw new Error(`embedding: ${done} rows came back of ${rows}`);
  return {
    embeddings: tensorOf("float32", data, [rows, info.dimension]),
    logits: logits ? tensorOf("float32", logits, [rows, info.labels]) : null,
    probabilities: null,
    cut,
  };
}

async function fromEarlier(arrays: RowArrays, scores: Scores | null, signal: AbortSignal): Promise<Run> {
  const { embeddings, logits } = arrays;
  if (!embeddings) throw new Error("embedding: missing from the cache's file");
  const slices = new Slices(signal);
  if (scores && logits) await scores.addAll(logits.data, "logits", slices);
  const cut = "cut" in arrays && typeof arrays.cut === "number" ? arrays.cut : 0;
  return { ...arrays, embeddings: await sharedTensor(embeddings, slices), cut };
}

/** Writes rows of `width` numbers where they belong. */
function place(values: Float32Array, rows: Uint32Array, into: Float32Array, width: number): void {
  for (const [i, row] of rows.entries()) into.set(values.subarray(i * width, (i + 1) * width), row * width);
}

function labelNames(info: LoadedModel, { labelNames: chosen }: ModelSource): readonly string[] {
  if (info.labels === 0) return [];
  if (chosen && chosen.length !== info.labels) {
    throw new SemlaError(
      "bad_data",
      `label_names: ${chosen.length} names (allowed: ${info.labels}, one for each label of the model, in its order)`,
    );
  }
  return chosen ?? info.labelNames;
}

function scoreColumns({ prediction, probability, confidence, loss }: Scores): AnalysisColumns {
  return {
    prediction: tensorOf("int32", prediction),
    probability: tensorOf("float32", probability),
    confidence: tensorOf("float32", confidence),
    ...(loss ? { loss: tensorOf("float32", loss) } : {}),
  };
}

function cutNotice(cut: number, { maxPieces }: LoadedModel): string[] {
  if (cut === 0) return [];
  return [
    `${cut} ${cut === 1 ? "text is" : "texts are"} longer than the model reads and cut at ${maxPieces} pieces`,
  ];
}
