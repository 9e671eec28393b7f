import {
  applyFilter,
  categoryPostings,
  confusions,
  everyRow,
  labelReport,
  localizedWords,
  parseFilter,
  rowsOf,
  type Categories,
  type Filter,
  type FilterColumns,
  type Mask,
} from "../../../src/core";
import { SemlaError, type Tensor, type Params, type Result } from "../../../src/protocol";
import type { Dataset } from "../data";
import { Slices } from "../threads/slices";
import type { Analysis } from "./analyses";
import { labelCodes } from "./clusters";
import { toPixels } from "./pixels";
import type { Resources } from "./resources";
import { softmaxRows } from "./scores";
import { tensorOf } from "./tensors";

/** Rows filtered or turned into probabilities at a stretch. */
const STRETCH = 4096;

/** Columns of an analysis as the functions of core read them. */
interface View {
  readonly gold: Categories | null;
  readonly prediction: Categories | null;
  /** Label cluster per row. */
  readonly cluster: Int32Array | null;
}

/** The rows that a filter lets through. @throws SemlaError "invalid_request" for a filter that makes no sense here. */
export async function filterRows(
  analysis: Analysis,
  dataset: Dataset,
  filter: Filter,
  signal: AbortSignal,
): Promise<Result<"analysis/filter">> {
  return { rows: tensorOf("uint32", rowsOf(await maskOf(analysis, dataset, filter, signal))) };
}

/** How each label fares. */
export function labels(analysis: Analysis): Result<"analysis/labels"> {
  const { gold, prediction } = viewOf(analysis);
  const { labelNames = [], clusterOfLabel } = analysis.feed.columns();
  const codes = new Int32Array(gold?.codes.length ?? prediction?.codes.length ?? 0).fill(-1);
  const report = labelReport(
    gold ?? { names: labelNames, codes },
    prediction ?? undefined,
    clusterOfLabel?.data,
  );
  const column = (pick: (entry: (typeof report)[number]) => number): Tensor<"float32"> =>
    tensorOf("float32", Float32Array.from(report, pick));
  const whole = (pick: (entry: (typeof report)[number]) => number): Tensor<"int32"> =>
    tensorOf("int32", Int32Array.from(report, pick));
  return {
    labelNames: report.map(({ name }) => name),
    count: whole(({ count }) => count),
    precision: column(({ precision }) => precision),
    recall: column(({ recall }) => recall),
    f1: column(({ f1 }) => f1),
    cluster: whole(({ cluster }) => cluster),
  };
}

/** Which labels are taken for which; empty where gold labels or predictions are missing. */
export function confusedLabels(analysis: Analysis): Result<"analysis/confusions"> {
  const { gold, prediction } = viewOf(analysis);
  const pairs = gold && prediction ? confusions(gold, prediction) : [];
  return {
    labelNames: [...(analysis.feed.columns().labelNames ?? [])],
    gold: tensorOf(
      "int32",
      Int32Array.from(pairs, (pair) => pair.gold),
    ),
    prediction: tensorOf(
      "int32",
      Int32Array.from(pairs, (pair) => pair.prediction),
    ),
    count: tensorOf(
      "int32",
      Int32Array.from(pairs, (pair) => pair.count),
    ),
  };
}

/** Localized words (or labels) on a map of the size asked for. */
export async function words(
  analysis: Analysis,
  dataset: Dataset,
  params: Params<"analysis/words">,
  resources: Resources,
  signal: AbortSignal,
): Promise<Result<"analysis/words">> {
  const { positions } = analysis.feed.columns();
  if (!positions) {
    throw new SemlaError(
      "invalid_request",
      "words: the analysis has no positions yet; ask again when it is further",
    );
  }
  const visible = params.filter
    ? await maskOf(analysis, dataset, params.filter, signal)
    : everyRow(dataset.rows);
  const { kind, tokens, ngram } = params;
  const postings =
    kind === "word"
      ? await resources.postings(dataset, { tokens, ngram }, signal)
      : categoryPostings(categoriesOf(kind, viewOf(analysis)));
  const found = localizedWords(postings, toPixels(positions.data, params.size), visible, {
    minCount: params.minCount ?? undefined,
    maxCount: params.maxCount,
    locality: params.locality,
    shape: params.shape,
    invert: params.invert,
    stopWords: params.stopWords || kind !== "word",
  });
  const column = (pick: (entry: (typeof found)[number]) => number): Tensor<"float32"> =>
    tensorOf("float32", Float32Array.from(found, pick));
  return {
    feature: found.map(({ word }) => word),
    count: tensorOf(
      "int32",
      Int32Array.from(found, ({ count }) => count),
    ),
    x: column(({ x }) => x),
    y: column(({ y }) => y),
    spreadX: column(({ spreadX }) => spreadX),
    spreadY: column(({ spreadY }) => spreadY),
  };
}

/** A whole array. @throws SemlaError when the analysis has no such array. */
export async function wholeArray(
  analysis: Analysis,
  name: Params<"analysis/array">["name"],
  resources: Resources,
  signal: AbortSignal,
): Promise<Result<"analysis/array">> {
  const arrays = await arraysOf(analysis, resources, signal);
  if (name !== "probabilities" || arrays.probabilities) return { array: existing(name, arrays[name]) };
  const logits = existing(name, arrays.logits);
  const [rows = 0, columns = 0] = logits.shape;
  const result = new Float32Array(rows * columns);
  const slices = new Slices(signal);
  for (let from = 0; from < rows; from += STRETCH) {
    const stretch = Array.from({ length: Math.min(STRETCH, rows - from) }, (_, i) => from + i);
    result.set(softmaxRows(logits.data, columns, stretch), from * columns);
    if (slices.due()) await slices.rest();
  }
  return { array: tensorOf("float32", result, [rows, columns]) };
}

/** Probabilities of a few rows, in the order asked for. */
export async function probabilitiesOf(
  analysis: Analysis,
  wanted: readonly number[],
  resources: Resources,
  signal: AbortSignal,
): Promise<Result<"analysis/probabilities">> {
  const arrays = await arraysOf(analysis, resources, signal);
  const scores = existing("probabilities", arrays.probabilities ?? arrays.logits);
  const [rows = 0, columns = 0] = scores.shape;
  const outside = wanted.find((row) => row >= rows);
  if (outside !== undefined) {
    throw new SemlaError("invalid_request", `rows: ${outside} (allowed: 0 to ${rows - 1})`);
  }
  const data = arrays.probabilities
    ? Float32Array.from(
        wanted.flatMap((row) => [...scores.data.subarray(row * columns, (row + 1) * columns)]),
      )
    : softmaxRows(scores.data, columns, wanted);
  return { probabilities: tensorOf("float32", data, [wanted.length, columns]) };
}

async function arraysOf(analysis: Analysis, resources: Resources, signal: AbortSignal) {
  if (analysis.arraysKey === null) {
    throw new SemlaError(
      "invalid_request",
      "arrays: the analysis is still under way; ask again when it is ready",
    );
  }
  const { arrays } = await resources.findArrays(analysis.arraysKey, signal);
  if (!arrays) {
    throw new SemlaError(
      "unknown_handle",
      `arrays of analysis ${analysis.handle}: no longer here; run it again`,
    );
  }
  return arrays;
}

function existing<T>(name: string, array: T | null): T {
  if (array === null) {
    throw new SemlaError(
      "invalid_request",
      `${name}: this analysis has none; it needs a model that gives them`,
    );
  }
  return array;
}

async function maskOf(
  analysis: Analysis,
  dataset: Dataset,
  given: Filter,
  signal: AbortSignal,
): Promise<Mask> {
  const { gold, prediction, cluster } = viewOf(analysis);
  const part = (column: Categories | null, from: number, to: number): Categories | undefined =>
    column ? { names: column.names, codes: column.codes.subarray(from, to) } : undefined;
  const mask = new Uint8Array(dataset.rows);
  const slices = new Slices(signal);
  const filter = sentence(() => parseFilter(given));
  for (let from = 0; from < dataset.rows; from += STRETCH) {
    const to = Math.min(dataset.rows, from + STRETCH);
    const columns: FilterColumns = {
      length: to - from,
      texts: dataset.texts.slice(from, to),
      gold: part(gold, from, to),
      prediction: part(prediction, from, to),
      cluster: cluster?.subarray(from, to),
      split: part(dataset.split, from, to),
    };
    mask.set(
      sentence(() => applyFilter(filter, columns)),
      from,
    );
    if (slices.due()) await slices.rest();
  }
  return mask;
}

/** What core says about a filter is a sentence for the user already. */
function sentence<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new SemlaError("invalid_request", (error as Error).message, { cause: error });
  }
}

function viewOf(analysis: Analysis): View {
  const { labelNames: names = [], gold, prediction, clusterOfLabel } = analysis.feed.columns();
  const codes = labelCodes({ gold: gold?.data ?? null, prediction: prediction?.data ?? null });
  return {
    gold: gold ? { names, codes: gold.data } : null,
    prediction: prediction ? { names, codes: prediction.data } : null,
    cluster: codes && clusterOfLabel ? codes.map((code) => clusterOfLabel.data[code] ?? -1) : null,
  };
}

function categoriesOf(kind: "label" | "prediction", { gold, prediction }: View): Categories {
  const column = kind === "label" ? gold : prediction;
  if (!column) throw new SemlaError("invalid_request", `kind: ${kind}, but this data set has no ${kind}s`);
  return column;
}
