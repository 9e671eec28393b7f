/** What the model says of one text, over the labels of the page. */
import type { Predictions, Store } from "../../client";

export interface Reading {
  /** By label code of the page; 0 for labels that the model does not know. */
  readonly probabilities: Float32Array;
  /** Most probable label and the next; -1 without. */
  readonly label: number;
  readonly rival: number;
}

/** One text of an answer in the label codes of the page, which may number labels otherwise than the model. */
export function readingOf(store: Store, predictions: Predictions, text = 0): Reading {
  const names = store.columns.value.labelNames;
  const codes = new Map(names.map((name, code) => [name, code]));
  const probabilities = new Float32Array(names.length);
  const { data, shape } = predictions.probabilities;
  const labels = shape[1] ?? 0;
  predictions.labelNames.forEach((name, label) => {
    const code = codes.get(name);
    if (code !== undefined) probabilities[code] = data[text * labels + label] ?? 0;
  });
  return ranked(probabilities);
}

export function ranked(probabilities: Float32Array): Reading {
  const [label = -1, rival = -1] = mostProbable(probabilities, 2);
  return { probabilities, label, rival };
}

/** Codes of the most probable labels, the most probable first. */
export function mostProbable(probabilities: Float32Array, count: number): readonly number[] {
  return [...probabilities.keys()]
    .sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0) || a - b)
    .slice(0, count);
}
