import type { Readable } from "node:stream";

/**
 * Calls `leave` once, when stdin ends or the parent process is gone. The end of stdin alone does not do: a forked
 * child of the parent may hold the pipe open.
 * @param parent asked every second for the current parent's process id; another than at first means it is gone.
 */
export function watchParent(
  stdin: Readable,
  leave: () => void,
  parent: () => number = livingParent,
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

/** The parent's process id, or 0 when it has ended: on Windows the id does not change by that. */
function livingParent(): number {
  const id = process.ppid;
  try {
    process.kill(id, 0);
    return id;
  } catch (error) {
    // it is there, but another user's
    return error instanceof Error && "code" in error && error.code === "EPERM" ? id : 0;
  }
}
