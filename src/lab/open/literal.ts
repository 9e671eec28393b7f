/**
 * A Python string literal of any text, in double quotes. What a reader of the code could not see, or what Python would
 * take for the end of a line, is written as an escape: control characters, line and paragraph separators, marks of
 * writing direction, the byte order mark and halves of surrogate pairs.
 */
export function pythonString(text: string): string {
  let literal = '"';
  for (const character of text) literal += named.get(character) ?? visible(character);
  return `${literal}"`;
}

const named = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** Other, control, format, surrogate and unassigned; line and paragraph separators. */
const unseen = /^[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]$/u;

function visible(character: string): string {
  // a joiner holds the parts of one emoji together
  if (character === "\u200d" || !unseen.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
