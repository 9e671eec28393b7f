import type { Confusion, LabelReport } from "../../core";
import { labelText } from "../parts/format";

/** What a table is sorted by, and whether against its own direction (worst or most first, names from A). */
export interface Order<Key extends string> {
  readonly by: Key;
  readonly reversed: boolean;
}

/** The order after a click on the header of `by`: of the current one, the other way round. */
export function turned<Key extends string>(order: Order<Key>, by: Key): Order<Key> {
  return { by, reversed: order.by === by && !order.reversed };
}

interface SortKey<Row> {
  readonly name: string;
  /** Header of a narrow column; the name where it fits. */
  readonly short?: string;
  /** What the figures are, said on hover. */
  readonly hint: string;
  readonly value: (row: Row) => number | string | null;
  /** The greatest first. */
  readonly descending: boolean;
}

/** What a row of the table shows: of one label, or of all labels of a cluster. */
export type Figures = Pick<
  LabelReport,
  "name" | "count" | "precision" | "recall" | "f1" | "meanConfidence" | "errors"
>;

export type SortBy = "name" | "count" | "precision" | "recall" | "f1" | "confidence" | "errors";

export const labelKeys: Readonly<Record<SortBy, SortKey<Figures>>> = {
  name: { name: "name", hint: "name", value: ({ name }) => labelText(name), descending: false },
  count: {
    name: "rows",
    hint: "rows with this gold label",
    value: ({ count }) => count,
    descending: true,
  },
  precision: {
    name: "precision",
    hint: "of the rows predicted so, the share that are",
    value: ({ precision }) => precision,
    descending: false,
  },
  recall: {
    name: "recall",
    hint: "of the rows with this gold label, the share predicted so",
    value: ({ recall }) => recall,
    descending: false,
  },
  f1: {
    name: "F1",
    hint: "harmonic mean of precision and recall",
    value: ({ f1 }) => f1,
    descending: false,
  },
  confidence: {
    name: "confidence",
    short: "conf.",
    hint: "mean confidence of the rows with this label: first probability less the second",
    value: ({ meanConfidence }) => meanConfidence,
    descending: false,
  },
  errors: {
    name: "errors",
    hint: "rows with this gold label that are predicted otherwise",
    value: ({ errors }) => errors,
    descending: true,
  },
};

/** Labels that are mixed up, as the list of confusions shows them. */
export interface ConfusedPair extends Confusion {
  readonly goldName: string;
  readonly predictionName: string;
  /** Share of the gold label's rows. */
  readonly share: number;
}

export type PairSort = "gold" | "prediction" | "count" | "share" | "near";

export const pairKeys: Readonly<Record<PairSort, SortKey<ConfusedPair>>> = {
  gold: { name: "gold", hint: "gold label", value: ({ goldName }) => goldName, descending: false },
  prediction: {
    name: "predicted",
    hint: "predicted label",
    value: ({ predictionName }) => predictionName,
    descending: false,
  },
  count: { name: "n", hint: "number of rows", value: ({ count }) => count, descending: true },
  share: {
    name: "share",
    hint: "share of the gold label's rows",
    value: ({ share }) => share,
    descending: true,
  },
  near: {
    name: "near",
    hint: "how many of the rows have, among their nearest neighbours, rows of the label they are taken for",
    value: ({ near }) => near,
    descending: true,
  },
};

const alphabetical = new Intl.Collator("en");

/** The rows in an order; what has no figure stands last, whichever way. Equal rows keep their order. */
export function sorted<Row, Key extends string>(
  rows: readonly Row[],
  keys: Readonly<Record<Key, SortKey<Row>>>,
  { by, reversed }: Order<Key>,
): Row[] {
  const { value, descending } = keys[by];
  const sign = descending === reversed ? 1 : -1;
  return rows.toSorted((rowA, rowB) => {
    const [a, b] = [value(rowA), value(rowB)];
    if (typeof a === "string" && typeof b === "string") return sign * alphabetical.compare(a, b);
    const [x, y] = [a === null ? NaN : Number(a), b === null ? NaN : Number(b)];
    if (Number.isNaN(x)) return Number.isNaN(y) ? 0 : 1;
    return Number.isNaN(y) ? -1 : sign * (x - y);
  });
}

/** Labels that belong together in the table. */
export interface LabelGroup {
  /** Label cluster; -1 for the labels that are in none. */
  readonly cluster: number;
  readonly figures: Figures;
  readonly labels: readonly LabelReport[];
}

/** The labels by cluster, clusters and the labels in them both in order; empty clusters are left out. */
export function groupLabels(
  reports: readonly LabelReport[],
  clusters: readonly { readonly index: number; readonly name: string; readonly labels: readonly number[] }[],
  order: Order<SortBy>,
): LabelGroup[] {
  const given = new Map(reports.map((report) => [report.label, report]));
  const clustered = new Set(clusters.flatMap(({ labels }) => labels));
  const groups = clusters.map(({ index, name, labels }) => ({
    cluster: index,
    name: name || `cluster ${index + 1}`,
    labels: labels.flatMap((label) => given.get(label) ?? []),
  }));
  const rest = reports.filter(({ label }) => !clustered.has(label));
  const found = [...groups, { cluster: -1, name: "other labels", labels: rest }]
    .filter(({ labels }) => labels.length > 0)
    .map(({ cluster, name, labels }) => ({
      cluster,
      figures: total(name, labels),
      labels: sorted(labels, labelKeys, order),
    }));
  const groupKeys = Object.fromEntries(
    Object.entries(labelKeys).map(([key, { value, ...rest }]) => [
      key,
      { ...rest, value: ({ figures }: LabelGroup) => value(figures) },
    ]),
  ) as Record<SortBy, SortKey<LabelGroup>>;
  return sorted(found, groupKeys, order);
}

/** Rows and errors add up; precision, recall and F1 are means over the labels, confidence over the rows. */
function total(name: string, labels: readonly LabelReport[]): Figures {
  const sure = labels.filter(({ meanConfidence }) => !Number.isNaN(meanConfidence));
  const count = sum(labels.map((label) => label.count));
  return {
    name,
    count,
    errors: sum(labels.map(({ errors }) => errors)),
    precision: mean(labels.map(({ precision }) => precision)),
    recall: mean(labels.map(({ recall }) => recall)),
    f1: mean(labels.map(({ f1 }) => f1)),
    meanConfidence:
      sum(sure.map((label) => label.meanConfidence * label.count)) / sum(sure.map((label) => label.count)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return sum(known) / known.length;
}
