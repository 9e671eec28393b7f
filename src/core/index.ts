/** Pure analysis on columns: no DOM, no Node, nothing imported. */
export * from "./centroids";
export { nameClusters } from "./cluster-names";
export type { ClusterNameOptions } from "./cluster-names";
export * from "./clusters";
export * from "./colour";
export * from "./columns";
export * from "./contrast";
export * from "./filter";
export * from "./labels";
export * from "./place";
export * from "./postings";
export * from "./random";
export * from "./spread";
export { functionWords, isMadeOf, stopWords, tokenize } from "./tokens";
export type { TokenMode } from "./tokens";
export * from "./words";
