import type { Rows } from "../../core";

export type SortKey = "row" | "text" | "gold" | "prediction" | "confidence";

/** Columns that rows are sorted by; an absent one leaves them as they are. */
export interface SortColumns {
  readonly texts: readonly string[];
  readonly labelNames: readonly string[];
  readonly gold: Int32Array | null;
  readonly prediction: Int32Array | null;
  readonly confidence: Float32Array | null;
}

/** Rows in the order of a column, ties by row; missing values last either way. */
export function sortRows(rows: Rows, key: SortKey, descending: boolean, columns: SortColumns): Rows {
  const sign = descending ? -1 : 1;
  if (key === "row") return descending ? rows.toReversed() : rows;
  const compare = comparison(key, columns, sign);
  return rows.toSorted((a, b) => compare(a, b) || a - b);
}

function comparison(
  key: Exclude<SortKey, "row">,
  columns: SortColumns,
  sign: number,
): (a: number, b: number) => number {
  if (key === "confidence") {
    const values = columns.confidence;
    return (a, b) => missingLast(values?.[a] ?? NaN, values?.[b] ?? NaN, sign);
  }
  if (key === "text") {
    const { texts } = columns;
    return (a, b) => sign * byLetters(texts[a] ?? "", texts[b] ?? "");
  }
  const rank = ranks(columns.labelNames);
  const codes = columns[key];
  return (a, b) => missingLast(rank[codes?.[a] ?? -1] ?? NaN, rank[codes?.[b] ?? -1] ?? NaN, sign);
}

function missingLast(a: number, b: number, sign: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return sign * (a - b);
}

/** Alphabetical place of each label. */
function ranks(names: readonly string[]): Int32Array {
  const rank = new Int32Array(names.length);
  [...names.keys()]
    .sort((a, b) => byLetters(names[a] ?? "", names[b] ?? ""))
    .forEach((label, place) => (rank[label] = place));
  return rank;
}

function byLetters(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
