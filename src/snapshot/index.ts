/** A saved picture that still answers: what a cell showed, in few bytes, to be drawn without a kernel. */
export { bytesOfBase64 } from "./base64";
export { decodeSnapshot } from "./decode";
export { encodeSnapshot } from "./encode";
export { answerKey, HIDDEN_WORD, withoutTexts } from "./answers";
export { frequentWords } from "./words";
export {
  SNAPSHOT_VERSION,
  type Snapshot,
  type SnapshotAnswer,
  type SnapshotModel,
  type SnapshotWords,
} from "./snapshot";
