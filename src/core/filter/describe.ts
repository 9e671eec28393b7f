import type { ConditionKey, Conditions } from "./conditions";
import { firstFew } from "./show";

const keyNames: Partial<Record<ConditionKey, string>> = { prediction: "predicted", regex: "matches" };

/**
 * Words for the chip of one condition: a quiet key and its value. Label names show underscores as spaces; lists
 * name their first three entries.
 * @param clusterNames name per cluster; without it clusters are shown by number.
 * @param negated whether the condition stands in `not`.
 */
export function describeClause<K extends ConditionKey>(
  key: K,
  value: Conditions[K],
  clusterNames: readonly string[] = [],
  negated = false,
): { key: string; value: string } {
  if (key === "errors") {
    const what = value ? "errors" : "correct";
    return negated ? { key: "not", value: what } : { key: what, value: "only" };
  }
  const name = keyNames[key] ?? key;
  return { key: negated ? `not ${name}` : name, value: describeValue(key, value, clusterNames) };
}

function describeValue(
  key: Exclude<ConditionKey, "errors">,
  value: unknown,
  clusterNames: readonly string[],
): string {
  const entries = Array.isArray(value) ? (value as readonly (string | number)[]) : [];
  const [low = 0, high = 0] = entries;
  switch (key) {
    case "text":
      return `“${String(value)}”`;
    case "regex":
      return `/${String(value)}/`;
    case "cluster":
      return firstFew(entries.map((entry) => clusterNames[Number(entry)] ?? String(entry)));
    case "label":
    case "prediction":
      return firstFew(entries.map((entry) => String(entry).replaceAll("_", " ")));
    case "word":
    case "concept":
    case "split":
    case "change":
      return firstFew(entries.map(String));
    case "confidence":
      if (high === 1) return `at least ${low}`;
      return low === 0 ? `at most ${high}` : `${low} to ${high}`;
    case "length":
      return low === high ? counted(Number(low), "word") : `${low} to ${counted(Number(high), "word")}`;
    case "rows":
      return `${entries.length} chosen`;
    case "support":
      return `of row ${String(value)}`;
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
