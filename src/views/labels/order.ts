import type { LabelReport } from "../../core";

export type SortBy = "name" | "count" | "precision" | "recall" | "errors";

export const sortNames: Record<SortBy, string> = {
  name: "name",
  count: "rows",
  precision: "precision",
  recall: "recall",
  errors: "errors",
};

/** What a row of the table shows: of one label, or of all labels of a cluster. */
export type Figures = Pick<LabelReport, "name" | "count" | "precision" | "recall" | "errors">;

/** Labels that belong together in the table. */
export interface LabelGroup {
  /** Label cluster; -1 for the labels that are in none. */
  readonly cluster: number;
  readonly figures: Figures;
  readonly labels: readonly LabelReport[];
}

/** Worst, or most, first; labels without a figure last. */
const orders: Record<SortBy, (a: Figures, b: Figures) => number> = {
  name: (a, b) => a.name.localeCompare(b.name),
  count: (a, b) => b.count - a.count,
  precision: (a, b) => ascending(a.precision, b.precision),
  recall: (a, b) => ascending(a.recall, b.recall),
  errors: (a, b) => b.errors - a.errors,
};

/** The labels by cluster, clusters and the labels in them both in the order of `sort`; empty clusters are left out. */
export function groupLabels(
  reports: readonly LabelReport[],
  clusters: readonly { readonly index: number; readonly name: string; readonly labels: readonly number[] }[],
  sort: SortBy,
): LabelGroup[] {
  const clustered = new Set(clusters.flatMap(({ labels }) => labels));
  const rest = reports.filter(({ label }) => !clustered.has(label));
  const groups = clusters.map(({ index, name, labels }) => ({
    cluster: index,
    name,
    labels: labels.flatMap((label) => reports[label] ?? []),
  }));
  return [...groups, { cluster: -1, name: "other labels", labels: rest }]
    .filter(({ labels }) => labels.length > 0)
    .map(({ cluster, name, labels }) => ({
      cluster,
      figures: total(name, labels),
      labels: labels.toSorted(orders[sort]),
    }))
    .sort((a, b) => orders[sort](a.figures, b.figures));
}

/** Rows and errors add up; precision and recall are means over the labels that have them. */
function total(name: string, labels: readonly LabelReport[]): Figures {
  return {
    name,
    count: sum(labels.map(({ count }) => count)),
    errors: sum(labels.map(({ errors }) => errors)),
    precision: mean(labels.map(({ precision }) => precision)),
    recall: mean(labels.map(({ recall }) => recall)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return sum(known) / known.length;
}

function ascending(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  return Number.isNaN(b) ? -1 : a - b;
}
