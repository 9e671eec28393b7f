/** Analyses of a data set: embeddings, predictions, label clusters, a map and its quality, and questions about them. */
export { Analyses, type Analysis } from "./analyses";
export { Models } from "./models";
export { confusedLabels, filterRows, labels, probabilitiesOf, wholeArray, words } from "./queries";
export { Resources } from "./resources";
export { tensorOf } from "./tensors";
