import { maskOf, matchingCodes } from "../columns";
import type { Categories, Mask } from "../columns";
import type { Postings } from "../postings";
import { tokenize } from "../tokens";
import type { ConditionKey, Conditions, Filter, FilterColumns } from "./conditions";
import { readExpression } from "./expression";
import { firstFew, shorten } from "./show";
import { wordTest } from "./word-test";

/** Whether a row meets a condition. */
export type RowTest = (row: number) => boolean;

/** What a row must answer to pass. */
export interface Judgement {
  readonly passes: RowTest;
  readonly wanted: boolean;
}

/** Every condition of a filter as a test, those that read texts last. */
export function testsOf(filter: Filter, columns: FilterColumns): Judgement[] {
  const judgements: Judgement[] = [];
  for (const [conditions, wanted] of [
    [filter, true],
    [filter.not, false],
  ] as const)
    for (const key of order)
      if (conditions?.[key] !== undefined)
        for (const passes of makers[key](conditions, columns)) judgements.push({ passes, wanted });
  return judgements;
}

const order = [
  "rows",
  "support",
  "errors",
  "label",
  "prediction",
  "cluster",
  "split",
  "confidence",
  "change",
  "concept",
  "word",
  "length",
  "text",
  "regex",
] as const satisfies readonly ConditionKey[];

const no: RowTest = () => false;

type Maker = (conditions: Conditions, columns: FilterColumns) => readonly RowTest[];

/** Tests of a condition that is there: of a list of words one each, else one; none where all rows pass. */
const makers: Record<(typeof order)[number], Maker> = {
  rows: ({ rows = [] }, columns) => [inMask(chosen("rows", rows, columns))],
  support: ({ support = -1 }, columns) => {
    const { data, size } = needed("support", columns.support);
    const mask = chosen("support", [support], columns);
    for (const row of data.subarray(support * size, (support + 1) * size)) if (row >= 0) mask[row] = 1;
    return [inMask(mask)];
  },
  errors: ({ errors = true }, columns) => {
    const gold = needed("errors", columns.gold);
    const prediction = needed("errors", columns.prediction);
    const goldOf = matchingCodes(prediction, gold);
    return [
      (row) => {
        const label = gold.codes[row] ?? -1;
        const predicted = prediction.codes[row] ?? -1;
        return label >= 0 && predicted >= 0 && (goldOf[predicted] !== label) === errors;
      },
    ];
  },
  label: ({ label = [] }, { gold }) => [inNames("label", label, needed("label", gold))],
  prediction: ({ prediction = [] }, columns) => [
    inNames("prediction", prediction, needed("prediction", columns.prediction)),
  ],
  cluster: ({ cluster = [] }, columns) => {
    const codes = needed("cluster", columns.cluster);
    const allowed = new Set(cluster);
    return [(row) => allowed.has(codes[row] ?? -1)];
  },
  split: ({ split = [] }, columns) => [inNames("split", split, needed("split", columns.split))],
  confidence: ({ confidence = [0, 1] }, columns) => {
    const values = needed("confidence", columns.confidence);
    // rounded as the column is, so that .9 includes the .9 in it
    const low = Math.fround(confidence[0]);
    const high = Math.fround(confidence[1]);
    return [
      (row) => {
        const value = values[row] ?? NaN;
        return value >= low && value <= high;
      },
    ];
  },
  change: ({ change = [] }, columns) => [inNames("change", change, needed("change", columns.change))],
  concept: ({ concept = [] }, columns) => {
    const concepts = needed("concept", columns.concepts);
    return concept.length === 0 ? [no] : concept.map((name) => inConcept(name, concepts, columns.length));
  },
  word: ({ word = [] }, columns) =>
    word.length === 0
      ? [no]
      : word.map((phrase) =>
          wordTest(
            phrase,
            columns.words ? columns.texts : needed("word", columns.texts),
            columns.words,
            columns.length,
          ),
        ),
  length: ({ length = [0, Infinity] }, { lengths, texts }) => {
    const [low, high] = length;
    const within = (count: number): boolean => count >= low && count <= high;
    if (lengths) return [(row) => within(lengths[row] ?? NaN)];
    const given = needed("length", texts);
    return [(row) => within(tokenize(given[row] ?? "", "unicode").length)];
  },
  text: ({ text = "" }, { texts, lowered }) => {
    const wanted = text.toLowerCase();
    if (wanted === "") return [];
    if (lowered) return [(row) => lowered[row]?.includes(wanted) === true];
    const given = needed("text", texts);
    return [(row) => given[row]?.toLowerCase().includes(wanted) === true];
  },
  regex: ({ regex = "" }, { texts }) => {
    if (regex === "") return [];
    const expression = readExpression(regex);
    const given = needed("regex", texts);
    return [(row) => expression.test(given[row] ?? "")];
  },
};

function inMask(mask: Mask): RowTest {
  return (row) => mask[row] === 1;
}

function chosen(key: ConditionKey, rows: readonly number[], { length }: FilterColumns): Mask {
  const outside = rows.find((row) => !(row >= 0 && row < length));
  if (outside !== undefined)
    throw new Error(`filter ${key}: row ${outside} (allowed: ${length ? `0 to ${length - 1}` : "none"})`);
  return maskOf(rows, length);
}

function inNames(key: ConditionKey, wanted: readonly string[], { names, codes }: Categories): RowTest {
  const allowed = new Uint8Array(names.length);
  for (const name of wanted) allowed[codeOf(key, name, names)] = 1;
  return (row) => allowed[codes[row] ?? -1] === 1;
}

function inConcept(name: string, { features, offsets, rows }: Postings, length: number): RowTest {
  const code = codeOf("concept", name, features);
  return inMask(maskOf(rows.subarray(offsets[code], offsets[code + 1]), length));
}

function codeOf(key: ConditionKey, name: string, names: readonly string[]): number {
  const code = names.indexOf(name);
  if (code < 0) throw new Error(`${key}: ${shorten(name)} (allowed: ${firstFew(names, 12)})`);
  return code;
}

/** What is missing where a column is, and what to do other than removing the condition. */
const absent = {
  errors: ["this data set has no gold labels or no predictions", "pass them"],
  text: ["this data set has no texts", "pass texts"],
  regex: ["this data set has no texts", "pass texts"],
  word: ["this data set has no texts", "pass texts"],
  concept: ["there are no concepts", "turn concepts on"],
  label: ["this data set has no gold labels", "pass gold labels"],
  prediction: ["this data set has no predictions", "pass predictions"],
  cluster: ["there are no label clusters (yet)", "ask again when they are known"],
  split: ["this data set has no splits", "pass splits"],
  confidence: ["this data set has no confidences", "pass probabilities"],
  length: ["this data set has no texts", "pass texts"],
  support: ["this analysis has no support sets", "explore with embeddings and labels"],
  change: ["there is no second model", "compare with one"],
} as const satisfies Record<Exclude<ConditionKey, "rows">, readonly [string, string]>;

function needed<T>(key: keyof typeof absent, column: T | undefined): T {
  if (column !== undefined) return column;
  const [missing, advice] = absent[key];
  throw new Error(`filter ${key}: ${missing}; remove the condition or ${advice}`);
}
