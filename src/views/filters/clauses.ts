import type { ConditionKey, Conditions, Filter, FilterClause } from "../../core";

/** The filter without one of its clauses: of words and concepts the one entry, else the whole condition. */
export function withoutClause(filter: Filter, clause: FilterClause): Filter {
  const { not = {}, ...conditions } = filter;
  return clause.negated ? joined(conditions, without(not, clause)) : joined(without(conditions, clause), not);
}

/**
 * The filter with a clause turned round: what rows had to meet they must not, or the reverse. Lists join the list that
 * stands there; null where a single value stands there already.
 */
export function flipClause(filter: Filter, clause: FilterClause): Filter | null {
  const { not = {}, ...conditions } = withoutClause(filter, clause);
  const target: Conditions = clause.negated ? conditions : not;
  const there: unknown = target[clause.key];
  if (there !== undefined && !isList(clause.key)) return null;
  const value = there === undefined ? clause.value : union(there, clause.value);
  const changed: Conditions = { ...target, [clause.key]: value };
  return clause.negated ? joined(changed, not) : joined(conditions, changed);
}

/** The filter with one entry of a list condition added, or taken away where it was. */
export function toggleEntry(
  filter: Filter,
  key: "label" | "prediction" | "cluster" | "split" | "word" | "concept" | "change",
  entry: string | number,
): Filter {
  const { not = {}, ...conditions } = filter;
  const entries: readonly (string | number)[] = conditions[key] ?? [];
  const next = entries.includes(entry) ? entries.filter((one) => one !== entry) : [...entries, entry];
  return joined(next.length > 0 ? { ...conditions, [key]: next } : dropped(conditions, key), not);
}

/** The conditions without one of them. */
export function dropped(filter: Filter, key: ConditionKey): Filter {
  return Object.fromEntries(Object.entries(filter).filter(([name]) => name !== key));
}

function without(conditions: Conditions, { key, value }: FilterClause): Conditions {
  const { [key]: held, ...rest } = conditions;
  if (key !== "word" && key !== "concept") return rest;
  const gone = value as readonly string[];
  const kept = ((held ?? []) as readonly string[]).filter((entry) => !gone.includes(entry));
  return kept.length > 0 ? { ...rest, [key]: kept } : rest;
}

function joined(conditions: Conditions, not: Conditions): Filter {
  return Object.keys(not).length > 0 ? { ...conditions, not } : conditions;
}

const lists: ReadonlySet<ConditionKey> = new Set([
  "word",
  "concept",
  "label",
  "prediction",
  "cluster",
  "split",
  "rows",
  "change",
]);

function isList(key: ConditionKey): boolean {
  return lists.has(key);
}

function union(there: unknown, added: unknown): readonly unknown[] {
  return [...new Set([...(there as readonly unknown[]), ...(added as readonly unknown[])])];
}
