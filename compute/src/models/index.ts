/** Models of users, from a folder with an ONNX graph and a tokenizer to embeddings and logits of texts. */
export type { Batch } from "../threads/inference";
export { createInferenceEngine, type InferenceEngine, type LoadedModel } from "./engine";
export { fingerprint } from "./fingerprint";
