import type { Store } from "../../client";
import type { Filter, Postings, Rows } from "../../core";
import { labelText } from "../parts/format";
import type { NamedKey } from "../parts/toggled";

/** What one row of a list stands for: a condition of the filter, and the rows that meet it. */
export interface Entry {
  readonly key: NamedKey;
  /** As the filter names it. */
  readonly name: string;
  /** Codes of the labels whose regions are drawn. */
  readonly labels: readonly number[];
  /** Why no filter can ask for it, so that a click selects its rows instead. */
  readonly onlySelects?: string;
  /** Every row that meets it, whatever the filters hide. */
  rows(): Rows;
}

export const noPostings: Postings = { features: [], offsets: new Uint32Array(1), rows: new Uint32Array(0) };

/** A word, phrase or concept of the postings. */
export function featureEntry(key: "word" | "concept", postings: Postings, feature: number): Entry {
  const { features, offsets, rows } = postings;
  return {
    key,
    name: features[feature] ?? "",
    labels: [],
    rows: () => rows.subarray(offsets[feature], offsets[feature + 1]),
  };
}

/** A gold label, or a predicted one. */
export function labelEntry(store: Store, key: "label" | "prediction", label: number): Entry {
  return {
    key,
    name: store.columns.value.labelNames[label] ?? "",
    labels: [label],
    rows: () => rowsWithCode((key === "label" ? store.gold : store.prediction).value?.codes, label),
  };
}

/** Whether the filter asks for it. */
export function isOn(filter: Filter, { key, name }: Entry): boolean {
  return filter[key]?.includes(name) ?? false;
}

/** What a group of its rows is called. */
export function groupName({ key, name }: Entry): string {
  const short = shortened(name);
  if (key === "label") return labelText(short);
  if (key === "prediction") return `predicted ${labelText(short)}`;
  return key === "concept" ? `concept ${short}` : `“${short}”`;
}

/** Characters of a name that a list shows; a text can be one word of any length. */
const LONGEST = 120;

export function shortened(name: string): string {
  return name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name;
}

function rowsWithCode(codes: Int32Array | undefined, wanted: number): Rows {
  if (!codes) return new Uint32Array(0);
  let count = 0;
  for (const code of codes) if (code === wanted) count++;
  const rows = new Uint32Array(count);
  let next = 0;
  for (let row = 0; row < codes.length; row++) if (codes[row] === wanted) rows[next++] = row;
  return rows;
}
