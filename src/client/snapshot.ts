/** A store without a kernel, filled from what a notebook or a report has saved. */
import { Tensor } from "../protocol/tensor";
import { SemlaError } from "../protocol/errors";
import { answerKey, type Snapshot, type SnapshotAnswer } from "../snapshot";
import type { AnalysisProgress, Attribution, Predictions, Relations, Salience, Trust } from "../protocol";
import type { Session } from "./session";
import { type Compute, type Dataset, defaultView, type ViewState } from "./state";
import { createStore } from "./store";

/** Shown where the text of a row would be. */
export const NO_TEXTS = "texts are not in this snapshot";
/** Said where something would have to be computed. */
export const NEEDS_KERNEL = "this was saved without a kernel; run the cell again to compute this";

const SAVED = "Saved with the notebook; run the cell again to compute more";

/**
 * Opens a snapshot: filters, selects, finds words and shows the explanations that are in it. Its status has the phase
 * "saved"; what is computed by a model only is refused with the sentence `NEEDS_KERNEL`.
 */
export function openSnapshot(snapshot: Snapshot): Session {
  const { title, first, second, frames, concepts, filter, selection, view } = snapshot;
  const store = createStore(computeOf(snapshot, "a"), computeOf(snapshot, "b"));
  store.setView(viewOf(view));
  store.setTitle(title);
  store.setFrames(frames);
  store.setDataset(datasetOf(snapshot));
  store.applyProgress(progressOf(first));
  if (second) {
    store.setSecond({ model: second.name, error: null });
    store.applySecond(progressOf(second));
  }
  if (concepts) store.setConcepts(concepts);
  store.setFilter(filter);
  store.select(selection);
  store.startHistory();
  const message = snapshot.texts ? SAVED : `${SAVED}; ${NO_TEXTS}`;
  const nothing = { stage: null, done: null, total: null, secondsLeft: null, error: null };
  store.setStatus({ phase: "saved", message, ...nothing });
  return { store, dispose: () => undefined };
}

function datasetOf({ title, rows, ids, texts, split, words, lengths, characters }: Snapshot): Dataset {
  const about = { name: title.dataset, rows, ids, split };
  if (texts) return { ...about, texts };
  const postings = words?.postings ?? { features: [], offsets: new Uint32Array(1), rows: new Uint32Array(0) };
  return {
    ...about,
    texts: new Array<string>(rows).fill(NO_TEXTS),
    withoutTexts: { words: { ...postings, lengths }, characters },
  };
}

function progressOf({ columns, summary }: Snapshot["first"]): AnalysisProgress {
  const about = {
    analysis: summary?.analysis ?? "",
    stage: "ready" as const,
    done: 0,
    total: 0,
    secondsLeft: null,
  };
  return { ...about, columns, ...(summary && { summary }) };
}

/** The members that a view has, of the kind that they have. */
function viewOf(saved: Readonly<Record<string, unknown>>): ViewState {
  const known = Object.entries(defaultView).map(([key, usual]): [string, unknown] => {
    const value = saved[key];
    const fits =
      key === "attributionWord" ? value === null || typeof value === "object" : typeof value === typeof usual;
    return [key, fits && value !== undefined && (usual === null || value !== null) ? value : usual];
  });
  const view = Object.fromEntries(known) as unknown as ViewState;
  return { ...view, wordSettings: { ...defaultView.wordSettings, ...view.wordSettings } };
}

/** Answers from what was asked before the snapshot was made; all else is refused. */
function computeOf({ answers, rows, texts }: Snapshot, side: "a" | "b"): Compute {
  const known = new Map(answers.map((answer) => [answerKey(answer), answer.result]));
  const answer = (method: SnapshotAnswer["method"], params: Record<string, unknown>): Promise<unknown> => {
    const found = known.get(answerKey({ side, method, params }));
    return found === undefined ? refused() : Promise.resolve(found);
  };
  return {
    async probabilities(row) {
      const { probabilities } = (await answer("analysis/probabilities", { row })) as {
        probabilities: unknown;
      };
      return probabilities instanceof Tensor && probabilities.data instanceof Float32Array
        ? probabilities.data
        : refused();
    },
    async neighbours(row) {
      const found = (await answer("analysis/neighbours", { row })) as Record<string, unknown>;
      const { rows: near, similarity } = found;
      if (!(near instanceof Tensor) || !(similarity instanceof Tensor)) return refused();
      if (!(near.data instanceof Uint32Array) || !(similarity.data instanceof Float32Array)) return refused();
      return { rows: near.data.filter((other) => other < rows), similarity: similarity.data };
    },
    attribute: (subject, method, options) =>
      answer("explain/attribute", { subject, method, options }) as Promise<Attribution>,
    relations: (subject, kind) => answer("explain/relations", { subject, kind }) as Promise<Relations>,
    predict: ([text = "", ...others]) =>
      texts && others.length === 0
        ? (answer("explain/predict", { text }) as Promise<Predictions>)
        : refused(),
    trust: (methods) => answer("explain/trust", { methods: [...methods].sort() }) as Promise<Trust>,
    salience: (method, filter) => answer("explain/salience", { method, filter }) as Promise<Salience>,
    async wordScores(method, word) {
      const found = (await answer("explain/word", { method, word })) as Record<string, unknown>;
      const { rows: of, scores } = found;
      if (!(of instanceof Tensor) || !(scores instanceof Tensor)) return refused();
      if (!(of.data instanceof Int32Array) || !(scores.data instanceof Float32Array)) return refused();
      return { rows: of.data, scores: scores.data };
    },
    project: refused,
    clusters: refused,
    cancel: () => undefined,
    retry: () => undefined,
  };
}

function refused(): Promise<never> {
  return Promise.reject(new SemlaError("invalid_request", NEEDS_KERNEL));
}
