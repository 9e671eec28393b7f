/** Data sets: what was pushed, as columns. */
export { datasetBytes, readDataset, type Dataset } from "./dataset";
