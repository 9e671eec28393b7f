/** A `tokenizer.json` or one of its parts. */
type Json = Readonly<Record<string, unknown>>;

/** How a tokenizer writes pieces of a text. */
export interface Spelling {
  /** Whether characters stand for bytes, as GPT-2 has it. */
  readonly bytes: boolean;
  /** What a piece begins with that goes on with the word before, such as "##"; empty where there is none. */
  readonly prefix: string;
  /** What a piece ends with that ends a word, such as "</w>"; empty where there is none. */
  readonly suffix: string;
  /** How any piece that is not in the vocabulary is written; null where each is written as it is. */
  readonly unknown: string | null;
}

/** A piece as a part of the text. */
export interface SpelledPiece {
  /** Its characters, blanks as " "; empty for one that has none of its own; null for one that is not known. */
  readonly text: string | null;
  /** Whether it belongs to the word of the piece before it. */
  readonly continues: boolean;
}

/** Reads from a `tokenizer.json` how it writes pieces. */
export function spellingOf(tokenizer: Json): Spelling {
  const model = jsonOf(tokenizer["model"]);
  const parts = ["pre_tokenizer", "decoder"].flatMap((name) => partsOf(tokenizer[name]));
  const wordPiece = model["type"] === "WordPiece" || typeof model["continuing_subword_prefix"] === "string";
  return {
    bytes: parts.some(({ type }) => type === "ByteLevel"),
    prefix: textOf(model["continuing_subword_prefix"]) ?? (wordPiece ? "##" : ""),
    suffix: textOf(model["end_of_word_suffix"]) ?? "",
    unknown: model["type"] === "Unigram" ? null : textOf(model["unk_token"]),
  };
}

/** The characters of each piece of a text. A character whose bytes are in several pieces is in the first of them. */
export function spellOut(pieces: readonly string[], spelling: Spelling): SpelledPiece[] {
  const bytes: number[] = [];
  const starts: number[] = [];
  const known = pieces.map((piece) => {
    starts.push(bytes.length);
    if (piece === spelling.unknown) return null;
    const spelled = bytesOf(piece, spelling);
    bytes.push(...spelled.bytes);
    return spelled;
  });
  starts.push(bytes.length);
  return known.map((piece, at) => {
    if (!piece) return { text: null, continues: false };
    let from = starts[at] ?? 0;
    let to = starts[at + 1] ?? 0;
    while (from < to && isContinuation(bytes[from])) from++;
    const skipped = from - (starts[at] ?? 0);
    while (to > from && to < bytes.length && isContinuation(bytes[to])) to++;
    const text = decoder.decode(Uint8Array.from(bytes.slice(from, to)));
    return { text, continues: piece.continues || (skipped > 0 && text === "") };
  });
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();
const fallbackByte = /^<0x([0-9A-Fa-f]{2})>$/;

function bytesOf(
  piece: string,
  { bytes, prefix, suffix }: Spelling,
): { bytes: number[]; continues: boolean } {
  const byte = fallbackByte.exec(piece)?.[1];
  if (byte !== undefined) return { bytes: [parseInt(byte, 16)], continues: false };
  if (bytes) {
    const values = Array.from(piece, (character) => byteOfCharacter.get(character));
    // tokens that were added to the vocabulary are written as they are
    if (values.every((value) => value !== undefined)) return { bytes: values, continues: false };
  }
  const continues = prefix !== "" && piece.startsWith(prefix) && piece.length > prefix.length;
  const rest = continues ? piece.slice(prefix.length) : piece;
  const word = suffix !== "" && rest.endsWith(suffix) ? rest.slice(0, -suffix.length) : rest;
  return { bytes: [...encoder.encode(word.replaceAll("▁", " "))], continues };
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

/** GPT-2's table: printable bytes stand for themselves, the others for the characters from U+0100 on. */
const byteOfCharacter: ReadonlyMap<string, number> = (() => {
  const table = new Map<string, number>();
  let others = 0;
  for (let byte = 0; byte < 256; byte++) {
    const printable =
      (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
    table.set(String.fromCharCode(printable ? byte : 0x100 + others++), byte);
  }
  return table;
})();

/** A part and, where it is a sequence, its own parts. */
function partsOf(value: unknown): Json[] {
  const part = jsonOf(value);
  const nested = [part["pretokenizers"], part["decoders"]].flatMap((list) =>
    Array.isArray(list) ? list.flatMap(partsOf) : [],
  );
  return [part, ...nested];
}

function jsonOf(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
