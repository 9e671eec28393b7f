import type { LabelReport } from "../../core";

export type SortBy = "recall" | "precision" | "count" | "errors" | "name";

export const sortNames: Record<SortBy, string> = {
  recall: "recall",
  precision: "precision",
  count: "rows",
  errors: "errors",
  name: "name",
};

/** Worst first; labels without a figure last. */
export const orders: Record<SortBy, (a: LabelReport, b: LabelReport) => number> = {
  recall: (a, b) => ascending(a.recall, b.recall),
  precision: (a, b) => ascending(a.precision, b.precision),
  count: (a, b) => b.count - a.count || a.label - b.label,
  errors: (a, b) => b.errors - a.errors || a.label - b.label,
  name: (a, b) => a.name.localeCompare(b.name),
};

function ascending(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  return Number.isNaN(b) ? -1 : a - b;
}

/** Figures of a cluster: sums of rows and errors, means of precision and recall over the labels that have them. */
export function clusterFigures(
  rows: readonly LabelReport[],
): Pick<LabelReport, "count" | "precision" | "recall" | "errors"> {
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
  const mean = (values: number[]): number => {
    const known = values.filter((value) => !Number.isNaN(value));
    return sum(known) / known.length;
  };
  return {
    count: sum(rows.map((row) => row.count)),
    errors: sum(rows.map((row) => row.errors)),
    precision: mean(rows.map((row) => row.precision)),
    recall: mean(rows.map((row) => row.recall)),
  };
}
