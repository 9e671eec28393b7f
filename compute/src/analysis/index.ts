/** Analyses of a data set: embeddings, predictions, label clusters, a map and its quality. */
export { Analyses, type Analysis } from "./analyses";
export { Models } from "./models";
export { Resources } from "./resources";
export { tensorOf } from "./tensors";
