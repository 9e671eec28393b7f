import type { Mask } from "../columns";
import type { Postings } from "../postings";
import { tokenize } from "../tokens";

/**
 * Whether a text holds a word, or the words of a phrase one right after the other. A phrase is read as texts are;
 * what stands in `words` as it is given counts as one word. Without texts a phrase cannot be told, and no row passes.
 */
export function wordTest(
  phrase: string,
  texts: readonly string[] | undefined,
  words: Postings | undefined,
  length: number,
): (row: number) => boolean {
  const known = words?.features.indexOf(phrase) ?? -1;
  const parts = known >= 0 ? [phrase] : tokenize(phrase, "unicode");
  const [first, ...rest] = parts;
  if (first === undefined) return () => false;
  const inText = (row: number): boolean => follows(tokenize(texts?.[row] ?? "", "unicode"), first, rest);
  if (!words) return inText;

  let candidates: Mask | null = null;
  for (const part of parts) {
    const mask = rowsWith(words, words.features.indexOf(part), length);
    const before: Mask | null = candidates;
    candidates = before ? mask.map((bit, row) => bit & (before[row] ?? 0)) : mask;
  }
  const holds = candidates ?? new Uint8Array(length);
  if (rest.length === 0) return (row) => holds[row] === 1;
  return (row) => holds[row] === 1 && inText(row);
}

function rowsWith({ offsets, rows }: Postings, feature: number, length: number): Mask {
  const mask = new Uint8Array(length);
  if (feature < 0) return mask;
  for (let i = offsets[feature] ?? 0, end = offsets[feature + 1] ?? 0; i < end; i++)
    mask[rows[i] as number] = 1;
  return mask;
}

function follows(tokens: readonly string[], first: string, rest: readonly string[]): boolean {
  for (let at = tokens.indexOf(first); at >= 0; at = tokens.indexOf(first, at + 1))
    if (rest.every((part, i) => tokens[at + 1 + i] === part)) return true;
  return false;
}
