/** Runs a computation in slices to its end in one go. */
export function finished<T>(steps: Generator<unknown, T, void>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** Entries that are sorted, or merged, between two steps. */
const STRETCH = 2048;

/** The indices 0 to `length` - 1 in the order of `compare`, in slices; equal ones stay as they are. */
export function* sortedSteps(
  length: number,
  compare: (a: number, b: number) => number,
): Generator<void, Uint32Array, void> {
  let sorted = new Uint32Array(length);
  for (let i = 0; i < length; i++) sorted[i] = i;
  for (let from = 0; from < length; from += STRETCH) {
    sorted.subarray(from, from + STRETCH).sort(compare);
    yield;
  }
  let merged = new Uint32Array(length);
  for (let width = STRETCH; width < length; width *= 2) {
    for (let from = 0; from < length; from += 2 * width) {
      const middle = Math.min(length, from + width);
      const end = Math.min(length, middle + width);
      let [left, right] = [from, middle];
      for (let at = from; at < end; at++) {
        const takesLeft =
          right >= end || (left < middle && compare(sorted[left] as number, sorted[right] as number) <= 0);
        merged[at] = sorted[takesLeft ? left++ : right++] as number;
        if (at % STRETCH === 0) yield;
      }
    }
    [sorted, merged] = [merged, sorted];
  }
  return sorted;
}
