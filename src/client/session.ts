import { effect } from "@preact/signals-core";
import { type Filter, filterKeys, parseFilter } from "../core";
import { SemlaError } from "../protocol/errors";
import { bridge } from "./bridge";
import { connect, type Connection, type Disposable, KERNEL_GONE, type Transport } from "./connection";
import { readDataset } from "./dataset";
import { sentenceOf } from "./sentence";
import { type Compute, defaultView, type Phase, type Second, type ViewState } from "./state";
import { createStore, type Store } from "./store";

/** State that Python keeps and every view of an explorer shares. Mirrors the traits of `semla.Explorer`. */
export interface HostState {
  readonly phase: Phase;
  readonly message: string;
  readonly done: number | null;
  readonly total: number | null;
  readonly error: { readonly message: string; readonly kind: string } | null;
  readonly dataset: string | null;
  readonly analysis: string | null;
  readonly token: string;
  readonly title: { readonly dataset: string; readonly model: string | null };
  /** The second model of a comparison; absent or null without one. */
  readonly other?: {
    readonly analysis: string | null;
    readonly token: string;
    readonly model: string;
    readonly error: string | null;
  } | null;
  /** Names of the two frames that were put together, where two are compared. */
  readonly frames?: readonly [string, string] | null;
}

/** The host of a view: a notebook's widget, or a test. `on...` call back at each later change and return their undo. */
export interface Host extends Transport {
  state(): HostState;
  filter(): Record<string, unknown>;
  selection(): Uint32Array;
  view(): Partial<ViewState>;
  onState(callback: () => void): () => void;
  onFilter(callback: () => void): () => void;
  onSelection(callback: () => void): () => void;
  /** The other side is gone for good: its kernel was restarted or shut down. */
  onGone(callback: () => void): () => void;
  setFilter(filter: Filter): void;
  setSelection(rows: Uint32Array): void;
  setView(view: Partial<ViewState>): void;
  command(command: "cancel" | "retry"): void;
}

export interface Session {
  readonly store: Store;
  dispose(): void;
}

/** Joins a host to a store: loads the data set, follows the analysis, keeps selection, filter and view the same. */
export function openSession(host: Host): Session {
  const connection = connect(host, (waiting) => store.setStatus({ waiting }));
  const store = createStore(
    computeOf(host, connection, (state) => state.analysis),
    computeOf(host, connection, (state) => state.other?.analysis),
  );
  const stops: (() => void)[] = [() => connection.dispose()];

  let dataset: string | null = null;
  let analysis: string | null = null;
  let other: string | null = null;
  let otherProgress: { readonly token: string; readonly following: Disposable } | null = null;
  let conceptsOf: string | null = null;
  const failed = (error: unknown): void => {
    // what is left behind by a kernel that has gone is no failure of its own
    if (store.status.value.phase === "closed") return;
    const kind = error instanceof SemlaError ? error.kind : "internal";
    const message = sentenceOf(error);
    store.setStatus({ phase: "failed", error: { message, kind } });
  };
  const follow = (): void => {
    const state = host.state();
    const { phase, message, done, total, error } = state;
    const counts = phase === "running" ? {} : { done, total, secondsLeft: null };
    store.setStatus({ phase, message, error, ...counts });
    store.setTitle(state.title);
    store.setFrames(state.frames ?? null);
    followOther(state.other ?? null);
    if (state.dataset && state.dataset !== dataset) {
      dataset = state.dataset;
      connection
        .request("dataset/get", { dataset })
        .then(({ name, table }) => {
          store.setDataset(readDataset(name, table.data));
          store.select(host.selection());
          store.startHistory();
        })
        .catch(failed);
    }
    if (state.analysis && state.analysis !== analysis) {
      if (analysis) store.resetAnalysis();
      analysis = state.analysis;
      connection.request("analysis/state", { analysis }).then(store.applyProgress).catch(failed);
    }
    if (state.analysis && phase === "ready" && state.analysis !== conceptsOf) followConcepts(state.analysis);
  };
  const followConcepts = (handle: string): void => {
    conceptsOf = handle;
    connection
      .request("analysis/concepts", { analysis: handle })
      .then(({ source, names, offsets, words }) => {
        if (handle !== analysis) return;
        const wordsOf = names.map((_, i) => words.slice(offsets.data[i], offsets.data[i + 1]));
        store.setConcepts({ source, names, wordsOf });
      })
      .catch(failed);
  };
  const followOther = (state: NonNullable<HostState["other"]> | null): void => {
    if (!sameSecond(state, store.second.value))
      store.setSecond(state && { model: state.model, error: state.error });
    if (state?.token !== otherProgress?.token) {
      otherProgress?.following.dispose();
      const { token } = state ?? {};
      otherProgress =
        token === undefined ? null : { token, following: connection.onProgress(token, store.applySecond) };
    }
    if (state?.analysis && state.analysis !== other)
      connection
        .request("analysis/state", { analysis: state.analysis })
        .then(store.applySecond)
        .catch(failed);
    other = state?.analysis ?? null;
  };

  store.setView({ ...defaultView, ...bridge().defaults, ...host.view() });
  store.setFilter(parseFilter(host.filter()));
  const progress = connection.onProgress(host.state().token, store.applyProgress);
  stops.push(
    () => progress.dispose(),
    () => otherProgress?.following.dispose(),
    host.onState(follow),
    host.onFilter(() => {
      const filter = parseFilter(host.filter());
      // what was written here is told here, too: taken in after an undo it would end what can be redone
      if (!sameFilter(filter, store.filter.peek())) store.setFilter(filter);
    }),
    host.onSelection(() => store.select(host.selection())),
    host.onGone(() => {
      connection.dispose();
      store.setStatus({
        phase: "closed",
        message: KERNEL_GONE,
        error: null,
        done: null,
        total: null,
        waiting: false,
      });
    }),
    afterFirst(
      () => store.filter.value,
      (filter) => !sameFilter(filter, parseFilter(host.filter())) && host.setFilter(filter),
    ),
    afterFirst(
      () => store.selection.value,
      (rows) => !sameRows(rows, host.selection()) && host.setSelection(rows),
    ),
    afterFirst(() => store.view.value, host.setView),
  );
  follow();
  return { store, dispose: () => stops.splice(0).forEach((stop) => stop()) };
}

/** Calls `write` at every change of a value, not for the value it starts with. */
function afterFirst<T>(read: () => T, write: (value: T) => unknown): () => void {
  let first = true;
  return effect(() => {
    const value = read();
    if (!first) write(value);
    first = false;
  });
}

/** What came from the host is not sent back: an echo would undo a later change made there. */
function sameFilter(a: Filter, b: Filter): boolean {
  return filterKeys.every((key) => JSON.stringify(a[key]) === JSON.stringify(b[key]));
}

function sameRows(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((row, i) => row === b[i]);
}

function sameSecond(state: NonNullable<HostState["other"]> | null, known: Second | null): boolean {
  return state === null ? known === null : state.model === known?.model && state.error === known.error;
}

function computeOf(
  host: Host,
  connection: Connection,
  analysisOf: (state: HostState) => string | null | undefined,
): Compute {
  return {
    async neighbours(row, signal) {
      const analysis = analysisOf(host.state());
      if (!analysis) return null;
      const { rows, similarity } = await connection.request("analysis/neighbours", { analysis, row }, signal);
      return { rows: rows.data, similarity: similarity.data };
    },
    async project(projection, signal) {
      const { analysis, token, other } = host.state();
      if (!analysis) return;
      await connection.request("analysis/project", { analysis, projection, progressToken: token }, signal);
      // two maps are laid out alike, the second from the first
      if (!other?.analysis) return;
      const second = { analysis: other.analysis, projection: { ...projection, anchor: analysis } };
      await connection.request("analysis/project", { ...second, progressToken: other.token }, signal);
    },
    async clusters(count, signal) {
      const analysis = analysisOf(host.state());
      if (analysis) await connection.request("analysis/clusters", { analysis, count }, signal);
    },
    async probabilities(row, signal) {
      const analysis = analysisOf(host.state());
      if (!analysis) return null;
      const { probabilities } = await connection.request(
        "analysis/probabilities",
        { analysis, rows: [row] },
        signal,
      );
      return probabilities.data;
    },
    async attribute(subject, method, options, signal) {
      const analysis = analysisOf(host.state());
      if (!analysis) return null;
      const asked = { analysis, subjects: [subject], methods: [method], options };
      const { attributions } = await connection.request("explain/attribute", asked, signal);
      return attributions[0]?.[0] ?? null;
    },
    async relations(subject, kind, signal) {
      const analysis = analysisOf(host.state());
      return analysis ? connection.request("explain/relations", { analysis, subject, kind }, signal) : null;
    },
    async predict(texts, signal) {
      const analysis = analysisOf(host.state());
      return analysis ? connection.request("explain/predict", { analysis, texts: [...texts] }, signal) : null;
    },
    async trust(methods, signal) {
      const analysis = analysisOf(host.state());
      return analysis
        ? connection.request("explain/trust", { analysis, methods: [...methods] }, signal)
        : null;
    },
    async salience(method, filter, signal) {
      const analysis = analysisOf(host.state());
      return analysis ? connection.request("explain/salience", { analysis, method, filter }, signal) : null;
    },
    async wordScores(method, word, signal) {
      const analysis = analysisOf(host.state());
      if (!analysis) return null;
      const { rows, scores } = await connection.request("explain/word", { analysis, method, word }, signal);
      return { rows: rows.data, scores: scores.data };
    },
    cancel: () => host.command("cancel"),
    retry: () => host.command("retry"),
  };
}
