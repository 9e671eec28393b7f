/** Longest that a slice of work in the background holds the thread, ms. */
const SLICE = 8;

/**
 * Runs a computation that yields now and then, in slices between which the page lives.
 * @returns what it returns, or null once `signal` is aborted.
 */
export async function runInSlices<T>(
  steps: Generator<unknown, T, void>,
  signal: AbortSignal,
): Promise<T | null> {
  while (!signal.aborted) {
    const until = performance.now() + SLICE;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < until);
    await new Promise((resume) => setTimeout(resume));
  }
  return null;
}
