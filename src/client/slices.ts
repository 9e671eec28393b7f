/** Longest that a slice holds the thread, ms: less than half a frame, the rest is for drawing. */
const SLICE = 7;

/**
 * Runs a computation that yields now and then, in slices between which the page lives.
 * @param rest what separates two slices: a turn of the event loop by default.
 * @returns what it returns, or null once `signal` is aborted.
 */
export async function runInSlices<T>(
  steps: Generator<unknown, T, void>,
  signal: AbortSignal,
  rest: () => Promise<unknown> = turn,
): Promise<T | null> {
  for (;;) {
    const until = performance.now() + SLICE;
    do {
      if (signal.aborted) return null;
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < until);
    await rest();
  }
}

function turn(): Promise<unknown> {
  return new Promise((resume) => setTimeout(resume));
}
