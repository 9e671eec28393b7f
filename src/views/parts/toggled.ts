import type { Filter } from "../../core";

/** What a list or the map has names of that a filter can ask for. */
export type NamedKey = "word" | "concept" | "label" | "prediction";

/**
 * The change of the filter after a click. Words and concepts come together, each another condition; of labels a
 * row has one, so that another label takes the place of the one before. The second click removes.
 */
export function toggled(
  filter: Filter,
  key: NamedKey,
  name: string,
): { [K in NamedKey]?: readonly string[] | undefined } {
  const before = filter[key] ?? [];
  const rest = before.filter((other) => other !== name);
  const removed = rest.length < before.length;
  if (key === "label" || key === "prediction")
    return { [key]: removed && rest.length === 0 ? undefined : [name] };
  const next = removed ? rest : [...before, name];
  return { [key]: next.length > 0 ? next : undefined };
}
