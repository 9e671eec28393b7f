import type { TrustFigure } from "../../../client";

type Measure = TrustFigure["measure"];

/** What is measured of a method, by name and in a sentence that the interval and the number of texts follow. */
export const measures: readonly {
  readonly measure: Measure;
  readonly name: string;
  readonly means: string;
}[] = [
  {
    measure: "comprehensiveness",
    name: "comprehensiveness",
    means: "Drop of the probability when the heaviest words are taken away, above that of random words",
  },
  {
    measure: "sufficiency",
    name: "sufficiency",
    means:
      "Drop of the probability when only the heaviest words are kept, less that of random words: lower is better",
  },
  {
    measure: "tau_occlusion",
    name: "τ with occlusion",
    means: "Kendall's τ between the method's order of words and that of leaving each out",
  },
  {
    measure: "delta",
    name: "delta",
    means: "What integrated gradients leave unexplained, relative: lower is better",
  },
  { measure: "stability", name: "stability", means: "How alike the scores of several seeds are" },
];

/** SemLa's side test, in the order it is told. */
export const sideMeasures: readonly { readonly measure: Measure; readonly name: string }[] = [
  { measure: "side_token_top3", name: "token to token, top 3" },
  { measure: "side_similarity_net", name: "token to similarity, net" },
  { measure: "side_similarity_top3", name: "token to similarity, top 3" },
  { measure: "side_similarity_sum", name: "token to similarity, sum" },
  { measure: "side_similarity_positive", name: "token to similarity, raising" },
  { measure: "side_similarity_negative", name: "token to similarity, lowering" },
];

interface Interval {
  readonly name: string;
  readonly low: number;
  readonly high: number;
}

/** Rows below which an interval says nothing: a bootstrap of a few values knows only these. */
export const fewestRows = 10;

/** Which intervals lie wholly above which, in words: no ranking where they overlap. Empty for fewer than two. */
export function sayOverlap(intervals: readonly Interval[]): string {
  if (intervals.length < 2) return "";
  const above = intervals.flatMap(({ name, low }) => {
    const below = intervals.filter(({ high }) => high < low).map((other) => other.name);
    return below.length ? [{ name, below }] : [];
  });
  if (above.length === 0) return "The intervals overlap.";
  const apart = above.reduce((sum, { below }) => sum + below.length, 0);
  const pairs = (intervals.length * (intervals.length - 1)) / 2;
  const said = above.map(({ name, below }) => `${name} lies above ${listed(below)}`).join("; ");
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}${apart < pairs ? "; the other intervals overlap" : ""}.`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
