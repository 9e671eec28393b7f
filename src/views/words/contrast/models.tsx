import { useMemo } from "preact/hooks";
import type { Store } from "../../../client";
import {
  type Categories,
  judgedRows,
  type Mask,
  pairedCategories,
  pairedContrastSteps,
  type Rows,
} from "../../../core";
import { type Entry, featureEntry, labelEntry, noPostings } from "../entry";
import type { RowActions } from "../row-actions";
import { useSliced } from "../sliced";
import type { Contrasted } from "./contrasted";
import { DifferenceList } from "./list";

interface Options {
  readonly store: Store;
  readonly actions: RowActions;
  readonly contrasted: Contrasted;
  readonly wanted: string;
}

/** The same rows as two models see them: what they predict, and on which words they err. */
export function ModelLists({ store, actions, contrasted, wanted }: Options) {
  const given = { store, actions, wanted };
  const among = contrasted.a.mask;
  const sides = store.sides.value;
  const [a, b] = [sides?.a.prediction.value, sides?.b.prediction.value];
  const words = store.features.words.value;
  const change = store.change.value;
  const predictions = useMemo(() => (a && b ? pairedCategories(a, b, among) : null), [a, b, among]);
  const judged = useMemo(() => change && judgedRows(change, among), [change, among]);
  const errors = useSliced(
    judged && words,
    (whole) =>
      pairedContrastSteps(whole, judged?.wrongA ?? among, judged?.wrongB ?? among, judged?.among ?? among),
    [judged],
  );
  const error = store.second.value?.error;
  if (error) return <p class="jp-Semla-note jp-Semla-contrastNote">{error}</p>;
  return (
    <>
      <DifferenceList
        {...given}
        title="Predicted labels"
        unit="share of rows"
        differences={{ value: predictions, busy: false }}
        entryOf={({ feature, word }) => predictionEntry(store, feature, word, a && b ? { a, b } : null)}
        nothing="No label is predicted for five of these rows."
      />
      <DifferenceList
        {...given}
        title="Words"
        unit="share of their rows that are errors"
        differences={errors}
        absent={!store.gold.value && "Errors need gold labels: pass label= to explore."}
        entryOf={({ feature }) => featureEntry("word", words ?? noPostings, feature)}
        rowsOf={(entry) => held(entry.rows(), judged?.among ?? among)}
        nothing="No word is in five of these rows."
      />
    </>
  );
}

/** A label by what either model predicts; codes are those of the first model. */
function predictionEntry(
  store: Store,
  feature: number,
  name: string,
  seen: { readonly a: Categories; readonly b: Categories } | null,
): Entry {
  const known = feature < (seen?.a.names.length ?? 0);
  const codeOfB = seen?.b.names.indexOf(name) ?? -1;
  return {
    ...labelEntry(store, "prediction", feature),
    name,
    labels: known ? [feature] : [],
    ...(!known && { onlySelects: "Only B has this label" }),
    rows: () => {
      const rows: number[] = [];
      for (let row = 0; seen && row < seen.a.codes.length; row++)
        if ((known && seen.a.codes[row] === feature) || (codeOfB >= 0 && seen.b.codes[row] === codeOfB))
          rows.push(row);
      return Uint32Array.from(rows);
    },
  };
}

function held(rows: Rows, mask: Mask): number {
  let sum = 0;
  for (const row of rows) sum += mask[row] ?? 0;
  return sum;
}
