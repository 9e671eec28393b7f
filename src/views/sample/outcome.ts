import type { Store } from "../../client";

/** How a row fared, and its place among the errors shown (1 for the first, 0 when it is not one of them). */
export interface Outcome {
  readonly kind: "right" | "error" | "unknown";
  readonly place: number;
  readonly errors: number;
}

export function outcomeOf(store: Store, row: number): Outcome {
  const errors = errorsShown(store);
  const known = (store.gold.value?.codes[row] ?? -1) >= 0 && (store.prediction.value?.codes[row] ?? -1) >= 0;
  const kind = !known ? "unknown" : store.errors.value[row] ? "error" : "right";
  return { kind, place: errors.indexOf(row) + 1, errors: errors.length };
}

/** The next error shown in that direction, going round; -1 when there is none. */
export function neighbouringError(store: Store, row: number, direction: 1 | -1): number {
  const errors = errorsShown(store);
  const next = direction > 0 ? errors.find((error) => error > row) : errors.findLast((error) => error < row);
  return next ?? errors.at(direction > 0 ? 0 : -1) ?? -1;
}

function errorsShown(store: Store): Uint32Array {
  const errors = store.errors.value;
  return store.shown.value.filter((row) => errors[row] === 1);
}
