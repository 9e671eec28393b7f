import { type Column, columnsFor, type Role, roles } from "./tables";

const usual: Record<Role, readonly string[]> = {
  text: [
    "text",
    "utterance",
    "sentence",
    "query",
    "question",
    "review",
    "content",
    "body",
    "message",
    "comment",
    "document",
    "description",
    "title",
  ],
  label: ["label", "labels", "intent", "category", "class", "target", "topic", "sentiment", "tag", "gold"],
  id: ["id", "uid", "uuid", "guid", "key"],
  split: ["split", "subset", "partition", "fold"],
};

/**
 * Columns for each role: by their names, else the longest strings as text and strings that repeat as label. Ids are
 * taken only where all differ. A column has one role; null where nothing fits.
 */
export function guessColumns(columns: readonly Column[]): Record<Role, string | null> {
  const guessed: Record<Role, string | null> = { text: null, label: null, id: null, split: null };
  const taken = new Set<string>();
  const give = (role: Role, column: Column | undefined): void => {
    if (!column) return;
    guessed[role] = column.name;
    taken.add(column.name);
  };
  const free = (role: Role): Column[] => columnsFor(role, columns).filter(({ name }) => !taken.has(name));
  for (const role of roles) give(role, named(role, free(role)));
  if (!guessed.text) give("text", longest(free("text")));
  if (!guessed.label) give("label", repeating(free("label")));
  return guessed;
}

/** The column whose name is a usual one, else the one that has a usual one as a word of its name. */
function named(role: Role, columns: readonly Column[]): Column | undefined {
  const fitting = role === "id" ? columns.filter(({ values, distinct }) => distinct === values) : columns;
  for (const fits of [isName, hasWord]) {
    for (const name of usual[role]) {
      const found = fitting.find((column) => fits(column.name, name));
      if (found) return found;
    }
  }
  return undefined;
}

function isName(column: string, name: string): boolean {
  return column.toLowerCase() === name;
}

function hasWord(column: string, name: string): boolean {
  const words = column.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").split(/[\s\p{P}]+/u);
  return words.some((word) => word.toLowerCase() === name);
}

function longest(columns: readonly Column[]): Column | undefined {
  return columns.reduce<Column | undefined>(
    (best, column) => (best && best.characters >= column.characters ? best : column),
    undefined,
  );
}

/** Strings of which each comes twice on average; numbers may be anything. */
function repeating(columns: readonly Column[]): Column | undefined {
  return columns.find(
    ({ kind, distinct, values }) => kind === "string" && distinct > 1 && distinct * 2 <= values,
  );
}
