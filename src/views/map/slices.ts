/** Most work a slice does, in ms; the rest of a frame is for drawing. */
const budget = 7;

/**
 * Runs a computation that yields now and then, one slice an animation frame, so that the page stays live.
 * @returns what it returns, or null once `signal` is aborted.
 */
export function runInSlices<T>(steps: Generator<unknown, T, void>, signal: AbortSignal): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const slice = (): void => {
      try {
        const end = performance.now() + budget;
        do {
          if (signal.aborted) return resolve(null);
          const step = steps.next();
          if (step.done) return resolve(step.value);
        } while (performance.now() < end);
        requestAnimationFrame(slice);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    requestAnimationFrame(slice);
  });
}
