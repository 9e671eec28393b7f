import { changeNames, conditionKeys, conditionKinds, filterKeys } from "./conditions";
import type { ConditionKey, Conditions, Filter } from "./conditions";
import { readExpression } from "./expression";
import { shorten } from "./show";
import { tokenize } from "../tokens";

/**
 * Reads a filter from plain JSON. A lone name or number stands for a list of one; null stands for an absent key.
 * @throws Error that names the allowed keys, or what the key takes.
 */
export function parseFilter(value: unknown): Filter {
  const entries = entriesOf(value, "filter", filterKeys);
  const conditions = parseConditions(
    entries.filter(([key]) => key !== "not"),
    "filter",
  );
  const [, given] = entries.find(([key]) => key === "not") ?? [];
  if (given === undefined) return conditions;
  const not = parseConditions(entriesOf(given, "filter not", conditionKeys), "filter not");
  return Object.keys(not).length > 0 ? { ...conditions, not } : conditions;
}

function entriesOf(value: unknown, where: string, allowed: readonly string[]): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`${where}: ${shorten(value)} (allowed: an object with any of ${allowed.join(", ")})`);
  for (const key of Object.keys(value))
    if (!allowed.includes(key))
      throw new Error(`${where} key: ${shorten(key)} (allowed: ${allowed.join(", ")})`);
  return Object.entries(value).filter(([, given]) => given !== null && given !== undefined);
}

function parseConditions(entries: readonly [string, unknown][], where: string): Conditions {
  return Object.fromEntries(
    entries.map(([key, given]) => [key, parseCondition(key as ConditionKey, given, where)]),
  );
}

function parseCondition(key: ConditionKey, given: unknown, where: string): unknown {
  const read = readers[key](given);
  if (read === undefined)
    throw new Error(`${where} ${key}: ${shorten(given)} (allowed: ${conditionKinds[key]})`);
  return read;
}

/** The value of a condition, or undefined where it makes no sense. */
type Reader = (given: unknown) => unknown;

const isString = (value: unknown): value is string => typeof value === "string";
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isShare = (value: unknown): value is number => typeof value === "number" && value >= 0 && value <= 1;

const listOf =
  (fits: (entry: unknown) => boolean): Reader =>
  (given) => {
    const list: readonly unknown[] = Array.isArray(given) ? given : [given];
    return list.every(fits) ? [...list] : undefined;
  };

const rangeOf =
  (fits: (entry: unknown) => entry is number): Reader =>
  (given) => {
    if (!Array.isArray(given) || given.length !== 2) return undefined;
    const [low, high] = given as readonly unknown[];
    return fits(low) && fits(high) && low <= high ? [low, high] : undefined;
  };

const string: Reader = (given) => (isString(given) ? given : undefined);
const names = listOf(isString);

const readers: Record<ConditionKey, Reader> = {
  errors: (given) => (typeof given === "boolean" ? given : undefined),
  text: string,
  regex: (given) => {
    if (!isString(given)) return undefined;
    readExpression(given);
    return given;
  },
  word: listOf((entry) => isString(entry) && tokenize(entry, "unicode").length > 0),
  concept: names,
  label: names,
  prediction: names,
  cluster: listOf(isWhole),
  split: names,
  confidence: rangeOf(isShare),
  length: rangeOf(isWhole),
  rows: listOf(isWhole),
  support: (given) => (isWhole(given) ? given : undefined),
  change: listOf((entry) => changeNames.some((name) => name === entry)),
};
