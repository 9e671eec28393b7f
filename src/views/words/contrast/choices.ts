import type { RowGroup, Store } from "../../../client";
import { clusterColour, type Rows } from "../../../core";
import { labelText } from "../../parts/format";
import { labelEntry } from "../entry";

/** A group that can be chosen; its rows are gathered once it is. */
export interface Choice {
  readonly name: string;
  /** Rows of it that the filters show. */
  readonly size: number;
  readonly colour: string | null;
  readonly rows: () => Rows;
}

/** Choices under a heading. */
export interface Choices {
  readonly title: string;
  readonly choices: readonly Choice[];
}

/** What the rows outside a group are called. */
const REST = "the rest";

/** The selection, the rest beside `other`, clusters, and labels: gold ones where there are any, else predicted. */
export function choicesOf(store: Store, other: RowGroup | null): Choices[] {
  const shown = store.shown.value;
  const mask = store.shownMask.value;
  const selection = store.selection.value;
  const rest = other && restOf(other, store.rows.value);
  const size = (rows: Rows): number => rows.reduce((sum, row) => sum + (mask[row] ?? 0), 0);
  const rows: Choice[] = [];
  if (selection.length > 0 && other?.rows !== selection)
    rows.push({ name: "selection", size: size(selection), colour: null, rows: () => selection });
  if (rest) rows.push({ name: rest.name, size: size(rest.rows), colour: null, rows: () => rest.rows });

  const clusterOfRow = store.clusterOfRow.value;
  const clusterSizes = counts(shown, clusterOfRow, store.clusters.value.length);
  const clusters = store.clusters.value.map(({ index, name }): Choice => {
    const held = (): Rows => Uint32Array.from(indicesOf(clusterOfRow, index));
    const colour = clusterColour(index, store.theme.value);
    return { name: name || `cluster ${index + 1}`, size: clusterSizes[index] ?? 0, colour, rows: held };
  });

  const key = store.gold.value ? "label" : "prediction";
  const codes = (store.gold.value ?? store.prediction.value)?.codes;
  const names = codes ? store.columns.value.labelNames : [];
  const labelSizes = counts(shown, codes, names.length);
  const labels = names.map((name, label): Choice => ({
    name: key === "label" ? labelText(name) : `predicted ${labelText(name)}`,
    size: labelSizes[label] ?? 0,
    colour: store.labelColours.value[label] ?? null,
    rows: () => labelEntry(store, key, label).rows(),
  }));
  return [
    { title: "Rows", choices: rows },
    { title: "Clusters", choices: clusters },
    { title: key === "label" ? "Labels" : "Predicted labels", choices: labels },
  ].filter(({ choices }) => choices.length > 0);
}

/** Every row that a group does not hold. */
export function restOf({ rows }: RowGroup, length: number): RowGroup {
  const outside = new Uint8Array(length).fill(1);
  for (const row of rows) outside[row] = 0;
  return { name: REST, rows: Uint32Array.from(indicesOf(outside, 1)) };
}

/**
 * Puts a group on one side. The rest of what stood there before becomes the rest of the new one, and stays so for
 * as long as it is called that.
 */
export function choose(store: Store, side: "a" | "b", group: RowGroup | null): void {
  const before = store.groups.peek();
  const other = side === "a" ? before.b : before.a;
  const follows = group !== null && other?.name === REST && group.name !== REST;
  const beside = follows ? restOf(group, store.rows.peek()) : other;
  store.setGroups(side === "a" ? { a: group, b: beside } : { a: beside, b: group });
}

function counts(rows: Rows, codes: Int32Array | undefined, length: number): Int32Array {
  const sums = new Int32Array(length);
  if (!codes) return sums;
  for (const row of rows) {
    const code = codes[row] ?? -1;
    if (code >= 0 && code < length) sums[code] = (sums[code] ?? 0) + 1;
  }
  return sums;
}

function* indicesOf(values: Int32Array | Uint8Array, wanted: number): Generator<number> {
  for (let row = 0; row < values.length; row++) if (values[row] === wanted) yield row;
}
