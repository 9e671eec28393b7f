import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";

/** Steps that are kept. */
const STEPS = 100;

/** The past and the future of what some signals hold together. */
export interface History {
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;
  /** Runs a change of the signals and remembers what they held before, unless nothing changed. */
  step(change: () => void): void;
  undo(): void;
  redo(): void;
  /** Forgets everything. */
  clear(): void;
}

/** Follows `signals` by identity: a value that is written must be a new one. */
export function createHistory(signals: readonly Signal<unknown>[]): History {
  const past = signal<readonly (readonly unknown[])[]>([]);
  const future = signal<readonly (readonly unknown[])[]>([]);
  const now = (): readonly unknown[] => signals.map((one) => one.peek());
  const restore = (values: readonly unknown[]): void => signals.forEach((one, i) => (one.value = values[i]));
  const move = (from: typeof past, to: typeof past): void => {
    const values = from.peek().at(-1);
    if (!values) return;
    batch(() => {
      from.value = from.peek().slice(0, -1);
      to.value = [...to.peek(), now()];
      restore(values);
    });
  };
  let inside = false;
  return {
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
    step(change) {
      if (inside) return change();
      const before = now();
      inside = true;
      try {
        batch(() => {
          change();
          if (before.every((value, i) => value === signals[i]?.peek())) return;
          past.value = [...past.peek().slice(1 - STEPS), before];
          future.value = [];
        });
      } finally {
        inside = false;
      }
    },
    undo: () => move(past, future),
    redo: () => move(future, past),
    clear: () =>
      batch(() => {
        past.value = [];
        future.value = [];
      }),
  };
}
