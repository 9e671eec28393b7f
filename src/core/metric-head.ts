import { seededRandom } from "./random";

/** Divisor of the scores before their softmax (SemLa, arXiv 2403.15492). */
export const scoreScale = 15;

/** How support sets are drawn. */
export interface SupportOptions {
  /** Labels in a support set, one example of each; default 5, fewer where fewer have a row to give. */
  readonly size?: number | undefined;
  /** Default 0. */
  readonly seed?: number | undefined;
  /** A number per row, equal for equal texts: a row's own text is never in its support set. */
  readonly texts?: Int32Array | undefined;
}

/**
 * Draws the support set of a row: one example of its gold label and one of each of four other labels, drawn at
 * random. Without a gold label, or where that has no other text to give, all are others. A set depends on the seed
 * and the row alone, so rows may be asked for in any order.
 * @param gold label per row, -1 for none.
 * @returns for a row, the rows of its support set, that of its gold label first.
 */
export function supportSets(
  gold: Int32Array,
  labels: number,
  options: SupportOptions = {},
): (row: number) => number[] {
  const { size = 5, seed = 0, texts } = options;
  const members = Array.from({ length: labels }, (): number[] => []);
  for (let row = 0; row < gold.length; row++) members[gold[row] as number]?.push(row);
  const present = members.flatMap((rows, label) => (rows.length > 0 ? [label] : []));
  const usable = (example: number, row: number): boolean =>
    example !== row && (texts === undefined || texts[example] !== texts[row]);

  return (row) => {
    const random = seededRandom(Math.imul(seed, 0x9e3779b1) ^ row);
    const draw = (label: number): number | undefined => {
      const rows = members[label] ?? [];
      const start = Math.floor(random() * rows.length);
      for (let i = 0; i < rows.length; i++) {
        const example = rows[(start + i) % rows.length] as number;
        if (usable(example, row)) return example;
      }
      return undefined;
    };
    const own = gold[row] ?? -1;
    const support = own < 0 ? [] : [draw(own)].filter((example) => example !== undefined);
    const others = present.filter((label) => label !== own);
    for (let i = 0; i < others.length && support.length < size; i++) {
      const j = i + Math.floor(random() * (others.length - i));
      const label = others[j] as number;
      others[j] = others[i] as number;
      const example = draw(label);
      if (example !== undefined) support.push(example);
    }
    return support;
  };
}

/** What the metric head says of one row. */
export interface MetricPrediction {
  /** The support set by falling score, and the probability of each. */
  readonly support: readonly number[];
  readonly probabilities: readonly number[];
  /** Label of the best; -1 for an empty support set. */
  readonly prediction: number;
  /** Difference of the two largest probabilities; the largest where there is one only. */
  readonly confidence: number;
  /** Best-scoring support row, -1 for none. */
  readonly closest: number;
  /** The support row of the gold label where the prediction is wrong, else the second closest; -1 for none. */
  readonly contrast: number;
}

/**
 * SemLa's metric head for one row: label of the best-scoring support row, probabilities softmax(score / 15).
 * @param scores <f(x), f(s)> per support row; the first of equal ones wins.
 * @param labelOf label per row of the data.
 * @param gold label of the row, -1 for none.
 */
export function predictFromSupport(
  support: readonly number[],
  scores: ArrayLike<number>,
  labelOf: Int32Array,
  gold: number,
): MetricPrediction {
  const order = support.map((_, i) => i).sort((a, b) => (scores[b] as number) - (scores[a] as number));
  const best = scores[order[0] ?? 0] ?? 0;
  const weights = order.map((i) => Math.exp(((scores[i] as number) - best) / scoreScale));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const probabilities = weights.map((weight) => weight / sum);
  const ranked = order.map((i) => support[i] as number);
  const closest = ranked[0] ?? -1;
  const prediction = labelOf[closest] ?? -1;
  const wrong = gold >= 0 && prediction !== gold;
  const right = wrong ? ranked.find((row) => labelOf[row] === gold) : undefined;
  return {
    support: ranked,
    probabilities,
    prediction,
    confidence: (probabilities[0] ?? 0) - (probabilities[1] ?? 0),
    closest,
    contrast: right ?? ranked[1] ?? -1,
  };
}
