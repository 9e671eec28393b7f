/** Messages between notebook page, Python and sidecar: their schema, their frame and their errors. */
export * from "./analysis";
export * from "./explain";
export { handle } from "./dataset";
export { errorCodes, errorKinds, SemlaError, type ErrorKind } from "./errors";
export { decodeFrame, encodeFrame, FrameSplitter, MAX_FRAME } from "./frame";
export { methods, PROTOCOL_VERSION, type Method, type Params, type ParamsIn, type Result } from "./methods";
export type { ModelInfo } from "./model";
export { Tensor, type ArrayOf, type Dtype } from "./tensor";
