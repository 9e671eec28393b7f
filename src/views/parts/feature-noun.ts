import type { WordSettings } from "../../client";

/** What one of the words over the points is called. */
export function featureNoun({ kind, ngram }: Pick<WordSettings, "kind" | "ngram">): string {
  if (kind === "word") return ngram === 1 ? "word" : "phrase";
  return kind === "characters" ? "length" : kind;
}
