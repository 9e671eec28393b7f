import { everyRow, matchingCodes } from "./columns";
import type { Categories, Mask } from "./columns";

/**
 * Conditions combined by AND; an absent key does not restrict, an empty list matches no row. Plain JSON: it is
 * `ex.filter` in Python and the chips on screen.
 */
export interface Filter {
  /** true: only rows whose prediction is wrong; false: only rows whose prediction is right. */
  readonly errors?: boolean | undefined;
  /** Substring of the text, case-insensitive. */
  readonly text?: string | undefined;
  /** Names of gold labels. */
  readonly label?: readonly string[] | undefined;
  /** Names of predicted labels. */
  readonly prediction?: readonly string[] | undefined;
  /** Label clusters of the gold label, else of the prediction. */
  readonly cluster?: readonly number[] | undefined;
  /** Names of splits. */
  readonly split?: readonly string[] | undefined;
}

/** What a filter looks at. A filter that needs an absent column is an error. */
export interface FilterColumns {
  /** Number of rows. */
  readonly length: number;
  readonly texts?: readonly string[] | undefined;
  readonly gold?: Categories | undefined;
  readonly prediction?: Categories | undefined;
  /** Label cluster per row, -1 for none. */
  readonly cluster?: Int32Array | undefined;
  readonly split?: Categories | undefined;
}

const kinds = {
  errors: "true or false",
  text: "a string",
  label: "a list of label names",
  prediction: "a list of label names",
  cluster: "a list of cluster numbers",
  split: "a list of split names",
} as const satisfies Record<keyof Filter, string>;

/** The keys a filter may have, in the order in which chips show them. */
export const filterKeys = Object.keys(kinds) as readonly (keyof Filter)[];

/**
 * The rows that pass every condition of `filter`. Rows without gold label or prediction are neither errors nor
 * correct.
 * @throws Error when a condition needs an absent column or names an unknown label or split.
 */
export function applyFilter(filter: Filter, columns: FilterColumns): Mask {
  const mask = everyRow(columns.length);
  if (filter.errors !== undefined) keepErrors(mask, filter.errors, columns);
  if (filter.text) keepText(mask, filter.text, needed("text", columns.texts, "texts"));
  if (filter.label) keepNames(mask, "label", filter.label, needed("label", columns.gold, "gold labels"));
  if (filter.prediction)
    keepNames(mask, "prediction", filter.prediction, needed("prediction", columns.prediction, "predictions"));
  if (filter.cluster) {
    const allowed = new Set(filter.cluster);
    const cluster = needed("cluster", columns.cluster, "label clusters");
    for (let row = 0; row < mask.length; row++) if (!allowed.has(cluster[row] ?? -1)) mask[row] = 0;
  }
  if (filter.split) keepNames(mask, "split", filter.split, needed("split", columns.split, "splits"));
  return mask;
}

/**
 * Reads a filter from plain JSON. A lone name or number stands for a list of one; null stands for an absent key.
 * @throws Error that names the allowed keys, or what the key takes.
 */
export function parseFilter(value: unknown): Filter {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`filter: ${show(value)} (allowed: an object with any of ${filterKeys.join(", ")})`);
  const filter: Record<string, unknown> = {};
  for (const [key, given] of Object.entries(value)) {
    if (!Object.hasOwn(kinds, key))
      throw new Error(`filter key: ${show(key)} (allowed: ${filterKeys.join(", ")})`);
    if (given === null || given === undefined) continue;
    filter[key] = parseCondition(key as keyof Filter, given);
  }
  return filter;
}

/**
 * Words for the chip of one condition: a quiet key and its value. Label names show underscores as spaces; lists
 * name their first three entries.
 * @param clusterNames name per cluster; without it clusters are shown by number.
 */
export function describeClause(
  key: keyof Filter,
  value: Filter[keyof Filter],
  clusterNames: readonly string[] = [],
): { key: string; value: string } {
  if (key === "errors") return value ? { key: "errors", value: "only" } : { key: "correct", value: "only" };
  const entries = Array.isArray(value) ? (value as readonly (string | number)[]) : [];
  switch (key) {
    case "text":
      return { key, value: `“${String(value)}”` };
    case "cluster":
      return { key, value: summary(entries.map((entry) => clusterNames[Number(entry)] ?? String(entry))) };
    case "label":
    case "prediction":
      return {
        key: key === "label" ? "label" : "predicted",
        value: summary(entries.map((entry) => String(entry).replaceAll("_", " "))),
      };
    case "split":
      return { key, value: summary(entries.map(String)) };
  }
}

function keepErrors(mask: Mask, errors: boolean, columns: FilterColumns): void {
  const gold = needed("errors", columns.gold, "gold labels");
  const prediction = needed("errors", columns.prediction, "predictions");
  const goldOf = matchingCodes(prediction, gold);
  for (let row = 0; row < mask.length; row++) {
    const label = gold.codes[row] ?? -1;
    const predicted = prediction.codes[row] ?? -1;
    if (label < 0 || predicted < 0 || (goldOf[predicted] !== label) !== errors) mask[row] = 0;
  }
}

function keepText(mask: Mask, text: string, texts: readonly string[]): void {
  const wanted = text.toLowerCase();
  for (let row = 0; row < mask.length; row++)
    if (mask[row] && !texts[row]?.toLowerCase().includes(wanted)) mask[row] = 0;
}

function keepNames(mask: Mask, key: string, wanted: readonly string[], column: Categories): void {
  const allowed = new Uint8Array(column.names.length);
  for (const name of wanted) {
    const code = column.names.indexOf(name);
    if (code < 0) throw new Error(`${key}: ${show(name)} (allowed: ${summary(column.names, 12)})`);
    allowed[code] = 1;
  }
  for (let row = 0; row < mask.length; row++) if (!allowed[column.codes[row] ?? -1]) mask[row] = 0;
}

function needed<T>(key: keyof Filter, column: T | undefined, what: string): T {
  if (column === undefined)
    throw new Error(`filter ${key}: this data set has no ${what}; remove the condition or pass ${what}`);
  return column;
}

function parseCondition(key: keyof Filter, given: unknown): unknown {
  if (key === "errors" && typeof given === "boolean") return given;
  if (key === "text" && typeof given === "string") return given;
  if (key !== "errors" && key !== "text") {
    const list: readonly unknown[] = Array.isArray(given) ? given : [given];
    const fits = (entry: unknown): boolean =>
      key === "cluster" ? Number.isInteger(entry) && Number(entry) >= 0 : typeof entry === "string";
    if (list.every(fits)) return [...list];
  }
  throw new Error(`filter ${key}: ${show(given)} (allowed: ${kinds[key]})`);
}

function show(value: unknown): string {
  const json: string | undefined = JSON.stringify(value);
  return json === undefined ? String(value) : json.length > 80 ? `${json.slice(0, 79)}…` : json;
}

function summary(names: readonly string[], limit = 3): string {
  if (names.length === 0) return "none";
  const head = names.slice(0, limit).join(", ");
  return names.length > limit ? `${head} and ${names.length - limit} more` : head;
}
