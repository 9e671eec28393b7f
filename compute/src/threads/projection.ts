import type { AnalysisSummary, Projection } from "../../../src/protocol";
import type { Centroids, LabelClusters, SharedLabels } from "../../../src/core";
import type { Embeddings, Labelled, Metric, Relations } from "../project";
import type { Grouping } from "./group-labels";
import { createTaskThread, type TaskThread } from "./task";

/** How far a task is, in the stage's own steps; layouts show their positions on the way (rows x 2). */
export interface ProjectionUpdate {
  readonly stage: "neighbours" | "layout" | "quality";
  readonly done: number;
  readonly total: number;
  readonly positions?: Float32Array<ArrayBuffer>;
}

/** How true a map is to the embeddings. Both are null where there are too few rows to speak of neighbours. */
export interface Judgement {
  readonly quality: AnalysisSummary["quality"];
  /** Share of its true neighbours that each row keeps on the map. */
  readonly kept: Float32Array | null;
}

/** What rows are near each other by, with its content hash; on shared memory it is not copied to the thread. */
export interface Vectors {
  readonly embeddings: Embeddings;
  readonly key: string;
}

/** An earlier map of the same rows, that a layout is to be comparable to. */
export interface Anchor {
  /** Rows x 2, finite. */
  readonly positions: Float32Array;
  readonly method: Projection["method"] | "given";
}

/** What the projection thread can be asked for. It remembers the neighbours it found last. */
export interface ProjectionTasks {
  /** Loads what the other tasks need. */
  warm: { input: null; update: never; output: null };
  /** Principal components of the rows in `known` (null: all); NaN for the others. */
  pca: {
    input: { readonly embeddings: Embeddings; readonly known: Uint32Array | null };
    update: never;
    output: { readonly positions: Float32Array };
  };
  /** Groups of labels that lie close together, by the mean embedding of each label's rows, and these means. */
  clusters: {
    input: { readonly embeddings: Embeddings; readonly codes: Int32Array; readonly labels: number };
    update: never;
    output: LabelClusters & { readonly centroids: Centroids };
  };
  /** The same from means that are known. */
  regroup: {
    input: Grouping;
    update: never;
    output: LabelClusters;
  };
  /** A layout, shown on the way; with an anchor it starts from that and is aligned with it. */
  layout: {
    input: {
      readonly vectors: Vectors;
      readonly projection: Projection;
      readonly anchor: Anchor | null;
    };
    update: ProjectionUpdate;
    output: Judgement & { readonly positions: Float32Array };
  };
  /** Judges positions that came from elsewhere. */
  judge: {
    input: { readonly vectors: Vectors; readonly positions: Float32Array; readonly metric: Metric };
    update: ProjectionUpdate;
    output: Judgement;
  };
  /** What each row is compared with, and how often neighbours share a gold label (null without); by cosine. */
  relations: {
    input: { readonly vectors: Vectors; readonly labelled: Labelled };
    update: ProjectionUpdate;
    output: { readonly relations: Relations; readonly shared: SharedLabels | null };
  };
}

/** Where projections are computed: one after the other, in a thread of their own. */
export type ProjectionThread = TaskThread<ProjectionTasks>;

/** @param workerFile path of the built worker. */
export function createProjectionThread(workerFile: string): ProjectionThread {
  return createTaskThread<ProjectionTasks>("projection thread", workerFile);
}
