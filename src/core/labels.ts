import { matchingCodes } from "./columns";
import type { Categories, Mask } from "./columns";

/** How one label fares. Shares are NaN where they are not defined (no such row, no such prediction). */
export interface LabelReport {
  /** Index into the names of the gold labels; labels that are only ever predicted follow after these. */
  readonly label: number;
  readonly name: string;
  /** Rows with this gold label, predicted or not. */
  readonly count: number;
  readonly precision: number;
  readonly recall: number;
  /** Harmonic mean of precision and recall. */
  readonly f1: number;
  /** Rows of this gold label with another prediction. */
  readonly errors: number;
  /** Label cluster, -1 for none or when no clusters are given. */
  readonly cluster: number;
  /** Mean confidence over the rows of this gold label; NaN without confidences. */
  readonly meanConfidence: number;
}

/** How often one label is taken for another. */
export interface Confusion {
  /** Index into the names of the gold labels. */
  readonly gold: number;
  /** Index into the names of the predicted labels. */
  readonly prediction: number;
  readonly count: number;
  /** How many of them have a nearest neighbour of the label they were taken for; null where that is not known. */
  readonly near: number | null;
}

/** Share of right predictions among the rows that have both a gold label and a prediction. */
export interface Accuracy {
  /** Rows with both. */
  readonly count: number;
  readonly correct: number;
  /** correct / count; NaN when there is no such row. */
  readonly accuracy: number;
}

/**
 * Precision, recall and F1 per label as scikit-learn defines them, over the rows of `mask` (default all). Labels
 * are matched by name; rows without gold label or prediction count for neither precision nor recall.
 * @param prediction absent when nothing has been predicted (yet): counts only.
 * @param clusterOfLabel cluster per gold label.
 */
export function labelReport(
  gold: Categories,
  prediction: Categories | undefined,
  clusterOfLabel?: Int32Array,
  options: { readonly mask?: Mask | undefined; readonly confidence?: Float32Array | undefined } = {},
): LabelReport[] {
  const names = [...gold.names];
  const labelOf = prediction ? matchingCodes(prediction, gold) : new Int32Array();
  prediction?.names.forEach((name, code) => {
    if (labelOf[code] === -1) labelOf[code] = names.push(name) - 1;
  });
  const tally = (): Float64Array => new Float64Array(names.length);
  const [count, judged, predicted, correct, confident, confidenceSum] = [
    tally(),
    tally(),
    tally(),
    tally(),
    tally(),
    tally(),
  ] as const;
  const add = (to: Float64Array, label: number, amount = 1): void => {
    to[label] = (to[label] ?? 0) + amount;
  };
  for (let row = 0; row < gold.codes.length; row++) {
    const label = gold.codes[row] ?? -1;
    if (label < 0 || options.mask?.[row] === 0) continue;
    add(count, label);
    const confidence = options.confidence?.[row] ?? NaN;
    if (!Number.isNaN(confidence)) {
      add(confident, label);
      add(confidenceSum, label, confidence);
    }
    const guess = labelOf[prediction?.codes[row] ?? -1];
    if (guess === undefined) continue;
    add(judged, label);
    add(predicted, guess);
    if (guess === label) add(correct, label);
  }
  return names.map((name, label) => {
    const at = (from: Float64Array): number => from[label] ?? 0;
    return {
      label,
      name,
      count: at(count),
      precision: at(correct) / at(predicted),
      recall: at(correct) / at(judged),
      f1: (2 * at(correct)) / (at(predicted) + at(judged)),
      errors: at(judged) - at(correct),
      cluster: clusterOfLabel?.[label] ?? -1,
      meanConfidence: at(confidenceSum) / at(confident),
    };
  });
}

/**
 * Pairs of gold label and wrong prediction with their number of rows in `mask` (default all), most frequent first.
 * @param rivals how many nearest neighbours of each row have the label that it is predicted to have.
 */
export function confusions(
  gold: Categories,
  prediction: Categories,
  mask?: Mask,
  rivals?: Int32Array,
): Confusion[] {
  const counts = new Map<number, { count: number; near: number }>();
  const width = prediction.names.length;
  const goldOf = matchingCodes(prediction, gold);
  for (let row = 0; row < gold.codes.length; row++) {
    const label = gold.codes[row] ?? -1;
    const guess = prediction.codes[row] ?? -1;
    if (label < 0 || guess < 0 || mask?.[row] === 0 || goldOf[guess] === label) continue;
    const pair = label * width + guess;
    let found = counts.get(pair);
    if (!found) counts.set(pair, (found = { count: 0, near: 0 }));
    found.count++;
    if ((rivals?.[row] ?? 0) > 0) found.near++;
  }
  return [...counts]
    .sort(([pair, { count }], [otherPair, other]) => other.count - count || pair - otherPair)
    .map(([pair, { count, near }]) => ({
      gold: Math.floor(pair / width),
      prediction: pair % width,
      count,
      near: rivals ? near : null,
    }));
}

/**
 * Confusion matrix as scikit-learn defines it: rows of `mask` (default all) by gold label (down) and prediction
 * (across), row-major, both in the order of `labels`. Rows whose gold label or prediction is not among them are
 * left out.
 */
export function confusionMatrix(
  gold: Categories,
  prediction: Categories,
  labels: readonly string[],
  mask?: Mask,
): Uint32Array {
  const ordered: Categories = { names: labels, codes: new Int32Array() };
  const [down, across] = [matchingCodes(gold, ordered), matchingCodes(prediction, ordered)];
  const counts = new Uint32Array(labels.length ** 2);
  for (let row = 0; row < gold.codes.length; row++) {
    const i = down[gold.codes[row] ?? -1] ?? -1;
    const j = across[prediction.codes[row] ?? -1] ?? -1;
    if (i < 0 || j < 0 || mask?.[row] === 0) continue;
    const cell = i * labels.length + j;
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts;
}

/** Accuracy over the rows of `mask` (default all). */
export function accuracyOf(gold: Categories, prediction: Categories, mask?: Mask): Accuracy {
  const goldOf = matchingCodes(prediction, gold);
  let count = 0;
  let correct = 0;
  for (let row = 0; row < gold.codes.length; row++) {
    const label = gold.codes[row] ?? -1;
    const guess = prediction.codes[row] ?? -1;
    if (label < 0 || guess < 0 || mask?.[row] === 0) continue;
    count++;
    if (goldOf[guess] === label) correct++;
  }
  return { count, correct, accuracy: correct / count };
}
