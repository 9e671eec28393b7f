/** Words by their mean attribution over many rows: one run at a time, shared by the lists and the map. */
import { batch, computed, effect, type ReadonlySignal, signal } from "@preact/signals-core";
import { type Filter, type Mask, sizeOf } from "../core";
import type { AnalysisSummary } from "../protocol";
import { inParts } from "./parts";
import { sentenceOf } from "./sentence";
import type { AttributionMethod, AttributionWord, Compute, Salience, ViewState } from "./state";

/** What a run has found so far: the words of the rows that a filter let through when it was asked. */
export interface SalientRows {
  readonly method: AttributionMethod;
  readonly filter: Filter;
  /** Those rows; of them `words.done` are done. */
  readonly mask: Mask;
  readonly words: Salience;
}

/** Of each row, how much of its attribution one word has. */
export interface WordScores extends AttributionWord {
  /** Share of |score| with the sign of the score; NaN in rows that do not have the word, or are not computed. */
  readonly column: Float32Array;
  /** Rows that have one. */
  readonly found: number;
  /** Whether some speak against. */
  readonly signed: boolean;
  /** End of a scale that nearly all |scores| lie within: .04, .1, .2, .4, .6, .8 or 1. */
  readonly top: number;
}

export interface SalienceModel {
  readonly method: ReadonlySignal<AttributionMethod>;
  /** What is known by the method chosen; null nothing. */
  readonly result: ReadonlySignal<SalientRows | null>;
  /** Rows done of those asked for; null while nothing runs. */
  readonly running: ReadonlySignal<{ readonly done: number; readonly total: number } | null>;
  /** Why the last run, or the scores of a word, could not be had; null where they could. */
  readonly error: ReadonlySignal<string | null>;
  /** Scores of `view.attributionWord` while a map is coloured by them; null until they are there. */
  readonly coloured: ReadonlySignal<WordScores | null>;
  /** Chooses a method; a run of another one stops. */
  setMethod(method: AttributionMethod): void;
  /** Works until all rows of the filter are done, going on from what was; a run under way gives way. */
  start(filter: Filter): void;
  /** Stops the run; what it found stays. */
  cancel(): void;
  /** Whether all these rows are done by the method chosen, so that words are ranked without computing. */
  covers(mask: Mask): boolean;
}

interface Given {
  readonly compute: Compute;
  readonly view: ReadonlySignal<ViewState>;
  readonly summary: ReadonlySignal<AnalysisSummary | null>;
  readonly rows: ReadonlySignal<number>;
  readonly matching: (filter: Filter) => Mask;
}

const NOTHING = "words by attribution: there is no finished analysis with a model; run one first";

export function createSalience({ compute, view, summary, rows, matching }: Given): SalienceModel {
  const method = signal<AttributionMethod>("gradient_l2");
  const results = signal<ReadonlyMap<AttributionMethod, SalientRows>>(new Map());
  const running = signal<{ readonly done: number; readonly total: number } | null>(null);
  const error = signal<string | null>(null);
  const coloured = signal<WordScores | null>(null);
  /** Rows that are done, by method. */
  const done = new Map<AttributionMethod, Mask>();
  let stop: AbortController | null = null;
  /** Of a model; arrays alone have nobody to ask. */
  const analysis = computed(() => (summary.value?.source === "model" ? summary.value.analysis : null));

  const cancel = (): void => {
    stop?.abort();
    stop = null;
    running.value = null;
  };
  const run = async (filter: Filter): Promise<void> => {
    cancel();
    const abort = (stop = new AbortController());
    const by = method.peek();
    const mask = matching(filter);
    const ended = (why: string | null): void =>
      batch(() => {
        stop = null;
        running.value = null;
        error.value = why;
      });
    batch(() => {
      error.value = null;
      running.value = { done: 0, total: sizeOf(mask) };
    });
    try {
      const ask = async (): Promise<Salience | null> =>
        analysis.peek() === null ? null : compute.salience(by, filter, abort.signal);
      for await (const words of inParts(ask, abort.signal)) {
        if (!words) return ended(NOTHING);
        const all = words.done >= words.total;
        if (all) done.set(by, both(done.get(by), mask));
        batch(() => {
          results.value = new Map(results.peek()).set(by, { method: by, filter, mask, words });
          running.value = { done: words.done, total: words.total };
          if (all) ended(null);
        });
      }
    } catch (failure) {
      if (!abort.signal.aborted) ended(sentenceOf(failure));
    }
  };

  effect(() => {
    void analysis.value;
    // what was found is of another analysis
    cancel();
    done.clear();
    results.value = new Map();
    error.value = null;
  });

  const wanted = computed(() => {
    const { colourBy, colourByB, attributionWord } = view.value;
    return colourBy === "attribution" || colourByB === "attribution" ? attributionWord : null;
  });
  /** What is known by the method of the word: scores become more as rows do. */
  const ofWord = computed(() => (wanted.value ? results.value.get(wanted.value.method) : undefined));
  effect(() => {
    const asked = wanted.value;
    const length = rows.value;
    void ofWord.value;
    if (!asked || !analysis.value || length === 0) {
      coloured.value = null;
      return undefined;
    }
    const abort = new AbortController();
    compute.wordScores(asked.method, asked.word, abort.signal).then(
      (found) => {
        if (abort.signal.aborted) return;
        coloured.value = wordScores(asked, length, found ?? nothing);
      },
      (failure: unknown) => {
        if (!abort.signal.aborted) error.value = sentenceOf(failure);
      },
    );
    return () => abort.abort();
  });

  return {
    method,
    result: computed(() => results.value.get(method.value) ?? null),
    running,
    error,
    coloured,
    setMethod: (chosen) => {
      if (chosen === method.peek()) return;
      cancel();
      batch(() => {
        error.value = null;
        method.value = chosen;
      });
    },
    start: (filter) => void run(filter),
    cancel,
    covers: (mask) => {
      const known = done.get(method.peek());
      return known !== undefined && mask.every((bit, row) => !bit || known[row] === 1);
    },
  };
}

const nothing = { rows: new Int32Array(0), scores: new Float32Array(0) };
const ends = [0.04, 0.1, 0.2, 0.4, 0.6, 0.8, 1];
/** Share of the scores that the scale reaches; the few beyond have its last colour. */
const MOST = 0.95;

/** @param length number of rows of the data set */
export function wordScores(
  word: AttributionWord,
  length: number,
  found: { readonly rows: Int32Array; readonly scores: Float32Array },
): WordScores {
  const column = new Float32Array(length).fill(NaN);
  found.rows.forEach((row, i) => {
    if (row < length) column[row] = found.scores[i] ?? NaN;
  });
  const sizes = found.scores.map(Math.abs).sort();
  const reached = sizes[Math.floor(MOST * (sizes.length - 1))] ?? 0;
  return {
    ...word,
    column,
    found: found.rows.length,
    signed: found.scores.some((score) => score < 0),
    top: ends.find((end) => end >= reached) ?? 1,
  };
}

function both(before: Mask | undefined, mask: Mask): Mask {
  return before?.length === mask.length ? mask.map((bit, row) => bit | (before[row] ?? 0)) : mask;
}
