import { useComputed } from "@preact/signals";
import type { Store } from "../../client";
import type { Categories } from "../../core";
import { labelText } from "../parts/format";
import { clusterColour } from "../../core";
import { type Choice, Choices } from "./choices";
import { toggleEntry } from "./clauses";
import { countCodes, rowsBut } from "./facets";

/** Conditions on what each row has one of. */
export type ColumnKey = "label" | "prediction" | "cluster" | "split";

export const columnNames: Readonly<Record<ColumnKey, string>> = {
  label: "Gold label",
  prediction: "Predicted label",
  cluster: "Cluster",
  split: "Split",
};

/** The conditions that these rows have the columns for. */
export function knownColumns(store: Store): readonly ColumnKey[] {
  return (Object.keys(columnNames) as ColumnKey[]).filter((key) => {
    const names = columnOf(store, key)?.names.length ?? 0;
    return key === "split" ? names > 1 : names > 0;
  });
}

/** What is chosen of a column, by its names. */
export function chosenOf(store: Store, key: ColumnKey): string {
  const entries: readonly (string | number)[] = store.filter.value[key] ?? [];
  const clusters = store.clusters.value;
  return entries
    .map((entry) => (typeof entry === "number" ? (clusters[entry]?.name ?? String(entry)) : labelText(entry)))
    .join(", ");
}

/** Every value of a column with its rows, most frequent first; any number can be chosen. */
export function ColumnChoices({ store, column }: { store: Store; column: ColumnKey }) {
  const counts = useComputed(() => {
    const values = columnOf(store, column);
    return values && countCodes(values.codes, values.names.length, rowsBut(store, column));
  });
  // the order stands while one chooses: it is of all rows
  const order = useComputed(() => {
    const values = columnOf(store, column);
    if (!values) return [];
    const rows = countCodes(values.codes, values.names.length, new Uint8Array(values.codes.length).fill(1));
    return [...values.names.keys()]
      .filter((code) => (rows[code] ?? 0) > 0)
      .sort((a, b) => (rows[b] ?? 0) - (rows[a] ?? 0) || a - b);
  });
  const names = columnOf(store, column)?.names ?? [];
  const choices = order.value.map((code): Choice => ({
    id: column === "cluster" ? code : (names[code] ?? ""),
    name: column === "label" || column === "prediction" ? labelText(names[code] ?? "") : (names[code] ?? ""),
    rows: counts.value?.[code] ?? 0,
    colour: colourOf(store, column, code),
  }));
  return (
    <Choices
      name={columnNames[column]}
      choices={choices}
      picked={store.filter.value[column] ?? []}
      onToggle={(id) => store.setFilter(toggleEntry(store.filter.peek(), column, id))}
    />
  );
}

function columnOf(store: Store, key: ColumnKey): Categories | null {
  if (key === "label") return store.gold.value;
  if (key === "prediction") return store.prediction.value;
  if (key === "split") return store.dataset.value?.split ?? null;
  const names = store.clusters.value.map(({ name }) => name);
  return { names, codes: store.clusterOfRow.value };
}

function colourOf(store: Store, key: ColumnKey, code: number): string | undefined {
  if (key === "split") return undefined;
  return key === "cluster" ? clusterColour(code, store.theme.value) : store.labelColours.value[code];
}
