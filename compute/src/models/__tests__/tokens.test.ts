import { describe, expect, test } from "@jest/globals";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openTokenizer } from "../tokens";

interface Golden {
  limit: number;
  texts: string[];
  tokenizers: { kind: string; tokenizer: object; ids: number[][] }[];
}
const golden = JSON.parse(readFileSync(join(__dirname, "golden/tokens.json"), "utf8")) as Golden;

async function withTokenizer<T>(tokenizer: object, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "semla-tokens-"));
  try {
    writeFileSync(join(folder, "tokenizer.json"), JSON.stringify(tokenizer));
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("texts of every script are cut into the pieces that the reference library gives, by", () => {
  test.each(golden.tokenizers)("$kind", async ({ tokenizer, ids }) => {
    await withTokenizer(tokenizer, async (folder) => {
      const { encode } = await openTokenizer({ folder, maxPieces: golden.limit, vocabulary: null, padId: 0 });
      golden.texts.forEach((text, i) => {
        expect({ text, ids: encode(text).ids }).toEqual({ text, ids: ids[i] });
      });
    });
  });
});

test("a piece for which the tokenizer has no number is refused", async () => {
  const tokenizer = {
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: "Whitespace" },
    post_processor: null,
    decoder: null,
    model: { type: "WordLevel", vocab: { card: 0 } },
  };
  await withTokenizer(tokenizer, async (folder) => {
    const { encode } = await openTokenizer({ folder, maxPieces: 8, vocabulary: 1, padId: 0 });
    expect(encode("card").ids).toEqual([0]);
    expect(encode("").ids).toEqual([0]);
    expect(() => encode("lost card")).toThrow(/gives no number for a piece of "lost card"/);
  });
});
