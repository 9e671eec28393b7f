/** Kinds of tokenizers that are made small here. */
export type TokenizerKind = "WordPiece" | "cased WordPiece" | "Unigram" | "byte-level BPE" | "BPE with bytes";

const special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
const words = ["where", "my", "card", "lost", "naive", "gu", "s", "'", "-", ",", "?", ".", "is"];
const endings = ["##r", "##tel", "##ly", "##s"];

/** A `tokenizer.json` of a few pieces, which puts [CLS] and [SEP] around a text. */
export function tokenizerOf(kind: TokenizerKind): object {
  const parts = partsOf(kind);
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: special.map((content, id) => ({
      id,
      content,
      special: true,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
    })),
    decoder: null,
    post_processor: {
      type: "TemplateProcessing",
      single: [
        { SpecialToken: { id: "[CLS]", type_id: 0 } },
        { Sequence: { id: "A", type_id: 0 } },
        { SpecialToken: { id: "[SEP]", type_id: 0 } },
      ],
      pair: [],
      special_tokens: Object.fromEntries(
        ["[CLS]", "[SEP]"].map((token) => [
          token,
          { id: token, ids: [special.indexOf(token)], tokens: [token] },
        ]),
      ),
    },
    ...parts,
  };
}

function partsOf(kind: TokenizerKind): object {
  const metaspace = { type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: true };
  switch (kind) {
    case "WordPiece":
    case "cased WordPiece":
      return {
        normalizer: {
          type: "BertNormalizer",
          clean_text: true,
          handle_chinese_chars: true,
          strip_accents: null,
          lowercase: kind === "WordPiece",
        },
        pre_tokenizer: { type: "BertPreTokenizer" },
        model: {
          type: "WordPiece",
          unk_token: "[UNK]",
          continuing_subword_prefix: "##",
          max_input_chars_per_word: 100,
          vocab: numbered([...special, ...words, ...endings]),
        },
      };
    case "Unigram":
      return {
        normalizer: { type: "NFKC" },
        pre_tokenizer: metaspace,
        model: {
          type: "Unigram",
          unk_id: 1,
          byte_fallback: false,
          vocab: [
            ...special.map((piece) => [piece, 0]),
            ...["▁my", "▁card", "card", "...", "▁lost"].map((piece) => [piece, -1]),
            ...["▁", ",", "x", "a", "c", "r", "d"].map((piece) => [piece, -4]),
          ],
        },
      };
    case "byte-level BPE":
      return {
        normalizer: null,
        pre_tokenizer: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
        model: {
          type: "BPE",
          fuse_unk: false,
          byte_fallback: false,
          vocab: numbered([...special, ...bytes(), "Ġc", "ar", "Ġcar", "Ġcard", "my", "Ġmy"]),
          merges: ["Ġ c", "a r", "Ġc ar", "Ġcar d", "m y", "Ġ my"],
        },
      };
    case "BPE with bytes":
      return {
        normalizer: {
          type: "Sequence",
          normalizers: [
            { type: "Prepend", prepend: "▁" },
            { type: "Replace", pattern: { String: " " }, content: "▁" },
          ],
        },
        pre_tokenizer: null,
        model: {
          type: "BPE",
          unk_token: "[UNK]",
          fuse_unk: true,
          byte_fallback: true,
          vocab: numbered([
            ...special,
            ...Array.from({ length: 256 }, (_, i) => `<0x${i.toString(16).toUpperCase().padStart(2, "0")}>`),
            ..."▁cardmyls",
            "▁m",
            "▁my",
          ]),
          merges: ["▁ m", "▁m y"],
        },
      };
  }
}

function numbered(pieces: readonly string[]): Record<string, number> {
  return Object.fromEntries([...new Set(pieces)].map((piece, id) => [piece, id]));
}

/** How GPT-2 writes the 256 bytes. */
function bytes(): string[] {
  let others = 0;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
    return String.fromCharCode(printable ? byte : 256 + others++);
  });
}
