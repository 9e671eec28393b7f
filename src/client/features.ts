import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import {
  categoryPostings,
  characterLengthPostings,
  conceptPostingsSteps,
  type ConceptTable,
  type Postings,
  wordLengthPostings,
  type WordPostings,
  wordPostingsSteps,
} from "../core";
import { runInSlices } from "./slices";
import type { Columns, Dataset, FeatureKind } from "./state";

/** Words a feature; see `WordOptions`. */
export type NgramLength = 1 | 2 | 3 | 4;

/** Which rows contain which features, made in the background once what they need is there; null until then. */
export interface Features {
  readonly words: ReadonlySignal<Postings | null>;
  /** Of two words. */
  readonly phrases: ReadonlySignal<Postings | null>;
  /** Which rows contain a word of which concept. */
  readonly concepts: ReadonlySignal<Postings | null>;
  /** Words of each row's text. */
  readonly lengths: ReadonlySignal<Uint32Array | null>;
  /**
   * Features of one kind; made when first asked for and kept.
   * @param ngram words a feature, of kind "word"; default 1.
   */
  of(kind: FeatureKind, ngram?: NgramLength): ReadonlySignal<Postings | null>;
}

export function createFeatures(
  dataset: ReadonlySignal<Dataset | null>,
  concepts: ReadonlySignal<ConceptTable | null>,
  columns: ReadonlySignal<Columns>,
): Features {
  const figures = computed(() => dataset.value?.withoutTexts ?? null);
  const texts = computed(() => (figures.value ? null : (dataset.value?.texts ?? null)));
  const grams = new Map<NgramLength, Signal<WordPostings | null>>();
  const words = signal<WordPostings | null>(null);
  const gramsOf = (ngram: NgramLength): ReadonlySignal<WordPostings | null> => {
    const before = grams.get(ngram);
    if (before) return before;
    const made = ngram === 1 ? words : signal<WordPostings | null>(null);
    grams.set(ngram, made);
    // asking may be part of a computation, which must not write
    queueMicrotask(() =>
      inBackground(made, () => {
        if (figures.value && ngram === 1) return known(figures.value.words);
        const given = texts.value;
        // words come first: everything waits for them
        return given && (ngram === 1 || words.value) ? wordPostingsSteps(given, { ngram }) : null;
      }),
    );
    return made;
  };
  const ofConcepts = signal<Postings | null>(null);
  inBackground(ofConcepts, () =>
    words.value && concepts.value ? conceptPostingsSteps(words.value, concepts.value) : null,
  );
  const lengths = computed(() => words.value?.lengths ?? null);
  const kinds: Record<Exclude<FeatureKind, "word">, ReadonlySignal<Postings | null>> = {
    concept: ofConcepts,
    ...ofLabels(columns),
    length: computed(() => lengths.value && wordLengthPostings(lengths.value)),
    characters: computed(() => {
      const lengths = figures.value?.characters ?? texts.value?.map((text) => text.length);
      return lengths ? characterLengthPostings(lengths) : null;
    }),
  };
  return {
    words: gramsOf(1),
    phrases: gramsOf(2),
    concepts: ofConcepts,
    lengths,
    of: (kind, ngram = 1) => (kind === "word" ? gramsOf(ngram) : kinds[kind]),
  };
}

/** The features of the same rows, with labels and predictions of another model. */
export function featuresOfModel(base: Features, columns: ReadonlySignal<Columns>): Features {
  const labels = ofLabels(columns);
  return {
    ...base,
    of: (kind, ngram) => (kind === "label" || kind === "prediction" ? labels[kind] : base.of(kind, ngram)),
  };
}

function ofLabels(
  columns: ReadonlySignal<Columns>,
): Record<"label" | "prediction", ReadonlySignal<Postings | null>> {
  const names = computed(() => columns.value.labelNames);
  const rowsOf = (key: "gold" | "prediction"): ReadonlySignal<Postings | null> => {
    const codes = computed(() => columns.value[key]);
    return computed(() => codes.value && categoryPostings({ names: names.value, codes: codes.value }));
  };
  return { label: rowsOf("gold"), prediction: rowsOf("prediction") };
}

/** What is known already, as steps. */
function* known<T>(value: T): Generator<never, T, void> {
  return value;
}

/** Runs `start` anew whenever what it reads changes, in slices, and puts the result into `target`. */
function inBackground<T>(target: Signal<T | null>, start: () => Generator<unknown, T, void> | null): void {
  effect(() => {
    const steps = start();
    target.value = null;
    if (!steps) return undefined;
    const stop = new AbortController();
    void runInSlices(steps, stop.signal).then((result) => {
      if (result !== null) target.value = result;
    });
    return () => stop.abort();
  });
}
