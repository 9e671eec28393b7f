/** A list sorted by a signed value, with its middle left out. */
export interface Folded<T> {
  readonly head: readonly T[];
  /** Items between head and tail that are not shown. */
  readonly hidden: number;
  readonly tail: readonly T[];
}

/**
 * The two ends of a list that falls from positive to negative values, `ends` items each; where one sign has fewer,
 * the other gets its places, and zeros stand at neither end. `opened` items more are shown, half at each end. Items
 * that `keep` names are never hidden: they stand at the end of the head. A rest of one is not worth hiding.
 */
export function folded<T>(
  items: readonly T[],
  ends: number,
  opened: number,
  { valueOf, keep }: { valueOf: (item: T) => number; keep: (item: T) => boolean },
): Folded<T> {
  if (items.length <= 2 * ends + opened + 1) return { head: items, hidden: 0, tail: [] };
  const positive = items.filter((item) => valueOf(item) > 0).length;
  const negative = items.filter((item) => valueOf(item) < 0).length;
  const least = Math.min(ends, negative);
  const head = positive + negative === 0 ? ends : Math.min(2 * ends - least, positive);
  const first = head + Math.ceil(opened / 2);
  const last = Math.min(2 * ends - head, negative) + Math.floor(opened / 2);
  if (items.length <= first + last + 1) return { head: items, hidden: 0, tail: [] };
  const between = items.slice(first, items.length - last);
  const kept = between.filter(keep);
  return {
    head: [...items.slice(0, first), ...kept],
    hidden: between.length - kept.length,
    tail: items.slice(items.length - last),
  };
}
