/**
 * The one place that holds what a view shows. Inputs are signals written only by the actions below; everything
 * else is derived from them, computed when first read and kept until an input changes.
 */
import { batch, computed, type ReadonlySignal, signal } from "@preact/signals-core";
import {
  applyFilter,
  type Categories,
  type Filter,
  type FilterColumns,
  labelColours,
  type Mask,
  type Rows,
  rowsOf,
} from "../core";
import type { AnalysisColumns, AnalysisProgress, AnalysisSummary } from "../protocol";
import { createFeatures, type Features } from "./features";
import {
  type Columns,
  type Compute,
  type Dataset,
  defaultView,
  noColumns,
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

export interface Store {
  readonly dataset: ReadonlySignal<Dataset | null>;
  readonly columns: ReadonlySignal<Columns>;
  readonly summary: ReadonlySignal<AnalysisSummary | null>;
  readonly status: ReadonlySignal<Status>;
  readonly title: ReadonlySignal<{ readonly dataset: string; readonly model: string | null }>;
  readonly filter: ReadonlySignal<Filter>;
  readonly selection: ReadonlySignal<Rows>;
  /** Row under the pointer or the keyboard's focus; -1 none. */
  readonly hover: ReadonlySignal<number>;
  readonly view: ReadonlySignal<ViewState>;
  readonly theme: ReadonlySignal<Theme>;

  /** Number of rows; 0 before the data set is there. */
  readonly rows: ReadonlySignal<number>;
  /** Gold and predicted labels, both over `columns.labelNames`; null where there are none. */
  readonly gold: ReadonlySignal<Categories | null>;
  readonly prediction: ReadonlySignal<Categories | null>;
  /** Label cluster of each row's gold label, else of its prediction; -1 none. */
  readonly clusterOfRow: ReadonlySignal<Int32Array>;
  readonly clusters: ReadonlySignal<readonly Cluster[]>;
  /** Hex colour of each label in the present theme. */
  readonly labelColours: ReadonlySignal<readonly string[]>;
  /** 1 where a gold label and a prediction are known and differ. */
  readonly errors: ReadonlySignal<Mask>;
  /** Rows that the filter lets through, as mask and as indices. */
  readonly shownMask: ReadonlySignal<Mask>;
  readonly shown: ReadonlySignal<Rows>;
  readonly selectionMask: ReadonlySignal<Mask>;
  /** Of the rows shown that have a gold label and a prediction: share that agree; null without any. */
  readonly accuracy: ReadonlySignal<number | null>;
  /** Errors among the rows shown. */
  readonly errorCount: ReadonlySignal<number>;

  readonly features: Features;
  readonly compute: Compute;

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
  /** Rows in any order; duplicates and rows that do not exist are left out. */
  select(rows: Iterable<number>): void;
  /** Opens a row in the Sample tab. */
  openRow(row: number): void;
  setFilter(filter: Filter): void;
  /** Changes some conditions; `undefined` removes one. */
  refine(change: { [K in keyof Filter]?: Filter[K] | undefined }): void;
  /** No filter, no selection. */
  clearAll(): void;
}

const starting: Status = {
  phase: "starting",
  message: "Starting",
  stage: null,
  done: null,
  total: null,
  secondsLeft: null,
  error: null,
};

export function createStore(compute: Compute): Store {
  const dataset = signal<Dataset | null>(null);
  const columns = signal<Columns>(noColumns);
  const summary = signal<AnalysisSummary | null>(null);
  const status = signal<Status>(starting);
  const title = signal<{ readonly dataset: string; readonly model: string | null }>({
    dataset: "",
    model: null,
  });
  const filter = signal<Filter>({});
  const selection = signal<Rows>(new Uint32Array(0));
  const hover = signal(-1);
  const view = signal<ViewState>(defaultView);
  const theme = signal<Theme>("light");

  const rows = computed(() => dataset.value?.rows ?? 0);
  // a computed of each member keeps what depends on labels alone still while positions arrive
  const labelNames = computed(() => columns.value.labelNames);
  const goldCodes = computed(() => columns.value.gold);
  const predictionCodes = computed(() => columns.value.prediction);
  const clusterOfLabel = computed(() => columns.value.clusterOfLabel);
  const clusterNames = computed(() => columns.value.clusterNames);

  const gold = computed(() => categories(labelNames.value, goldCodes.value));
  const prediction = computed(() => categories(labelNames.value, predictionCodes.value));
  const clusterOfRow = computed(() => {
    const result = new Int32Array(rows.value).fill(-1);
    const clusters = clusterOfLabel.value;
    if (!clusters) return result;
    for (let row = 0; row < result.length; row++) {
      const label = goldCodes.value?.[row] ?? -1;
      result[row] = clusters[label >= 0 ? label : (predictionCodes.value?.[row] ?? -1)] ?? -1;
    }
    return result;
  });
  const clusters = computed(() =>
    groupLabels(clusterOfLabel.value, clusterNames.value, goldCodes.value ?? predictionCodes.value),
  );
  const colours = computed(() =>
    labelColours({
      clusterOfLabel: clusterOfLabel.value ?? new Int32Array(labelNames.value.length),
      theme: theme.value,
    }),
  );
  const errors = computed(() => {
    const mask = new Uint8Array(rows.value);
    const [g, p] = [goldCodes.value, predictionCodes.value];
    if (g && p) for (let row = 0; row < mask.length; row++) mask[row] = isError(g, p, row) ? 1 : 0;
    return mask;
  });
  const filterColumns = computed<FilterColumns>(() => {
    const data = dataset.value;
    return {
      length: rows.value,
      ...(data && { texts: data.texts }),
      ...(data?.split && { split: data.split }),
      ...(gold.value && { gold: gold.value }),
      ...(prediction.value && { prediction: prediction.value }),
      ...(clusterOfLabel.value && { cluster: clusterOfRow.value }),
    };
  });
  const shownMask = computed(() =>
    applyFilter(answerable(filter.value, filterColumns.value), filterColumns.value),
  );
  const shown = computed(() => rowsOf(shownMask.value));
  const selectionMask = computed(() => {
    const mask = new Uint8Array(rows.value);
    for (const row of selection.value) if (row < mask.length) mask[row] = 1;
    return mask;
  });
  const accuracy = computed(() => {
    const [g, p] = [goldCodes.value, predictionCodes.value];
    if (!g || !p) return null;
    let known = 0;
    let right = 0;
    for (const row of shown.value) {
      if ((g[row] ?? -1) < 0 || (p[row] ?? -1) < 0) continue;
      known++;
      if (g[row] === p[row]) right++;
    }
    return known ? right / known : null;
  });
  const errorCount = computed(() =>
    errors.value.reduce((sum, bit, row) => sum + (bit & (shownMask.value[row] ?? 0)), 0),
  );

  const setView = (change: Partial<ViewState>): void => {
    view.value = { ...view.value, ...change };
  };

  return {
    dataset,
    columns,
    summary,
    status,
    title,
    filter,
    selection,
    hover,
    view,
    theme,
    rows,
    gold,
    prediction,
    clusterOfRow,
    clusters,
    labelColours: colours,
    errors,
    shownMask,
    shown,
    selectionMask,
    accuracy,
    errorCount,
    features: createFeatures(dataset),
    compute,
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
    select: (chosen) => {
      const mask = new Uint8Array(rows.value);
      for (const row of chosen) if (row >= 0 && row < mask.length) mask[row] = 1;
      const sorted = rowsOf(mask);
      if (!sameRows(sorted, selection.value)) selection.value = sorted;
    },
    openRow: (row) => {
      const drawer = view.value.drawer === "tabs" ? "part" : view.value.drawer;
      setView({ row, tab: "sample", column: true, front: "column", drawer });
    },
    setFilter: (value) => {
      filter.value = value;
    },
    refine: (change) => {
      const entries = Object.entries({ ...filter.value, ...change }).filter(
        ([, value]) => value !== undefined,
      );
      filter.value = Object.fromEntries(entries);
    },
    clearAll: () =>
      batch(() => {
        filter.value = {};
        selection.value = new Uint32Array(0);
      }),
  };
}

function categories(names: readonly string[], codes: Int32Array | null): Categories | null {
  return codes ? { names, codes } : null;
}

function isError(gold: Int32Array, prediction: Int32Array, row: number): boolean {
  const [g, p] = [gold[row] ?? -1, prediction[row] ?? -1];
  return g >= 0 && p >= 0 && g !== p;
}

/**
 * The part of a filter that can be answered. One kept from before a reload may name columns, or labels of columns,
 * that have not arrived; it takes effect as they do.
 */
function answerable(filter: Filter, columns: FilterColumns): Filter {
  const known = (names: readonly string[] | undefined, column: Categories | undefined) =>
    names?.filter((name) => column?.names.includes(name));
  const named: Filter = {
    ...filter,
    label: known(filter.label, columns.gold),
    prediction: known(filter.prediction, columns.prediction),
    split: known(filter.split, columns.split),
  };
  const needs: Record<keyof Filter, boolean> = {
    errors: columns.gold !== undefined && columns.prediction !== undefined,
    text: columns.texts !== undefined,
    label: columns.gold !== undefined,
    prediction: columns.prediction !== undefined,
    cluster: columns.cluster !== undefined,
    split: columns.split !== undefined,
  };
  return Object.fromEntries(Object.entries(named).filter(([key]) => needs[key as keyof Filter]));
}

function groupLabels(
  clusterOfLabel: Int32Array | null,
  names: readonly string[],
  codes: Int32Array | null,
): readonly Cluster[] {
  if (!clusterOfLabel) return [];
  const counts = new Int32Array(clusterOfLabel.length);
  for (const code of codes ?? []) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  return names.map((name, index) => {
    const labels = [...clusterOfLabel.keys()]
      .filter((label) => clusterOfLabel[label] === index)
      .sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b);
    return { index, name, labels, rows: labels.reduce((sum, label) => sum + (counts[label] ?? 0), 0) };
  });
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
  };
}

function sameRows(rows: Rows, before: Rows): boolean {
  return rows.length === before.length && rows.every((row, i) => row === before[i]);
}
