import type { Filter } from "../../core";

/** Whether a click replaces what a filter holds or, with a modifier key, adds to it. */
export type Pick = "isolate" | "add";

/**
 * The filter after a click on a cluster: only that one, or all but for it again when it was the only one; with
 * "add", it joins or leaves those picked before.
 */
export function pickCluster(filter: Filter, cluster: number, how: Pick): Change<"cluster", number> {
  return { cluster: picked(filter.cluster, cluster, how) };
}

/** The same for a label by its name. */
export function pickLabel(filter: Filter, label: string, how: Pick): Change<"label", string> {
  return { label: picked(filter.label, label, how) };
}

type Change<K extends string, T> = { readonly [key in K]: readonly T[] | undefined };

function picked<T>(before: readonly T[] | undefined, value: T, how: Pick): readonly T[] | undefined {
  const others = (before ?? []).filter((each) => each !== value);
  const had = others.length < (before?.length ?? 0);
  if (how === "isolate") return had && others.length === 0 ? undefined : [value];
  const after = had ? others : [...others, value];
  return after.length > 0 ? after : undefined;
}

/** The labels that an open cluster lists: the first `few`, or all; a rest of one is not worth hiding. */
export function listed(labels: readonly number[], all: boolean, few = 5): readonly number[] {
  return all || labels.length <= few + 1 ? labels : labels.slice(0, few);
}

/** The names that the user gave, with another for the cluster found as `found`; an empty one takes it away. */
export function renamed(
  names: Readonly<Record<string, string>>,
  found: string,
  name: string,
): Readonly<Record<string, string>> {
  const others = Object.entries(names).filter(([key]) => key !== found);
  const given = name.trim();
  return Object.fromEntries(given && given !== found ? [...others, [found, given]] : others);
}
