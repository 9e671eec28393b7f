import type { Salience } from "../../../client";

/** A word with its mean normalised score over the rows of one predicted label, or of all. */
export interface RankedWord {
  readonly word: string;
  readonly mean: number;
  /** Rows that have it. */
  readonly rows: number;
}

type Ranked = Pick<Salience, "word" | "label" | "mean" | "rows">;

/**
 * Words by their mean score, the highest first, or the lowest; over all labels each row counts alike.
 * @param label code of a predicted label; null all of them.
 * @param least rows that a word must be in.
 */
export function rankedWords(
  found: Ranked,
  label: number | null,
  least: number,
  first: "highest" | "lowest" = "highest",
): readonly RankedWord[] {
  const sign = first === "highest" ? 1 : -1;
  const words = label === null ? pooled(found) : ofLabel(found, label);
  return words
    .filter(({ rows }) => rows >= least)
    .sort((a, b) => sign * (b.mean - a.mean) || b.rows - a.rows || (a.word < b.word ? -1 : 1));
}

/**
 * Rows that a word must be in to be ranked: a hundredth of them, from 2 to 20. The mean of one row says little of a
 * word, and of many rows a rare word says little.
 */
export function leastRows(rows: number): number {
  return Math.min(rows, Math.max(2, Math.min(20, Math.round(rows / 100))));
}

function ofLabel({ word, label, mean, rows }: Ranked, wanted: number): RankedWord[] {
  const found: RankedWord[] = [];
  word.forEach((each, i) => {
    if (label.data[i] === wanted)
      found.push({ word: each, mean: mean.data[i] ?? 0, rows: rows.data[i] ?? 0 });
  });
  return found;
}

function pooled({ word, mean, rows }: Ranked): RankedWord[] {
  const sums = new Map<string, { sum: number; rows: number }>();
  word.forEach((each, i) => {
    const total = sums.get(each) ?? { sum: 0, rows: 0 };
    total.sum += (mean.data[i] ?? 0) * (rows.data[i] ?? 0);
    total.rows += rows.data[i] ?? 0;
    sums.set(each, total);
  });
  return Array.from(sums, ([each, total]) => ({
    word: each,
    mean: total.sum / total.rows,
    rows: total.rows,
  }));
}
