import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/** Cores that this process may compute on; two threads on one core only take turns at its arithmetic units. */
export function physicalCores(): number {
  return Math.max(1, Math.min(availableParallelism(), coresOfMachine() ?? Infinity));
}

/** From Linux's list of processors; null elsewhere. */
function coresOfMachine(): number | null {
  try {
    const processors = readFileSync("/proc/cpuinfo", "utf8").split("\n\n");
    const cores = processors.flatMap((processor) => {
      const socket = /^physical id\s*:\s*(\d+)/m.exec(processor);
      const core = /^core id\s*:\s*(\d+)/m.exec(processor);
      return core ? [`${socket?.[1] ?? 0}/${core[1] ?? 0}`] : [];
    });
    return cores.length > 0 ? new Set(cores).size : null;
  } catch {
    return null;
  }
}
