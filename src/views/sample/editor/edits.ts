/** Texts with one word changed, and what that does to a probability. */
import type { TextWord } from "../../../client";
import { differenceOf } from "./difference";

export type EditKind = "remove" | "mask" | "swap";

export interface Edit {
  readonly kind: EditKind;
  /** Place of the word in the text. */
  readonly word: number;
  /** What stands in its place; empty where it is removed. */
  readonly replacement: string;
  readonly text: string;
}

type Place = Pick<TextWord, "start" | "end">;

/** The text without a word, without one of two spaces that then meet, and without a space before a mark or the end. */
export function removed(text: string, { start, end }: Place): string {
  const before = text.slice(0, start);
  const after = text.slice(end);
  if (before === "" || (/\s$/u.test(before) && /^\s/u.test(after))) return before + after.replace(/^\s/u, "");
  return (/^[\p{L}\p{N}]/u.test(after) ? before : before.replace(/\s$/u, "")) + after;
}

export function replaced(text: string, { start, end }: Place, replacement: string): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

/** The edits of one word: removed, masked where the model has a mask, and each of `swaps` in its place. */
export function editsOf(
  text: string,
  words: readonly TextWord[],
  word: number,
  mask: string | null,
  swaps: readonly string[],
): readonly Edit[] {
  const place = words[word];
  if (!place) return [];
  const edits: Edit[] = [{ kind: "remove", word, replacement: "", text: removed(text, place) }];
  if (mask !== null) edits.push({ kind: "mask", word, replacement: mask, text: replaced(text, place, mask) });
  for (const swap of swaps)
    if (swap !== place.text)
      edits.push({ kind: "swap", word, replacement: swap, text: replaced(text, place, swap) });
  return edits;
}

/** Words of another text that this one does not have, each once, in their order; no marks. */
export function foreignWords(words: readonly string[], others: readonly string[]): readonly string[] {
  const own = new Set(words.map((word) => word.toLowerCase()));
  const found = new Map<string, string>();
  for (const other of others) {
    const key = other.toLowerCase();
    if (!own.has(key) && !found.has(key) && /[\p{L}\p{N}]/u.test(other)) found.set(key, other);
  }
  return [...found.values()];
}

/**
 * The word of another text that stands where each word of this one stands: inside the runs in which the two texts
 * differ, the first for the first and so on. Null for words that both have, and where the other run is shorter.
 */
export function counterparts(
  words: readonly string[],
  others: readonly string[],
): readonly (string | null)[] {
  const found: (string | null)[] = words.map(() => null);
  let gone: number[] = [];
  let come: string[] = [];
  const pair = (): void => {
    gone.forEach((word, i) => (found[word] = come[i] ?? null));
    gone = [];
    come = [];
  };
  const lower = (each: string): string => each.toLowerCase();
  for (const { kind, before, after } of differenceOf(words.map(lower), others.map(lower))) {
    if (kind === "kept") pair();
    else if (kind === "removed") {
      if (/[\p{L}\p{N}]/u.test(words[before] ?? "")) gone.push(before);
    } else if (/[\p{L}\p{N}]/u.test(others[after] ?? "")) come.push(others[after] ?? "");
  }
  pair();
  return found;
}
