import type { AnalysisSummary, Projection, Source } from "../../../src/protocol";
import type { Dataset } from "../data";
import type { Embeddings } from "../project/similarity";

/** One analysis to make. */
export interface Task {
  /** Content hash of the three below. */
  readonly handle: string;
  readonly dataset: Dataset;
  readonly source: Source;
  readonly projection: Projection;
}

/** What a layout and label clusters are made from, wherever it came from. */
export interface Material {
  /** Names of all labels, and each row's gold label and prediction as codes of them. */
  readonly labelNames: readonly string[];
  readonly gold: Int32Array | null;
  readonly prediction: Int32Array | null;
  /** What rows are near each other by, with its content hash; null where only positions are given. */
  readonly vectors: { readonly embeddings: Embeddings; readonly key: string } | null;
  readonly positions: Float32Array | null;
  readonly pooling: AnalysisSummary["pooling"];
  /** Under which large arrays are found. */
  readonly arraysKey: string;
  readonly seconds: number;
  /** What the user should know each time the analysis is shown. */
  readonly notices: readonly string[];
  /** What was wrong with the cache this time. */
  readonly cacheNotices: readonly (string | null)[];
  /** Ends when what was computed is on disk, with a notice if it could not be written. */
  readonly saved: Promise<string | null>;
}
