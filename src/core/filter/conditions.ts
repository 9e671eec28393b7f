import type { Categories } from "../columns";
import type { Postings } from "../postings";

/** What a second model does to a row: wrong before and right now, the reverse, wrong in another way, and so on. */
export const changeNames = ["right", "fixed", "broken", "wrong", "changed"] as const;
export type Change = (typeof changeNames)[number];

/**
 * Conditions combined by AND; an absent key does not restrict, an empty list matches no row, an empty text or
 * expression every row. Plain JSON: it is `ex.filter` in Python and the chips on screen.
 */
export interface Filter extends Conditions {
  /** Conditions that a row must not meet, none of them. */
  readonly not?: Conditions | undefined;
}

export interface Conditions {
  /** true: only rows whose prediction is wrong; false: only rows whose prediction is right. */
  readonly errors?: boolean | undefined;
  /** Substring of the text, case-insensitive. */
  readonly text?: string | undefined;
  /**
   * Regular expression that the text matches somewhere, case-insensitive, Unicode; of at most 500 characters. What
   * backtracks badly can take long: a repeated group that is nothing but a repetition is refused, cleverer ones
   * are the writer's to avoid.
   */
  readonly regex?: string | undefined;
  /** Words or phrases that the text contains as whole words, every one of them; negated: none of them. */
  readonly word?: readonly string[] | undefined;
  /** Concepts of which the text contains a word, every one; negated: none. */
  readonly concept?: readonly string[] | undefined;
  /** Names of gold labels. */
  readonly label?: readonly string[] | undefined;
  /** Names of predicted labels. */
  readonly prediction?: readonly string[] | undefined;
  /** Label clusters of the gold label, else of the prediction. */
  readonly cluster?: readonly number[] | undefined;
  /** Names of splits. */
  readonly split?: readonly string[] | undefined;
  /** Least and greatest confidence, both included. */
  readonly confidence?: readonly [number, number] | undefined;
  /** Fewest and most words of the text, both included. */
  readonly length?: readonly [number, number] | undefined;
  /** Row indices, as drawn with the lasso. */
  readonly rows?: readonly number[] | undefined;
  /** A row, for itself and the rows of its support set. */
  readonly support?: number | undefined;
  /** What a second model changes. */
  readonly change?: readonly Change[] | undefined;
}

/** What a filter looks at. A filter that needs an absent column is an error. */
export interface FilterColumns {
  /** Number of rows. */
  readonly length: number;
  readonly texts?: readonly string[] | undefined;
  /** The texts in lower case: saves lower-casing them at each filter. */
  readonly lowered?: readonly string[] | undefined;
  readonly gold?: Categories | undefined;
  readonly prediction?: Categories | undefined;
  /** Label cluster per row, -1 for none. */
  readonly cluster?: Int32Array | undefined;
  readonly split?: Categories | undefined;
  /** NaN where not known. */
  readonly confidence?: Float32Array | undefined;
  /** Rows of each single word (mode "unicode"); without them words are looked for in the texts, which takes longer. */
  readonly words?: Postings | undefined;
  /** Rows of each concept. */
  readonly concepts?: Postings | undefined;
  /** Words of each text (mode "unicode"); counted in the texts where absent. */
  readonly lengths?: ArrayLike<number> | undefined;
  /** `size` rows for each row, -1 for none. */
  readonly support?: { readonly data: Int32Array; readonly size: number } | undefined;
  /** What a second model changes. */
  readonly change?: Categories | undefined;
}

export type ConditionKey = keyof Conditions;

/** What each condition takes, in words for the user. */
export const conditionKinds = {
  errors: "true or false",
  text: "a string",
  regex: "a regular expression of at most 500 characters",
  word: "a list of words or phrases",
  concept: "a list of concepts",
  label: "a list of label names",
  prediction: "a list of label names",
  cluster: "a list of cluster numbers",
  split: "a list of split names",
  confidence: "two numbers from 0 to 1, the lesser first",
  length: "two whole numbers from 0 on, the lesser first",
  rows: "a list of row numbers",
  support: "a row number",
  change: `a list of any of ${changeNames.join(", ")}`,
} as const satisfies Record<ConditionKey, string>;

/** The keys that conditions may have, in the order in which chips show them. */
export const conditionKeys = Object.keys(conditionKinds) as readonly ConditionKey[];

/** The keys a filter may have: the conditions, then `not`. */
export const filterKeys: readonly (keyof Filter)[] = [...conditionKeys, "not"];

/** One condition of a filter, as a chip shows it. */
export interface FilterClause<K extends ConditionKey = ConditionKey> {
  readonly key: K;
  readonly value: NonNullable<Conditions[K]>;
  readonly negated: boolean;
}

/** The conditions of a filter one by one, in the order of chips, negated ones last; each word and concept alone. */
export function filterClauses(filter: Filter): FilterClause[] {
  return [...clausesOf(filter, false), ...(filter.not ? clausesOf(filter.not, true) : [])];
}

function clausesOf(conditions: Conditions, negated: boolean): FilterClause[] {
  return conditionKeys.flatMap((key): FilterClause[] => {
    const value = conditions[key];
    if (value === undefined) return [];
    if ((key === "word" || key === "concept") && Array.isArray(value) && value.length > 1)
      return value.map((entry: string) => ({ key, value: [entry], negated }));
    return [{ key, value, negated }];
  });
}
