import { computed, type ReadonlySignal } from "@preact/signals";
import type { Store } from "../../client";
import { confusions, labelReport, type LabelReport } from "../../core";
import { labelText } from "../parts/format";
import { labelCounts } from "../parts/label-counts";
import { type MatrixContent, matrixOf } from "./matrix-content";
import type { ConfusedPair } from "./order";

/** The figures of the rows shown, of one side of a comparison or of all there is. */
export interface LabelFigures {
  /** Gold labels and predictions are both there, and so precision, recall and errors. */
  readonly judged: ReadonlySignal<boolean>;
  /** Confidences are there. */
  readonly confident: ReadonlySignal<boolean>;
  /** Neighbours have been counted. */
  readonly near: ReadonlySignal<boolean>;
  /** By label code. Of predicted labels where there are no gold ones. */
  readonly reports: ReadonlySignal<readonly LabelReport[]>;
  /** Labels that some row shown has or is taken for; all of them while nothing is hidden. */
  readonly present: ReadonlySignal<readonly LabelReport[]>;
  /** Most frequent first. */
  readonly pairs: ReadonlySignal<readonly ConfusedPair[]>;
  /** Null where there is nothing to judge. */
  readonly matrix: ReadonlySignal<MatrixContent | null>;
}

export function figuresOf(store: Store): LabelFigures {
  const { gold, prediction, shownMask } = store;
  // a computed of each column keeps what depends on it still while others arrive
  const confidence = computed(() => store.columns.value.confidence);
  const rivals = computed(() => store.columns.value.rivals);
  const judged = computed(() => gold.value !== null && prediction.value !== null);
  const reports = computed(() => {
    const labels = gold.value ?? prediction.value;
    if (!labels) return [];
    const guesses = judged.value ? (prediction.value ?? undefined) : undefined;
    return labelReport(labels, guesses, undefined, {
      mask: shownMask.value,
      confidence: confidence.value ?? undefined,
    });
  });
  const present = computed(() => {
    if (store.shown.value.length === store.rows.value) return reports.value;
    return reports.value.filter(({ count, precision }) => count > 0 || !Number.isNaN(precision));
  });
  const pairs = computed(() => {
    const [golds, guesses] = [gold.value, prediction.value];
    if (!golds || !guesses) return [];
    const sizes = labelCounts(golds, shownMask.value);
    return confusions(golds, guesses, shownMask.value, rivals.value ?? undefined).map((pair) => ({
      ...pair,
      goldName: labelText(golds.names[pair.gold] ?? ""),
      predictionName: labelText(guesses.names[pair.prediction] ?? ""),
      share: pair.count / (sizes[pair.gold] ?? NaN),
    }));
  });
  const matrix = computed(() => {
    const [golds, guesses] = [gold.value, prediction.value];
    return golds && guesses
      ? matrixOf(golds, guesses, shownMask.value, present.value, store.clusters.value)
      : null;
  });
  return {
    judged,
    confident: computed(() => confidence.value !== null),
    near: computed(() => rivals.value !== null),
    reports,
    present,
    pairs,
    matrix,
  };
}
