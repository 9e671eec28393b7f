/** The page's side: connection to the kernel, and the store that views read. */
export { announce, bridge, type Bridge, type LiveExplorer, type LiveSummary, onExplorers } from "./bridge";
export { connect, type Connection, type Transport } from "./connection";
export { readDataset } from "./dataset";
export type { Features } from "./features";
export type { SalienceModel, SalientRows, WordScores } from "./salience";
export { inParts } from "./parts";
export { openSession, type Host, type HostState, type Session } from "./session";
export { NEEDS_KERNEL, NO_TEXTS, openSnapshot } from "./snapshot";
export { sentenceOf } from "./sentence";
export { runInSlices } from "./slices";
export type { Sides } from "./sides";
export * from "./state";
export { createStore, type Cluster, type Store } from "./store";
