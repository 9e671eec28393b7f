import type { Mask, Rows } from "../../core";

/** Rows lit by a name under the pointer: a label cluster or a label of the legend. */
export type Emphasis =
  { readonly kind: "cluster"; readonly cluster: number } | { readonly kind: "label"; readonly label: number };

/** Columns that an emphasis refers to. */
export interface EmphasisColumns {
  readonly clusterOfRow: Int32Array;
  /** The labels that the legend counts: gold, else predicted. */
  readonly labelOfRow: Int32Array | null;
}

/** 1 for rows that fade: outside what is under the pointer, else outside the selection where there is one. */
export function fadedRows(
  length: number,
  emphasis: Emphasis | null,
  selection: { readonly rows: Rows; readonly mask: Mask },
  columns: EmphasisColumns,
): Mask {
  const faded = new Uint8Array(length);
  if (emphasis) {
    const [codes, code] =
      emphasis.kind === "cluster"
        ? [columns.clusterOfRow, emphasis.cluster]
        : [columns.labelOfRow, emphasis.label];
    for (let row = 0; row < length; row++) faded[row] = codes?.[row] === code ? 0 : 1;
  } else if (selection.rows.length > 0) {
    for (let row = 0; row < length; row++) faded[row] = selection.mask[row] ? 0 : 1;
  }
  return faded;
}

/** The rows to draw: shown, with a position, faded ones first so that the others lie on top. */
export function drawOrder(shown: Rows, positions: Float32Array, faded: Mask): Rows {
  const placed = shown.filter((row) =>
    Number.isFinite((positions[2 * row] ?? NaN) + (positions[2 * row + 1] ?? NaN)),
  );
  const order = new Uint32Array(placed.length);
  let next = 0;
  for (const row of placed) if (faded[row]) order[next++] = row;
  for (const row of placed) if (!faded[row]) order[next++] = row;
  return order;
}
