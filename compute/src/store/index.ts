/** Where results live: in memory within a budget, on disk by content. */
export { DiskCache, type Found } from "./disk";
export { cacheFolder } from "./folder";
export { hashBytes, hashValue } from "./hash";
export { MemoryStore } from "./memory";
