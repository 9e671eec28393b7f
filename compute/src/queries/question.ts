import type { Categories } from "../../../src/core";
import { SemlaError } from "../../../src/protocol";
import type { Analysis, Resources } from "../analysis";
import { labelCodes } from "../analysis/clusters";
import type { Dataset } from "../data";
import type { Concepts } from "../lexicon";

/** What a question is about, and what answering it may use. */
export interface Question {
  readonly analysis: Analysis;
  readonly dataset: Dataset;
  /** The second model of a comparison. */
  readonly other: Analysis | null;
  readonly resources: Resources;
  readonly concepts: Concepts;
  readonly signal: AbortSignal;
}

/** Columns of an analysis as the functions of core read them. */
export interface View {
  readonly gold: Categories | null;
  readonly prediction: Categories | null;
  /** Label cluster per row. */
  readonly cluster: Int32Array | null;
}

export function viewOf(analysis: Analysis): View {
  const { labelNames: names = [], gold, prediction, clusterOfLabel } = analysis.feed.columns();
  const codes = labelCodes({ gold: gold?.data ?? null, prediction: prediction?.data ?? null });
  return {
    gold: gold ? { names, codes: gold.data } : null,
    prediction: prediction ? { names, codes: prediction.data } : null,
    cluster: codes && clusterOfLabel ? codes.map((code) => clusterOfLabel.data[code] ?? -1) : null,
  };
}

/** The view of the second model. @throws SemlaError "invalid_request" where there is none, or of other rows. */
export function otherView({ analysis, other }: Question): View {
  if (!other) throw refused("other: none given (allowed: an analysis of the same rows)");
  if (other.dataset !== analysis.dataset)
    throw refused("other: an analysis of other rows (allowed: one of the same data set)");
  return viewOf(other);
}

/** A column that must be there. @throws SemlaError "invalid_request" with the sentence. */
export function present<T>(column: T | null | undefined, sentence: string): T {
  if (column === null || column === undefined) throw refused(sentence);
  return column;
}

export function refused(sentence: string, cause?: unknown): SemlaError {
  return new SemlaError("invalid_request", sentence, { cause });
}
