/** A value as JSON, cut at 80 characters. */
export function shorten(value: unknown): string {
  const json: string | undefined = JSON.stringify(value);
  return json === undefined ? String(value) : json.length > 80 ? `${json.slice(0, 79)}…` : json;
}

/** The first few of a list; "none" of an empty one. */
export function firstFew(names: readonly string[], limit = 3): string {
  if (names.length === 0) return "none";
  const head = names.slice(0, limit).join(", ");
  return names.length > limit ? `${head} and ${names.length - limit} more` : head;
}
