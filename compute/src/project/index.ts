/**
 * Positions of rows in the plane from their embeddings: exact neighbours, PCA, UMAP, t-SNE, how true a map is, and
 * what each row is compared with.
 * Everything is computed on the thread it is called on; run it in a worker. Nothing here keeps state.
 */
import { tsne } from "./tsne";
import { umap } from "./umap";

export { Cancelled, checkStop, uninterrupted } from "./cancelled";
export type { Control } from "./cancelled";
export { exactNeighbours } from "./neighbours";
export type { NeighbourOptions, Neighbours } from "./neighbours";
export { fitPrincipalComponents, onPrincipalComponents, pca } from "./pca";
export type { PrincipalComponents } from "./pca";
export { procrustes } from "./procrustes";
export type { ProjectionInput, Projector } from "./projector";
export { mapQuality } from "./quality";
export type { JudgedMap, MapQuality, QualityOptions } from "./quality";
export { rowRelations } from "./relations";
export type { Labelled, Relations } from "./relations";
export { similarityDistances } from "./scored";
export type { CreateSession, Embeddings, Metric, Ordering } from "./similarity";
export type { TsneOptions } from "./tsne";
export type { UmapOptions } from "./umap";

export { tsne, umap };

/** Methods that lay rows out from their neighbours, by name; each takes its own options and reads no others. */
export const projectors = { umap, tsne };
