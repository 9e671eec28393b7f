/** Endings and what may stand in their place in the base form, as in WordNet's own rules of detachment. */
const rules: readonly (readonly [ending: string, instead: string])[] = [
  ["ies", "y"],
  ["s", ""],
  ["es", ""],
  ["men", "man"],
  ["ied", "y"],
  ["ed", "e"],
  ["ed", ""],
  ["ing", "e"],
  ["ing", ""],
];

/** What an English word may be a form of: itself first, then without its regular ending. */
export function baseForms(word: string): string[] {
  const forms = [word];
  for (const [ending, instead] of rules) {
    const stem = word.slice(0, -ending.length);
    if (!word.endsWith(ending) || stem.length < 2) continue;
    forms.push(stem + instead);
    // "transferring", "stopped"
    if (instead === "" && /([^aeiouls])\1$/.test(stem)) forms.push(stem.slice(0, -1));
  }
  return forms;
}
