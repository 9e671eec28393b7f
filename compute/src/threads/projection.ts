import type { AnalysisSummary, Projection } from "../../../src/protocol";
import type { Embeddings, Metric } from "../project";
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

/** What the projection thread can be asked for. Embeddings on shared memory are not copied. */
export interface ProjectionTasks {
  /** Loads what the other tasks need. */
  warm: { input: null; update: never; output: null };
  /** Principal components of the rows in `known` (null: all); NaN for the others. */
  pca: {
    input: { readonly embeddings: Embeddings; readonly known: Uint32Array | null };
    update: never;
    output: { readonly positions: Float32Array };
  };
  /** Groups of labels that lie close together, by the mean embedding of each label's rows. */
  clusters: {
    input: { readonly embeddings: Embeddings; readonly codes: Int32Array; readonly labels: number };
    update: never;
    output: {
      readonly clusterOfLabel: Int32Array;
      readonly count: number;
      readonly silhouette: number | null;
    };
  };
  /** A layout, shown on the way. */
  layout: {
    input: { readonly embeddings: Embeddings; readonly projection: Projection };
    update: ProjectionUpdate;
    output: Judgement & { readonly positions: Float32Array };
  };
  /** Judges positions that came from elsewhere. */
  judge: {
    input: { readonly embeddings: Embeddings; readonly positions: Float32Array; readonly metric: Metric };
    update: ProjectionUpdate;
    output: Judgement;
  };
}

/** Where projections are computed: one after the other, in a thread of their own. */
export type ProjectionThread = TaskThread<ProjectionTasks>;

/** @param workerFile path of the built worker. */
export function createProjectionThread(workerFile: string): ProjectionThread {
  return createTaskThread<ProjectionTasks>("projection thread", workerFile);
}
