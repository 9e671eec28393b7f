import type { ConceptTable, Filter, Postings, Rows } from "../core";
import type { AnalysisColumns, AnalysisSummary } from "../protocol";
import type { Method } from "../protocol/methods";

/** What is written in the head of a snapshot; raised whenever an older reader could not read a newer one. */
export const SNAPSHOT_VERSION = 1;

/** One model's columns and figures; tensors have as many rows as the data set. */
export interface SnapshotModel {
  readonly columns: AnalysisColumns;
  readonly summary: AnalysisSummary | null;
}

/** Which rows have which words, so that words are found without the texts. */
export interface SnapshotWords {
  /** Words in no order; words of fewer rows than `fewest` are left out. */
  readonly postings: Postings;
  readonly fewest: number;
}

/** A question about the analysis that had been answered when the snapshot was made. */
export interface SnapshotAnswer {
  /** Which model was asked. */
  readonly side: "a" | "b";
  readonly method: Method;
  /** Parameters without the analysis. */
  readonly params: Readonly<Record<string, unknown>>;
  /** As the protocol has it, for one subject or row. */
  readonly result: unknown;
}

/** All that a saved cell shows without a kernel. */
export interface Snapshot {
  readonly title: { readonly dataset: string; readonly model: string | null };
  readonly rows: number;
  readonly ids: readonly (string | number)[];
  readonly split: { readonly names: readonly string[]; readonly codes: Int32Array } | null;
  /** Null unless they were asked for. */
  readonly texts: readonly string[] | null;
  /** Null where texts are there, of which they are found. */
  readonly words: SnapshotWords | null;
  /** Words and UTF-16 units of each row's text. */
  readonly lengths: Uint32Array;
  readonly characters: Uint32Array;
  readonly concepts: ConceptTable | null;
  readonly first: SnapshotModel;
  /** Of a comparison, under the name of its model. */
  readonly second: (SnapshotModel & { readonly name: string }) | null;
  /** Names of the two frames that are compared. */
  readonly frames: readonly [string, string] | null;
  readonly filter: Filter;
  readonly selection: Rows;
  /** How the screen was arranged, as the widget keeps it. */
  readonly view: Readonly<Record<string, unknown>>;
  /** Explanations, oldest first. */
  readonly answers: readonly SnapshotAnswer[];
}
