/** Shapes of a graph's values as they follow from its inputs, constants and operators, without running it. */
export { broadcast, type Cut, sliceOf } from "./shape-rules";
export { type Shape, Shapes } from "./shapes";
export type { Side } from "./side";
