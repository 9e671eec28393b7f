import { Tensor } from "onnxruntime-common";
import type { InferenceSession } from "onnxruntime-common";
import { writeModel } from "../onnx/graph-writer";
import type { GraphNode, ValueInfo } from "../onnx/graph-writer";

/** How far apart two embeddings are: `cosine` is 1 - cos (0..2), `euclidean` the length of their difference. */
export type Metric = "cosine" | "euclidean";

/** What orders a row's neighbours: a metric, or `inner`, minus the scalar product, which is no distance. */
export type Ordering = Metric | "inner";

/** Opens a model of this project's own making; injected so that threads and options are chosen in one place. */
export type CreateSession = (model: Uint8Array) => Promise<InferenceSession>;

/** Row embeddings: `data` holds `rows` x `dimension` numbers, row by row. */
export interface Embeddings {
  readonly data: Float32Array;
  readonly rows: number;
  readonly dimension: number;
}

/** @throws if the array does not hold rows x dimension numbers, or one is not finite (the row is named). */
export function checkEmbeddings({ data, rows, dimension }: Embeddings): void {
  if (data.length !== rows * dimension)
    throw new Error(
      `embeddings: ${data.length} numbers (allowed: ${rows} rows x ${dimension} = ${rows * dimension}); give one row of numbers for each sample`,
    );
  // one pass with a single test: a sum is finite only if its terms are, and floats cannot overflow a double
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] as number;
  if (Number.isFinite(sum)) return;
  const row = Math.floor(data.findIndex((value) => !Number.isFinite(value)) / dimension);
  throw new Error(`embeddings: row ${row} holds a number that is not finite (allowed: finite numbers)`);
}

/**
 * Embeddings brought to where a scalar product orders a row's neighbours: nearest first is largest
 * `scale * <a, b> + bias[b]` first.
 */
export interface Prepared extends Embeddings {
  readonly metric: Ordering;
  /** Minus the squared length for euclidean, else 0. */
  readonly bias: Float32Array;
}

/**
 * Rows divided by their length (cosine; a zero row stays zero and is at distance 1 from every other), moved so that
 * their mean is the origin (euclidean, for accuracy), or as they are (inner).
 * @throws if a row holds a number that is not finite, or the array has another length than rows x dimension.
 */
export function prepare(embeddings: Embeddings, metric: Ordering): Prepared {
  checkEmbeddings(embeddings);
  const { data: source, rows, dimension } = embeddings;
  const data = new Float32Array(source.length);
  const bias = new Float32Array(rows);
  const mean = metric === "euclidean" ? meanRow(embeddings) : new Float64Array(dimension);
  for (let row = 0; row < rows; row++) {
    const start = row * dimension;
    let squared = 0;
    for (let i = 0; i < dimension; i++) {
      const value = (source[start + i] as number) - (mean[i] as number);
      data[start + i] = value;
      squared += value * value;
    }
    if (metric === "euclidean") bias[row] = -squared;
    else if (metric === "cosine" && squared > 0) {
      const scale = 1 / Math.sqrt(squared);
      for (let i = 0; i < dimension; i++) data[start + i] = (data[start + i] as number) * scale;
    }
  }
  return { data, rows, dimension, metric, bias };
}

/** Mean of the rows, in double precision. */
export function meanRow({ data, rows, dimension }: Embeddings): Float64Array {
  const mean = new Float64Array(dimension);
  for (let start = 0; start < rows * dimension; start += dimension)
    for (let i = 0; i < dimension; i++) mean[i] = (mean[i] as number) + (data[start + i] as number);
  for (let i = 0; i < dimension; i++) mean[i] = (mean[i] as number) / rows;
  return mean;
}

/**
 * Distance from the graph's score. Near zero the score has lost its digits to cancellation, so the distance is
 * then computed from the difference of the two rows: exact duplicates are at distance 0.
 */
export function distanceOf(prepared: Prepared, a: number, b: number, score: number): number {
  if (prepared.metric === "inner") return -score;
  if (prepared.metric === "cosine") return score < 0.999 ? 1 - score : squaredDistance(prepared, a, b) / 2;
  const squared = -(prepared.bias[a] as number) - score;
  const lengths = -(prepared.bias[a] as number) - (prepared.bias[b] as number);
  return Math.sqrt(squared > 1e-3 * lengths ? squared : squaredDistance(prepared, a, b));
}

function squaredDistance({ data, dimension }: Prepared, a: number, b: number): number {
  let sum = 0;
  for (let i = a * dimension, j = b * dimension, end = i + dimension; i < end; i++, j++) {
    const difference = (data[i] as number) - (data[j] as number);
    sum += difference * difference;
  }
  return sum;
}

/** A graph that scores a block of prepared rows against all of them. */
export interface Scorer {
  /**
   * Scores `block`, any number of prepared rows one after the other. `scores` is block rows x rows, or with `best`
   * the block rows x best largest scores in falling order, with the rows they belong to in `indices`.
   */
  run(block: Float32Array): Promise<{ scores: Float32Array; indices?: BigInt64Array }>;
  /** Rows of a block that keeps its scores near 20 MB. */
  readonly blockRows: number;
  close(): Promise<void>;
}

/**
 * Opens a Gemm (+ TopK when `best` is given) graph in onnxruntime over prepared rows.
 * Among equal scores TopK puts the lower row first.
 */
export async function openScorer(
  prepared: Prepared,
  createSession: CreateSession,
  best?: number,
): Promise<Scorer> {
  const { data, rows, dimension, metric, bias } = prepared;
  const session = await createSession(scoringModel(dimension, metric, best));
  const all = new Tensor("float32", data, [rows, dimension]);
  const offsets = new Tensor("float32", bias, [rows]);
  return {
    blockRows: Math.max(16, Math.min(512, Math.floor(5_200_000 / Math.max(rows, 1)))),
    run: async (block) => {
      const result = await session.run({
        block: new Tensor("float32", block, [block.length / dimension, dimension]),
        all,
        ...(metric === "euclidean" ? { bias: offsets } : {}),
      });
      const scores = result["scores"]?.data;
      const indices = result["indices"]?.data;
      if (!(scores instanceof Float32Array))
        throw new Error("scores: missing from the neighbour graph's result");
      return indices instanceof BigInt64Array ? { scores, indices } : { scores };
    },
    close: () => session.release(),
  };
}

/** The best-scoring of some candidate rows for each row of a block. */
export interface Search {
  /**
   * @param block, candidates prepared rows one after the other.
   * @param best at most the number of candidates.
   * @returns block rows x best scores in falling order and the places of their candidates.
   */
  run(
    block: Float32Array,
    candidates: Float32Array,
    best: number,
  ): Promise<{ scores: Float32Array; indices: BigInt64Array }>;
  close(): Promise<void>;
}

/** Opens a Gemm and TopK graph whose candidates and number of best ones change from run to run; cosine. */
export async function openSearch(dimension: number, createSession: CreateSession): Promise<Search> {
  const session = await createSession(searchModel(dimension));
  const rowsOf = (data: Float32Array) => new Tensor("float32", data, [data.length / dimension, dimension]);
  return {
    run: async (block, candidates, best) => {
      const result = await session.run({
        block: rowsOf(block),
        all: rowsOf(candidates),
        best: new Tensor("int64", BigInt64Array.of(BigInt(best)), [1]),
      });
      const scores = result["scores"]?.data;
      const indices = result["indices"]?.data;
      if (!(scores instanceof Float32Array && indices instanceof BigInt64Array))
        throw new Error("scores: missing from the search graph's result");
      return { scores, indices };
    },
    close: () => session.release(),
  };
}

function searchModel(dimension: number): Uint8Array {
  return writeModel({
    name: "search",
    inputs: [
      { name: "block", type: "float32", shape: ["block", dimension] },
      { name: "all", type: "float32", shape: ["rows", dimension] },
      { name: "best", type: "int64", shape: [1] },
    ],
    outputs: [
      { name: "scores", type: "float32", shape: ["block", "best"] },
      { name: "indices", type: "int64", shape: ["block", "best"] },
    ],
    nodes: [
      { op: "Gemm", inputs: ["block", "all"], outputs: ["all_scores"], attributes: { transB: { int: 1 } } },
      { op: "TopK", inputs: ["all_scores", "best"], outputs: ["scores", "indices"] },
    ],
    constants: [],
  });
}

function scoringModel(dimension: number, metric: Ordering, best: number | undefined): Uint8Array {
  const biased = metric === "euclidean";
  const scores = best === undefined ? "scores" : "all_scores";
  const inputs: ValueInfo[] = [
    { name: "block", type: "float32", shape: ["block", dimension] },
    { name: "all", type: "float32", shape: ["rows", dimension] },
  ];
  if (biased) inputs.push({ name: "bias", type: "float32", shape: ["rows"] });
  const nodes: GraphNode[] = [
    {
      op: "Gemm",
      inputs: inputs.map((input) => input.name),
      outputs: [scores],
      attributes: { transB: { int: 1 }, alpha: { float: biased ? 2 : 1 } },
    },
  ];
  const width = best ?? "rows";
  const outputs: ValueInfo[] = [{ name: "scores", type: "float32", shape: ["block", width] }];
  if (best !== undefined) {
    nodes.push({ op: "TopK", inputs: [scores, "best"], outputs: ["scores", "indices"] });
    outputs.push({ name: "indices", type: "int64", shape: ["block", width] });
  }
  const constants =
    best === undefined ? [] : [{ name: "best", shape: [1], data: BigInt64Array.of(BigInt(best)) }];
  return writeModel({ name: "neighbours", inputs, outputs, nodes, constants });
}
