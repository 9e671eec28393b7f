import { tokenize } from "../../../src/core";
import { sortedSteps } from "../../../src/core/steps";
import type { Attributed } from "./attribute";

/** Words of one text, each once, with their share of the text's scores: |s| / sum |s|, with the sign of s. */
export interface SalientWords {
  readonly words: readonly string[];
  readonly scores: Float32Array;
}

/** Mean normalised score of each word in the rows of each label that have it; entries side by side. */
export interface RankedWords {
  readonly word: string[];
  readonly label: Int32Array;
  readonly mean: Float32Array;
  readonly rows: Int32Array;
}

/** Most entries that are ranked: those with most rows, where there are more. */
const MOST = 20_000;
/** Rows added up between two steps. */
const STRETCH = 256;

/**
 * What each word got of a text's attribution, as words are counted elsewhere: lower-cased, without punctuation. A
 * word that stands there twice gets both scores; one that counts as several words shares its score among them.
 */
export function salientWords({ words, scores }: Pick<Attributed, "words" | "scores">): SalientWords {
  const total = scores.reduce((sum, score) => sum + Math.abs(score), 0) || 1;
  const shares = new Map<string, number>();
  words.forEach(({ text }, i) => {
    const tokens = tokenize(text, "unicode");
    for (const token of tokens)
      shares.set(token, (shares.get(token) ?? 0) + (scores[i] ?? 0) / total / tokens.length);
  });
  return { words: [...shares.keys()], scores: Float32Array.from(shares.values()) };
}

/**
 * Ranks words by their mean score within each label, in slices: labels in order, the highest mean first.
 * @param rows words of each row and its label; rows of a negative label do not count
 */
export function* rankWords(
  rows: Iterable<readonly [SalientWords, number]>,
): Generator<void, RankedWords, void> {
  const entries = new Map<string, { word: string; label: number; sum: number; rows: number }>();
  let seen = 0;
  for (const [{ words, scores }, label] of rows) {
    if (++seen % STRETCH === 0) yield;
    if (label < 0) continue;
    words.forEach((word, i) => {
      const key = `${label} ${word}`;
      const entry = entries.get(key) ?? { word, label, sum: 0, rows: 0 };
      entry.sum += scores[i] ?? 0;
      entry.rows++;
      entries.set(key, entry);
    });
  }
  const found = [...entries.values()];
  const byRows = yield* sortedSteps(
    found.length,
    (a, b) => (found[b]?.rows ?? 0) - (found[a]?.rows ?? 0) || a - b,
  );
  const kept = Array.from(byRows.subarray(0, MOST), (at) => found[at]).filter((entry) => entry !== undefined);
  const mean = (at: number): number => (kept[at]?.sum ?? 0) / (kept[at]?.rows ?? 1);
  const ranked = yield* sortedSteps(
    kept.length,
    (a, b) => (kept[a]?.label ?? 0) - (kept[b]?.label ?? 0) || mean(b) - mean(a) || a - b,
  );
  return {
    word: Array.from(ranked, (at) => kept[at]?.word ?? ""),
    label: Int32Array.from(ranked, (at) => kept[at]?.label ?? -1),
    mean: Float32Array.from(ranked, mean),
    rows: Int32Array.from(ranked, (at) => kept[at]?.rows ?? 0),
  };
}
