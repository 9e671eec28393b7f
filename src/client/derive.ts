import { computed, type ReadonlySignal } from "@preact/signals-core";
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
import type { Features } from "./features";
import type { Inputs } from "./inputs";
import type { Cluster } from "./store";

/** What one model's columns say of the rows; of one store, or of one side of a comparison. */
export interface Derived {
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
  /** Of the rows shown that have a gold label and a prediction: share that agree; null without any. */
  readonly accuracy: ReadonlySignal<number | null>;
  /** Errors among the rows shown. */
  readonly errorCount: ReadonlySignal<number>;
  /** Rows that another filter would let through; inside a computed it answers anew as columns arrive. */
  readonly matching: (filter: Filter) => Mask;
}

type Given = Pick<Inputs, "dataset" | "filter" | "theme" | "view"> & {
  readonly columns: ReadonlySignal<Inputs["columns"]["value"]>;
  readonly features: Features;
  readonly change: ReadonlySignal<Categories | null>;
};

/**
 * @param shownElsewhere the rows shown, where another store's filter decides about them.
 * @param coloursElsewhere colour of each label, where another store's clusters decide about them.
 */
export function derive(
  inputs: Given,
  shownElsewhere?: ReadonlySignal<Mask>,
  coloursElsewhere?: ReadonlySignal<readonly string[]>,
): Derived {
  const { dataset, columns, filter, theme, view, features, change } = inputs;
  const rows = computed(() => dataset.value?.rows ?? 0);
  // a computed of each member keeps what depends on labels alone still while positions arrive
  const labelNames = computed(() => columns.value.labelNames);
  const goldCodes = computed(() => columns.value.gold);
  const predictionCodes = computed(() => columns.value.prediction);
  const clusterOfLabel = computed(() => columns.value.clusterOfLabel);
  const foundNames = computed(() => columns.value.clusterNames);
  const givenNames = computed(() => view.value.clusterNames);
  const support = computed(() => columns.value.support);
  const confidence = computed(() => columns.value.confidence);

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
  const clusterNames = computed(() => foundNames.value.map((name) => givenNames.value[name] ?? name));
  const clusters = computed(() =>
    groupLabels(clusterOfLabel.value, clusterNames.value, goldCodes.value ?? predictionCodes.value),
  );
  const colours =
    coloursElsewhere ??
    computed(() =>
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
  const filterColumns = (wanted: Filter): FilterColumns => {
    const data = dataset.value;
    // each column is read only where the filter asks for it: another's arrival filters nothing anew
    const conditions = { ...wanted, ...wanted.not };
    const asks = (key: keyof typeof conditions): boolean => conditions[key] !== undefined;
    return {
      length: rows.value,
      ...(data && !data.withoutTexts && { texts: data.texts }),
      ...(data?.split && { split: data.split }),
      ...((asks("errors") || asks("label")) && gold.value && { gold: gold.value }),
      ...((asks("errors") || asks("prediction")) && prediction.value && { prediction: prediction.value }),
      ...(asks("text") && data && !data.withoutTexts && { lowered: loweredOf(data.texts) }),
      ...(asks("cluster") && clusterOfLabel.value && { cluster: clusterOfRow.value }),
      ...(asks("confidence") && confidence.value && { confidence: confidence.value }),
      ...(asks("word") && features.words.value && { words: features.words.value }),
      ...(asks("concept") && features.concepts.value && { concepts: features.concepts.value }),
      ...(asks("length") && features.lengths.value && { lengths: features.lengths.value }),
      ...(asks("support") && support.value && { support: support.value }),
      ...(asks("change") && change.value && { change: change.value }),
    };
  };
  const matching = (wanted: Filter): Mask => maskOf(wanted, filterColumns(wanted));
  const shownMask = shownElsewhere ?? computed(() => matching(filter.value));
  const shown = computed(() => rowsOf(shownMask.value));
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
  const errorCount = computed(() => {
    const [wrong, mask] = [errors.value, shownMask.value];
    let sum = 0;
    for (let row = 0; row < wrong.length; row++) sum += (wrong[row] ?? 0) & (mask[row] ?? 0);
    return sum;
  });
  return {
    rows,
    gold,
    prediction,
    clusterOfRow,
    clusters,
    labelColours: colours,
    errors,
    shownMask,
    shown,
    accuracy,
    errorCount,
    matching,
  };
}

function categories(names: readonly string[], codes: Int32Array | null): Categories | null {
  return codes ? { names, codes } : null;
}

function isError(gold: Int32Array, prediction: Int32Array, row: number): boolean {
  const [g, p] = [gold[row] ?? -1, prediction[row] ?? -1];
  return g >= 0 && p >= 0 && g !== p;
}

const lowered = new WeakMap<readonly string[], readonly string[]>();

/** Texts in lower case: made when a text is first searched for, and kept for as long as the texts are. */
function loweredOf(texts: readonly string[]): readonly string[] {
  let found = lowered.get(texts);
  if (!found) lowered.set(texts, (found = texts.map((text) => text.toLowerCase())));
  return found;
}

function maskOf(filter: Filter, columns: FilterColumns): Mask {
  return applyFilter(answerable(filter, columns), columns);
}

/**
 * The part of a filter that can be answered. One kept from before a reload may name columns, or labels of columns,
 * that have not arrived; it takes effect as they do.
 */
function answerable({ not, ...conditions }: Filter, columns: FilterColumns): Filter {
  const known = (names: readonly string[] | undefined, column: Categories | undefined) =>
    names?.filter((name) => column?.names.includes(name));
  const needs: Record<keyof typeof conditions, boolean> = {
    errors: columns.gold !== undefined && columns.prediction !== undefined,
    text: columns.texts !== undefined,
    regex: columns.texts !== undefined,
    word: columns.words !== undefined,
    concept: columns.concepts !== undefined,
    label: columns.gold !== undefined,
    prediction: columns.prediction !== undefined,
    cluster: columns.cluster !== undefined,
    split: columns.split !== undefined,
    confidence: columns.confidence !== undefined,
    length: columns.lengths !== undefined,
    rows: true,
    support: columns.support !== undefined,
    change: columns.change !== undefined,
  };
  const part = (given: typeof conditions): typeof conditions => {
    const named = {
      ...given,
      label: known(given.label, columns.gold),
      prediction: known(given.prediction, columns.prediction),
      split: known(given.split, columns.split),
      rows: given.rows?.filter((row) => row < columns.length),
      support: given.support !== undefined && given.support < columns.length ? given.support : undefined,
    };
    return Object.fromEntries(
      Object.entries(named).filter(
        ([key, value]) => value !== undefined && needs[key as keyof typeof conditions],
      ),
    );
  };
  return { ...part(conditions), ...(not && { not: part(not) }) };
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
