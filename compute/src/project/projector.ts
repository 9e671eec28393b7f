import type { Control } from "./cancelled";
import type { Neighbours } from "./neighbours";
import type { Embeddings } from "./similarity";

/** What a projector lays out. */
export interface ProjectionInput {
  readonly embeddings: Embeddings;
  /** Exact neighbours of the same rows, at least as many as the projector's `neighboursNeeded` says. */
  readonly neighbours: Neighbours;
  /** Positions on the first two principal components (rows x 2) where they are known already; else computed. */
  readonly pca?: Float32Array;
  /** Positions of an earlier map of the same rows (rows x 2) to go on from, at their own scale, instead of PCA. */
  readonly initial?: Float32Array;
}

/** A method that gives rows positions in the plane. Pure: the same input and seed give the same bytes. */
export interface Projector {
  readonly name: "umap" | "tsne";
  /** Neighbours it wants of each of `rows` rows, the row itself not counted. */
  neighboursNeeded(rows: number): number;
  /**
   * Positions, rows x 2, interleaved, all finite. Reports progress with positions after every step.
   * @throws {Cancelled} within about 100 ms of `control.shouldStop()` turning true.
   */
  project(input: ProjectionInput, control?: Control): Float32Array;
}

/** @throws if the input's parts are not of the same rows or have too few neighbours. */
export function checkInput({ embeddings, neighbours, pca, initial }: ProjectionInput, needed: number): void {
  const { rows } = embeddings;
  if (neighbours.rows !== rows)
    throw new Error(`neighbours: of ${neighbours.rows} rows (allowed: the ${rows} rows of the embeddings)`);
  const least = Math.max(0, Math.min(needed, rows - 1));
  if (neighbours.k < least)
    throw new Error(
      `neighbours: ${neighbours.k} of each row (allowed: ${least} or more); look for more of them`,
    );
  for (const [name, positions] of Object.entries({ pca, initial }))
    if (positions && positions.length !== 2 * rows)
      throw new Error(`${name}: ${positions.length} numbers (allowed: 2 for each of ${rows} rows)`);
}
