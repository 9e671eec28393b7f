import type { TrustFigure } from "../../../src/protocol";

/** What ties a text to one other: either may be missing. */
export interface Tie {
  /** Inner products of hidden states, every word of the one with every word of the other. */
  readonly links: ArrayLike<number> | null;
  /** Signed scores of the words of both. */
  readonly scores: ArrayLike<number> | null;
}

export type SideMeasure = Extract<TrustFigure["measure"], `side_${string}`>;

/**
 * SemLa's side test of one text: for each measure whether its tie to the closest row is stronger than to the
 * contrast row (1 or 0). `sum` adds up magnitudes, `net` the signed scores, `top3` the three highest.
 */
export function sideTest(closest: Tie, contrast: Tie): Partial<Record<SideMeasure, 0 | 1>> {
  const exceeds = (measure: (values: readonly number[]) => number, part: keyof Tie): 0 | 1 | undefined => {
    const [ours, theirs] = [closest[part], contrast[part]];
    if (!ours || !theirs) return undefined;
    return measure(Array.from(ours)) > measure(Array.from(theirs)) ? 1 : 0;
  };
  const found = {
    side_token_top3: exceeds(top3, "links"),
    side_similarity_sum: exceeds((values) => sum(values.map(Math.abs)), "scores"),
    side_similarity_top3: exceeds(top3, "scores"),
    side_similarity_positive: exceeds((values) => sum(values.filter((value) => value > 0)), "scores"),
    side_similarity_negative: exceeds((values) => -sum(values.filter((value) => value < 0)), "scores"),
    side_similarity_net: exceeds(sum, "scores"),
  };
  return Object.fromEntries(Object.entries(found).filter(([, each]) => each !== undefined));
}

function top3(values: readonly number[]): number {
  return sum([...values].sort((a, b) => b - a).slice(0, 3));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
