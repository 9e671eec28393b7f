/** A `tokenizer.json` or one of its parts. */
type Json = Readonly<Record<string, unknown>>;

/**
 * A `tokenizer.json` and its configuration as @huggingface/tokenizers 0.2 needs them to give the same pieces as the
 * library of which it is a translation: that one's white-space splitting knows letters of every script, and its word
 * models name their own unknown piece.
 */
export function portable(tokenizer: Json, config: Json): { tokenizer: Json; config: Json } {
  const { model, pre_tokenizer: split } = tokenizer;
  const unknown = isJson(model) ? model["unk_token"] : undefined;
  return {
    tokenizer: { ...tokenizer, pre_tokenizer: isJson(split) ? portableSplit(split) : split },
    config: typeof unknown === "string" ? { unk_token: unknown, ...config } : config,
  };
}

function portableSplit(split: Json): Json {
  const parts = split["pretokenizers"];
  if (Array.isArray(parts))
    return {
      ...split,
      pretokenizers: parts.map((part: unknown) => (isJson(part) ? portableSplit(part) : part)),
    };
  if (split["type"] !== "Whitespace") return split;
  // there, the joiners between letters are letters too
  const letter = "\\w\u200c\u200d";
  return {
    type: "Split",
    pattern: { Regex: `[${letter}]+|[^${letter}\\s]+` },
    behavior: "Removed",
    invert: true,
  };
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
