/** Which words two texts are tied by, and how wide their links are drawn. Plain functions. */
import type { Partner } from "../../../client";

/** Widest link, px. */
const WIDEST = 8;
/** Thinnest that can still be pointed at, px. */
const THINNEST = 1;

/** A link to the pill between two texts, or from word to word. */
export interface Link {
  /** Word of this row's text; -1 for a link of the other text's alone. */
  readonly own: number;
  /** Word of the other text; -1 for a link of this row's alone. */
  readonly other: number;
  readonly value: number;
  /** px. */
  readonly width: number;
}

/** The places of the `count` values largest by absolute size, largest first; none that is 0. */
export function strongest(values: Float32Array, count: number): readonly number[] {
  return [...values.keys()]
    .filter((place) => values[place] !== 0 && Number.isFinite(values[place]))
    .sort((a, b) => Math.abs(values[b] ?? 0) - Math.abs(values[a] ?? 0) || a - b)
    .slice(0, count);
}

/** Largest absolute value over all partners, which widths refer to; 0 where there is none. */
export function largestOf(partners: readonly Partner[], kind: "token" | "similarity"): number {
  let largest = 0;
  for (const { links, own, theirs } of partners)
    for (const part of kind === "token" ? [links] : [own, theirs])
      for (const value of part?.data ?? [])
        if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return largest;
}

/**
 * Links of one partner. Token to similarity: the strongest words of either side, as wide as their share of the largest
 * value. Token to token: the strongest pairs, by the cube of that share, since inner products differ little.
 */
export function linksOf(
  partner: Partner,
  kind: "token" | "similarity",
  top: number,
  largest: number,
): readonly Link[] {
  const width = (value: number, power: number): number =>
    largest > 0 ? Math.max(THINNEST, WIDEST * (Math.abs(value) / largest) ** power) : THINNEST;
  if (kind === "token") {
    const values = partner.links?.data ?? new Float32Array(0);
    const columns = partner.words.length;
    return strongest(values, top).map((place) => {
      const value = values[place] ?? 0;
      return { own: Math.floor(place / columns), other: place % columns, value, width: width(value, 3) };
    });
  }
  const side = (values: Float32Array | undefined, of: "own" | "other"): Link[] =>
    strongest(values ?? new Float32Array(0), top).map((word) => {
      const value = values?.[word] ?? 0;
      return { own: -1, other: -1, [of]: word, value, width: width(value, 1) };
    });
  return [...side(partner.own?.data, "own"), ...side(partner.theirs?.data, "other")];
}
