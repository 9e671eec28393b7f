/** Models of users, from a folder with an ONNX graph and a tokenizer to embeddings and logits of texts. */
export type { Answered, Batch } from "../threads/inference";
export type { AttributeInput } from "../threads/inference-attribute";
export type { EraseInput } from "../threads/inference-erase";
export { createInferenceEngine, type InferenceEngine, type LoadedModel } from "./engine";
export { fingerprint } from "./fingerprint";
