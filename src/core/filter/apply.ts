import type { Mask } from "../columns";
import { finished } from "../steps";
import type { Filter, FilterColumns } from "./conditions";
import { testsOf } from "./tests";

/**
 * The rows that pass every condition of `filter`. Rows without gold label or prediction are neither errors nor
 * correct; rows without a value meet no condition on it, so that they pass its negation.
 * @throws Error when a condition needs an absent column or names an unknown label, split, concept or row.
 */
export function applyFilter(filter: Filter, columns: FilterColumns): Mask {
  return finished(filterSteps(filter, columns));
}

/** The same in slices: yields the number of rows judged so far after every `rowsPerStep`, and returns the mask. */
export function* filterSteps(
  filter: Filter,
  columns: FilterColumns,
  rowsPerStep = 4096,
): Generator<number, Mask, void> {
  const tests = testsOf(filter, columns);
  const mask = new Uint8Array(columns.length);
  for (let from = 0; from < mask.length; from += rowsPerStep) {
    const to = Math.min(mask.length, from + rowsPerStep);
    mask.fill(1, from, to);
    // one condition after the other keeps each loop simple enough for the engine to make fast
    for (const { passes, wanted } of tests)
      for (let row = from; row < to; row++) if (mask[row] && passes(row) !== wanted) mask[row] = 0;
    yield to;
  }
  return mask;
}
