import type { Readable } from "node:stream";

/**
 * Calls `leave` once, when stdin ends or the parent process is gone. The end of stdin alone does not do: a forked
 * child of the parent may hold the pipe open.
 * @param parent asked every second for the current parent's process id.
 */
export function watchParent(
  stdin: Readable,
  leave: () => void,
  parent: () => number = () => process.ppid,
  every = 1000,
): void {
  const first = parent();
  let left = false;
  const once = (): void => {
    if (left) return;
    left = true;
    clearInterval(timer);
    leave();
  };
  const timer = setInterval(() => {
    if (parent() !== first) once();
  }, every);
  timer.unref();
  stdin.on("end", once).on("close", once);
}
