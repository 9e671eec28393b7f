import { setImmediate as nextTurn } from "node:timers/promises";

/** Longest stretch of work, in milliseconds, between two looks at the requests that have come in. */
const SLICE = 12;

/**
 * Cuts long work on the main thread into slices, so that requests are answered in between:
 *
 *     for (...) {
 *       ...
 *       if (slices.due()) await slices.rest();
 *     }
 */
export class Slices {
  private began = performance.now();

  /** @param signal ends the work at the next rest by throwing its reason. */
  constructor(private readonly signal?: AbortSignal) {}

  /** Whether the slice has been used up; costs about 50 ns, so ask every hundred cheap steps, not every one. */
  due(): boolean {
    return performance.now() - this.began > SLICE;
  }

  /** Lets the loop turn once. Throws the signal's reason when it is aborted. */
  async rest(): Promise<void> {
    await nextTurn();
    this.signal?.throwIfAborted();
    this.began = performance.now();
  }
}

/** Runs steps to their end, letting the loop turn whenever a slice is used up. */
export async function inSlices<T>(steps: Generator<unknown, T, void>, signal?: AbortSignal): Promise<T> {
  const slices = new Slices(signal);
  let step = steps.next();
  while (!step.done) {
    if (slices.due()) await slices.rest();
    step = steps.next();
  }
  return step.value;
}
