import type { Predictions } from "../../../client";
import { type Asked, useAsked } from "../asked";
import type { Explanation } from "../explanation";
import type { Edit } from "./edits";

/** Texts that one request may hold. */
const MOST = 512;

export interface Changes {
  readonly asked: Asked<Predictions>;
  /** Of each edit, the new probability of the predicted label less the present one; null until it is known. */
  readonly changes: Float32Array | null;
  /** Name of the label that is predicted as the text stands. */
  readonly label: string;
}

/** Reads all edits of a text in one batch. Edits beyond the first 512 are left out. */
export function useChanges({ store, prediction }: Explanation, edits: readonly Edit[]): Changes {
  const texts = edits.slice(0, MOST).map(({ text }) => text);
  const asked = useAsked(
    store,
    texts.length > 0 && prediction.current ? `edits ${JSON.stringify(texts)}` : null,
    (signal) => store.compute.predict(texts, signal),
  );
  const label = prediction.value?.prediction.data[0] ?? -1;
  const changes =
    asked.value && asked.current && prediction.value ? changesOf(asked.value, prediction.value, label) : null;
  return { asked, changes, label: prediction.value?.labelNames[label] ?? "" };
}

/** New less present probabilities of one label, which is numbered as the model does. */
export function changesOf(edited: Predictions, present: Predictions, label: number): Float32Array {
  const labels = edited.labelNames.length;
  const now = present.probabilities.data[label] ?? NaN;
  return Float32Array.from(
    { length: edited.probabilities.shape[0] ?? 0 },
    (_, text) => (edited.probabilities.data[text * labels + label] ?? NaN) - now,
  );
}
