/**
 * The one place that holds what a view shows. Inputs are signals written only by the actions below; everything
 * else is derived from them, computed when first read and kept until an input changes.
 */
import { batch, computed, type ReadonlySignal } from "@preact/signals-core";
import {
  type Categories,
  changesOf,
  type ConceptTable,
  type Filter,
  type Mask,
  type Rows,
  rowsOf,
} from "../core";
import type { AnalysisColumns, AnalysisProgress, AnalysisSummary } from "../protocol";
import { derive, type Derived } from "./derive";
import { createFeatures, type Features } from "./features";
import { createHistory, type History } from "./history";
import { createInputs } from "./inputs";
import { createSalience, type SalienceModel } from "./salience";
import { createSides, type Sides } from "./sides";
import {
  type Columns,
  type Compute,
  type Dataset,
  type Emphasis,
  type Groups,
  noColumns,
  type Pair,
  type Probe,
  type RowGroup,
  type Second,
  type Status,
  type Theme,
  type ViewState,
} from "./state";

/** A group of labels that lie together; hue and legend row. `label` and `row` counts are of the whole data set. */
export interface Cluster {
  readonly index: number;
  readonly name: string;
  /** Label codes, most rows first. */
  readonly labels: readonly number[];
  readonly rows: number;
}

export interface Store extends Derived {
  readonly dataset: ReadonlySignal<Dataset | null>;
  readonly columns: ReadonlySignal<Columns>;
  readonly summary: ReadonlySignal<AnalysisSummary | null>;
  readonly status: ReadonlySignal<Status>;
  readonly title: ReadonlySignal<{ readonly dataset: string; readonly model: string | null }>;
  readonly filter: ReadonlySignal<Filter>;
  readonly selection: ReadonlySignal<Rows>;
  /** Labels whose regions are drawn: the selection was made of the rows that hold either. */
  readonly pair: ReadonlySignal<Pair | null>;
  readonly groups: ReadonlySignal<Groups>;
  /** What lies under the pointer in a list or the legend; null nothing. */
  readonly emphasis: ReadonlySignal<Emphasis | null>;
  /** Row under the pointer or the keyboard's focus; -1 none. */
  readonly hover: ReadonlySignal<number>;
  /** The edited text of the Sample tab; null while it shows a row as it is. */
  readonly probe: ReadonlySignal<Probe | null>;
  readonly view: ReadonlySignal<ViewState>;
  readonly theme: ReadonlySignal<Theme>;

  readonly selectionMask: ReadonlySignal<Mask>;

  /** Null until the sidecar has told. */
  readonly concepts: ReadonlySignal<ConceptTable | null>;
  /** The second model of a comparison, with its label codes as it numbers them. */
  readonly second: ReadonlySignal<Second | null>;
  /** Of each row, what the second model changes; null without one. */
  readonly change: ReadonlySignal<Categories | null>;
  /** Two stores to draw side by side; null where nothing is compared. */
  readonly sides: ReadonlySignal<Sides | null>;

  readonly features: Features;
  /** Words by their attribution over many rows. */
  readonly salience: SalienceModel;
  readonly compute: Compute;
  /** Undo and redo of filter, selection and groups; `step` makes several changes one step. */
  readonly history: Pick<History, "canUndo" | "canRedo" | "step" | "undo" | "redo">;

  setDataset(dataset: Dataset): void;
  /** Takes in what a run reports; columns replace those known before. */
  applyProgress(progress: AnalysisProgress): void;
  /** Forgets the derived columns, before another analysis. */
  resetAnalysis(): void;
  setStatus(status: Partial<Status>): void;
  setTitle(title: { dataset: string; model: string | null }): void;
  setTheme(theme: Theme): void;
  setView(view: Partial<ViewState>): void;
  setHover(row: number): void;
  setEmphasis(emphasis: Emphasis | null): void;
  setProbe(probe: Probe | null): void;
  setConcepts(concepts: ConceptTable | null): void;
  /** Takes in a second model, or what a run of it reports; null ends the comparison. */
  setSecond(second: { readonly model: string; readonly error: string | null } | null): void;
  applySecond(progress: AnalysisProgress): void;
  setFrames(names: readonly [string, string] | null): void;
  /** Names one of the groups that are contrasted; null takes it away. */
  setGroup(side: "a" | "b", group: RowGroup | null): void;
  /** Both at once, which is one step of undoing. */
  setGroups(groups: Groups): void;
  /** Adds a group: the first, or beside the first (or beside the selection) the second. */
  addGroup(group: RowGroup): void;
  /** Selects the rows that hold either label, among those shown, and draws both regions; null clears. */
  selectPair(pair: Pair | null): void;
  /** What is held now is the start of undoing. */
  startHistory(): void;
  /** Rows in any order; duplicates and rows that do not exist are left out. */
  select(rows: Iterable<number>): void;
  /** Opens a row in the Sample tab. */
  openRow(row: number): void;
  setFilter(filter: Filter): void;
  /** Changes some conditions; `undefined` removes one. */
  refine(change: { [K in keyof Filter]?: Filter[K] | undefined }): void;
  /** No filter, no selection, no groups. */
  clearAll(): void;
}

/** @param computeB what the kernel's side does for the second model of a comparison. */
export function createStore(compute: Compute, computeB: Compute = compute): Store {
  const inputs = createInputs();
  const { dataset, columns, summary, status, title, filter, selection, pair, groups } = inputs;
  const { hover, emphasis, probe, concepts, second, frames, view, theme } = inputs;
  const history = createHistory([filter, selection, pair, groups]);

  const features = createFeatures(dataset, concepts, columns);
  const change: ReadonlySignal<Categories | null> = computed(() => {
    const [names, gold, first] = [columns.value.labelNames, columns.value.gold, columns.value.prediction];
    const other = second.value?.columns;
    if (!gold || !first || !other?.prediction) return null;
    const labels = { names, codes: gold };
    return changesOf(labels, { names, codes: first }, { names: other.labelNames, codes: other.prediction });
  });
  const derived = derive({ ...inputs, features, change });
  const { rows, shown } = derived;
  const selectionMask = computed(() => {
    const mask = new Uint8Array(rows.value);
    for (const row of selection.value) if (row < mask.length) mask[row] = 1;
    return mask;
  });
  const setView = (change: Partial<ViewState>): void => {
    view.value = { ...view.value, ...change };
  };
  const select = (chosen: Iterable<number>): void =>
    history.step(() => {
      const mask = new Uint8Array(rows.value);
      for (const row of chosen) if (row >= 0 && row < mask.length) mask[row] = 1;
      const sorted = rowsOf(mask);
      if (sameRows(sorted, selection.value)) return;
      selection.value = sorted;
      pair.value = null;
    });
  const setGroup = (side: "a" | "b", group: RowGroup | null): void =>
    history.step(() => {
      groups.value = { ...groups.value, [side]: group };
    });

  const store: Store = {
    ...derived,
    dataset,
    columns,
    summary,
    status,
    title,
    filter,
    selection,
    pair,
    groups,
    emphasis,
    probe,
    hover,
    view,
    theme,
    selectionMask,
    concepts,
    second,
    change,
    sides: computed(() => sides.value),
    features,
    salience: createSalience({ compute, view, summary, rows, matching: derived.matching }),
    compute,
    history,
    setDataset: (value) => {
      dataset.value = value;
    },
    applyProgress: (progress) =>
      batch(() => {
        if (progress.columns) columns.value = merge(columns.value, progress.columns);
        if (progress.summary) summary.value = progress.summary;
        const { stage, done, total, secondsLeft } = progress;
        status.value = { ...status.value, stage, done, total, secondsLeft };
      }),
    resetAnalysis: () =>
      batch(() => {
        columns.value = noColumns;
        summary.value = null;
        probe.value = null;
        concepts.value = null;
      }),
    setStatus: (change) => {
      status.value = { ...status.value, ...change };
    },
    setTitle: (value) => {
      title.value = value;
    },
    setTheme: (value) => {
      theme.value = value;
    },
    setView,
    setHover: (row) => {
      hover.value = row;
    },
    setEmphasis: (value) => {
      emphasis.value = value;
    },
    setProbe: (value) => {
      probe.value = value;
    },
    setConcepts: (value) => {
      concepts.value = value;
    },
    setSecond: (value) => {
      second.value = value && { columns: noColumns, summary: null, ...second.value, ...value };
    },
    applySecond: (progress) =>
      batch(() => {
        const known = second.value;
        if (!known) return;
        second.value = {
          ...known,
          columns: progress.columns ? merge(known.columns, progress.columns) : known.columns,
          summary: progress.summary ?? known.summary,
        };
        const { stage, done, total, secondsLeft } = progress;
        if (status.value.phase === "running")
          status.value = { ...status.value, stage, done, total, secondsLeft };
      }),
    setFrames: (names) => {
      frames.value = names;
    },
    setGroup,
    setGroups: (value) =>
      history.step(() => {
        groups.value = value;
      }),
    addGroup: (group) => {
      const { a } = groups.value;
      if (a) return setGroup("b", group);
      if (selection.value.length === 0) return setGroup("a", group);
      history.step(() => {
        groups.value = { a: { name: "selection", rows: selection.value }, b: group };
      });
    },
    selectPair: (value) =>
      history.step(() => {
        select(value ? rowsOfPair(value, columns.value, shown.value) : []);
        pair.value = value;
      }),
    startHistory: history.clear,
    select,
    openRow: (row) => {
      const drawer = view.value.drawer === "tabs" ? "part" : view.value.drawer;
      setView({ row, tab: "sample", column: true, front: "column", drawer });
    },
    setFilter: (value) =>
      history.step(() => {
        filter.value = value;
      }),
    refine: (change) =>
      history.step(() => {
        const entries = Object.entries({ ...filter.value, ...change }).filter(
          ([, value]) => value !== undefined,
        );
        filter.value = Object.fromEntries(entries);
      }),
    clearAll: () =>
      history.step(() => {
        filter.value = {};
        selection.value = new Uint32Array(0);
        pair.value = null;
        groups.value = { a: null, b: null };
      }),
  };
  const sides = createSides(inputs, store, computeB, change);
  return store;
}

/** Rows whose gold label or prediction is one of the two. */
function rowsOfPair({ gold, prediction }: Pair, columns: Columns, shown: Rows): Rows {
  const holds = (codes: Int32Array | null, row: number): boolean => {
    const code = codes?.[row] ?? -1;
    return code >= 0 && (code === gold || code === prediction);
  };
  return shown.filter((row) => holds(columns.gold, row) || holds(columns.prediction, row));
}

function merge(known: Columns, news: AnalysisColumns): Columns {
  return {
    labelNames: news.labelNames ?? known.labelNames,
    gold: news.gold?.data ?? known.gold,
    prediction: news.prediction?.data ?? known.prediction,
    probability: news.probability?.data ?? known.probability,
    confidence: news.confidence?.data ?? known.confidence,
    loss: news.loss?.data ?? known.loss,
    clusterOfLabel: news.clusterOfLabel?.data ?? known.clusterOfLabel,
    clusterNames: news.clusterNames ?? known.clusterNames,
    positions: news.positions?.data ?? known.positions,
    layout: news.layout ?? known.layout,
    kept: news.kept?.data ?? known.kept,
    support: news.support ? { data: news.support.data, size: news.support.shape[1] ?? 0 } : known.support,
    closest: news.closest?.data ?? known.closest,
    contrast: news.contrast?.data ?? known.contrast,
    rivals: news.rivals?.data ?? known.rivals,
  };
}

function sameRows(rows: Rows, before: Rows): boolean {
  return rows.length === before.length && rows.every((row, i) => row === before[i]);
}
