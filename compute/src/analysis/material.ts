import type { AnalysisSummary, Concepts, Params, Projection, Source, Tensor } from "../../../src/protocol";
import type { Dataset } from "../data";
import type { Anchor, Vectors } from "../threads/projection";

/** A map that another is made comparable to. */
export interface KnownAnchor extends Anchor {
  /** Content hash of it. */
  readonly key: string;
}

/** One analysis to make. */
export interface Task {
  /** Content hash of what follows, but of the anchor itself. */
  readonly handle: string;
  readonly dataset: Dataset;
  readonly source: Source;
  readonly projection: Projection;
  readonly head: Params<"analysis/run">["head"];
  readonly concepts: Concepts;
  readonly anchor: KnownAnchor | null;
}

/** Rows that each row was compared with by the head itself. */
export interface Support {
  readonly support: Tensor<"int32">;
  readonly closest: Tensor<"int32">;
  readonly contrast: Tensor<"int32">;
}

/** What a layout and label clusters are made from, wherever it came from. */
export interface Material {
  /** Names of all labels, and each row's gold label and prediction as codes of them. */
  readonly labelNames: readonly string[];
  readonly gold: Int32Array | null;
  readonly prediction: Int32Array | null;
  /** Label with the second highest probability, where probabilities are known. */
  readonly runnerUp: Int32Array | null;
  /** Null where the head compares rows with nothing. */
  readonly support: Support | null;
  /** What rows are near each other by; null where only positions are given. */
  readonly vectors: (Vectors & { readonly array: "embeddings" | "probabilities" }) | null;
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
