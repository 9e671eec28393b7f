import { effect, type ReadonlySignal, signal } from "@preact/signals-core";
import { type Postings, wordPostingsSteps } from "../core";
import type { Dataset } from "./state";

/** Which rows contain which words, made in the background once the texts are there; null until then. */
export interface Features {
  readonly words: ReadonlySignal<Postings | null>;
  /** Of two words. */
  readonly phrases: ReadonlySignal<Postings | null>;
}

/** Longest that a slice of the work holds the thread, ms. */
const SLICE = 8;

export function createFeatures(dataset: ReadonlySignal<Dataset | null>): Features {
  const words = signal<Postings | null>(null);
  const phrases = signal<Postings | null>(null);
  effect(() => {
    const texts = dataset.value?.texts;
    words.value = null;
    phrases.value = null;
    if (!texts) return undefined;
    let stopped = false;
    const build = async (): Promise<void> => {
      for (const [ngram, target] of [
        [1, words],
        [2, phrases],
      ] as const) {
        const postings = await inSlices(wordPostingsSteps(texts, { ngram }), () => stopped);
        if (postings) target.value = postings;
      }
    };
    void build();
    return () => {
      stopped = true;
    };
  });
  return { words, phrases };
}

async function inSlices<T>(steps: Generator<unknown, T, void>, stopped: () => boolean): Promise<T | null> {
  for (;;) {
    const until = performance.now() + SLICE;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < until);
    await new Promise((resume) => setTimeout(resume));
    if (stopped()) return null;
  }
}
