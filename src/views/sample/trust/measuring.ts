import { type Signal, signal } from "@preact/signals";
import { inParts, sentenceOf, type Compute, type Store, type Trust } from "../../../client";
import { vifiMethods } from "../../parts/methods";

/** How far the measuring of the methods has come. */
export interface Measuring {
  readonly state: "idle" | "running" | "done" | "cancelled" | "failed";
  readonly trust: Trust | null;
  readonly message: string;
}

interface Run {
  readonly now: Signal<Measuring>;
  abort: AbortController | null;
}

/** One run an analysis, kept while the page lives. */
const runs = new WeakMap<Compute, Map<string, Run>>();

export interface TrustRun {
  readonly now: Signal<Measuring>;
  /** Goes on from what was measured. */
  start(): void;
  cancel(): void;
}

export function trustRun(store: Store): TrustRun {
  const { compute } = store;
  const analysis = store.summary.value?.analysis ?? "";
  const ofCompute = runs.get(compute) ?? new Map<string, Run>();
  runs.set(compute, ofCompute);
  const run: Run = ofCompute.get(analysis) ?? {
    now: signal<Measuring>({ state: "idle", trust: null, message: "" }),
    abort: null,
  };
  ofCompute.set(analysis, run);
  return {
    now: run.now,
    start: () => {
      if (run.now.peek().state !== "running") void measure(compute, run);
    },
    cancel: () => run.abort?.abort(),
  };
}

/** Asks in steps of about a second, so that what else is asked for comes in between. */
async function measure(compute: Compute, run: Run): Promise<void> {
  const abort = new AbortController();
  run.abort = abort;
  const set = (change: Partial<Measuring>): void => {
    run.now.value = { ...run.now.peek(), ...change };
  };
  set({ state: "running", message: "" });
  abort.signal.addEventListener("abort", () => set({ state: "cancelled" }));
  try {
    for await (const trust of inParts(() => compute.trust(vifiMethods, abort.signal), abort.signal)) {
      if (!trust) return set({ state: "failed", message: "there is no finished analysis to measure" });
      set({ trust });
      if (trust.done >= trust.total) return set({ state: "done" });
    }
  } catch (error) {
    if (!abort.signal.aborted) set({ state: "failed", message: sentenceOf(error) });
  }
}
