/** JSON-RPC over a stream of frames: reading, writing, checking and answering requests, leaving with the parent. */
export { createHandlers, type About } from "./handlers";
export { watchParent } from "./lifeline";
export { readParams, serve, type Call, type Handlers } from "./serve";
export { FrameReader, FrameWriter } from "./stream";
