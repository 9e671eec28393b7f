import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { openTokenizer } from "../../models/tokens";
import type { Reading } from "../model";
import { readText } from "../reading";
import { tokenizerOf, type TokenizerKind } from "./tokenizers";

const kinds: TokenizerKind[] = [
  "WordPiece",
  "cased WordPiece",
  "Unigram",
  "byte-level BPE",
  "BPE with bytes",
];
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

async function reader(
  tokenizer: object,
  maxPieces = 512,
  config: object = {},
): Promise<(text: string) => Reading> {
  const folder = mkdtempSync(join(tmpdir(), "semla-reading-"));
  folders.push(folder);
  writeFileSync(join(folder, "tokenizer.json"), JSON.stringify(tokenizer));
  writeFileSync(join(folder, "tokenizer_config.json"), JSON.stringify(config));
  const opened = await openTokenizer({ folder, maxPieces, vocabulary: null, padId: 0 });
  return (text) => readText(opened, text);
}

/** Each word with its pieces. */
function grouped({ words, pieces, wordOfPiece }: Reading): Record<string, string[]>[] {
  return words.map(({ text }, word) => ({
    [text]: pieces.filter((_, piece) => wordOfPiece[piece] === word),
  }));
}

/** What holds of every reading. */
function checkReading({ text, ids, pieces, special, words, wordOfPiece }: Reading): void {
  expect(pieces).toHaveLength(ids.length);
  expect(special).toHaveLength(ids.length);
  expect(wordOfPiece).toHaveLength(ids.length);
  let end = 0;
  for (const word of words) {
    expect(word.start).toBeGreaterThanOrEqual(end);
    expect(word.end).toBeGreaterThan(word.start);
    expect(word.text).toBe(text.slice(word.start, word.end));
    end = word.end;
  }
  const used = new Set(wordOfPiece);
  expect(words.every((_, word) => used.has(word))).toBe(true);
  let last = 0;
  wordOfPiece.forEach((word, piece) => {
    expect(word < words.length).toBe(true);
    if (special[piece] === 1) expect(word).toBe(-1);
    else if (words.length > 0) expect(word).toBeGreaterThanOrEqual(last);
    if (word >= 0) last = word;
  });
}

describe("a text is read into words and their pieces, by", () => {
  test("WordPiece, also where accents and case are taken away", async () => {
    const read = await reader(tokenizerOf("WordPiece"));
    const reading = read("Where's my Gürtel-card, naïvely?");
    checkReading(reading);
    expect(grouped(reading)).toEqual([
      { "Where's": ["where", "'", "s"] },
      { my: ["my"] },
      { Gürtel: ["gu", "##r", "##tel"] },
      { "-": ["-"] },
      { card: ["card"] },
      { ",": [","] },
      { naïvely: ["naive", "##ly"] },
      { "?": ["?"] },
    ]);
    expect(reading.pieces[0]).toBe("[CLS]");
    expect([...reading.special]).toEqual([1, ...Array<number>(reading.pieces.length - 2).fill(0), 1]);
  });

  test("WordPiece, which knows nothing of some words", async () => {
    const read = await reader(tokenizerOf("WordPiece"));
    const reading = read("my ☃☃ card 💳 Ωμέγα, my 日本 card");
    checkReading(reading);
    expect(grouped(reading).map((each) => Object.entries(each)[0])).toEqual([
      ["my", ["my"]],
      ["☃☃", ["[UNK]"]],
      ["card", ["card"]],
      ["💳", ["[UNK]"]],
      ["Ωμέγα", ["[UNK]"]],
      [",", [","]],
      ["my", ["my"]],
      ["日本", ["[UNK]", "[UNK]"]],
      ["card", ["card"]],
    ]);
  });

  test("Unigram, whose blanks are pieces of their own at times", async () => {
    const read = await reader(tokenizerOf("Unigram"));
    const reading = read("my  card, x card");
    checkReading(reading);
    expect(grouped(reading)).toEqual([
      { my: ["▁my"] },
      { card: ["▁", "▁card"] },
      { ",": [","] },
      { x: ["▁", "x"] },
      { card: ["▁card"] },
    ]);
  });

  test("bytes, several of which make a character", async () => {
    const read = await reader(tokenizerOf("byte-level BPE"));
    const reading = read("my 💳 é");
    checkReading(reading);
    expect(reading.words.map(({ text }) => text)).toEqual(["my", "💳", "é"]);
    // a blank, and one piece a byte
    expect(grouped(reading)[1]?.["💳"]).toHaveLength(5);
    expect(grouped(reading)[2]?.["é"]).toHaveLength(3);
  });

  test("pieces that reach over several words make one word of them", async () => {
    const read = await reader(tokenizerOf("Unigram"));
    const reading = read("card... my");
    checkReading(reading);
    expect(reading.words.map(({ text }) => text)).toEqual(["card", "...", "my"]);
  });
});

describe("what is no text", () => {
  test.each(kinds)("or empty has no words, by %s", async (kind) => {
    const read = await reader(tokenizerOf(kind));
    for (const text of ["", " ", "\n\t "]) {
      const reading = read(text);
      checkReading(reading);
      expect(reading.words).toEqual([]);
      expect(reading.ids.length).toBeGreaterThan(0);
    }
  });

  test("is special, also in the middle of a text", async () => {
    const read = await reader(tokenizerOf("WordPiece"));
    const only = read("[CLS] [SEP]");
    checkReading(only);
    expect(only.words).toEqual([]);
    expect([...only.special]).toEqual([1, 1, 1, 1]);
    const masked = read("my [MASK] card");
    checkReading(masked);
    expect(masked.words).toEqual([
      { text: "my", start: 0, end: 2 },
      { text: "card", start: 10, end: 14 },
    ]);
    expect([...masked.special]).toEqual([1, 0, 1, 0, 1]);
  });
});

describe("a text of any length", () => {
  test.each([27, 28, 29, 127, 600])("of %d pieces stays aligned", async (count) => {
    const read = await reader(tokenizerOf("WordPiece"), 128);
    // every word is two pieces
    const names = Array.from({ length: count / 2 }, () => "cardly");
    const text = [...names, ...(count % 2 === 1 ? ["card"] : [])].join(" ");
    const reading = read(text);
    checkReading(reading);
    const room = 126;
    expect(reading.ids).toHaveLength(Math.min(count, room) + 2);
    expect(reading.cut).toBe(Math.max(count - room, 0));
    expect(reading.words).toHaveLength(Math.ceil(Math.min(count, room) / 2));
    reading.words.forEach(({ start }, word) => {
      expect(start).toBe(7 * word);
      expect(grouped(reading)[word]).toEqual(
        text.startsWith("cardly", start) ? { cardly: ["card", "##ly"] } : { card: ["card"] },
      );
    });
  });

  test("that is cut on its left keeps the end", async () => {
    const read = await reader(tokenizerOf("WordPiece"), 5, { truncation_side: "left" });
    const reading = read("my card my lost card");
    checkReading(reading);
    expect(reading.words).toEqual([
      { text: "my", start: 8, end: 10 },
      { text: "lost", start: 11, end: 15 },
      { text: "card", start: 16, end: 20 },
    ]);
    expect(reading.cut).toBe(2);
  });
});

const scripts = [
  "Where is my card?",
  "أين بطاقتي، my card؟",
  "הכרטיס שלי card לא הגיע",
  "👩‍👩‍👧‍👦 🇩🇪 card 💳💳 my 👍🏽",
  "ΟΔΟΣ İstanbul ﬁne ½ ①",
  "मेरा कार्ड कहाँ है",
  "我的卡还没到。my card",
  "บัตรของฉันหาย card",
  "ete\u0301 zero\u200bwidth non\u00a0breaking \ud83d\udcb3",
  "a\u0000b \ufffd \ud800 c",
  "``card'' -- ... ?!",
];

describe.each(kinds)("whatever the script, readings hold together by %s", (kind) => {
  test.each(scripts)("%j", async (text) => {
    const read = await reader(tokenizerOf(kind));
    const reading = read(text);
    checkReading(reading);
    const card = text.indexOf("card");
    if (card >= 0 && kind !== "BPE with bytes")
      expect(reading.words).toContainEqual({ text: "card", start: card, end: card + 4 });
  });

  test("for any text", async () => {
    const read = await reader(tokenizerOf(kind));
    const word = fc.oneof(
      fc.constantFrom("card", "my", "lost", "☃", "…", "ﬁ", "💳", "Ünï", "[MASK]", "'", "日"),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => checkReading(read(words.join(" ")))),
      { numRuns: 100, seed: 1 },
    );
  });
});

describe("pieces are in the words where the reference library finds them, by", () => {
  const read = (path: string): unknown => JSON.parse(readFileSync(join(__dirname, path), "utf8"));
  const golden = read("../../models/__tests__/golden/tokens.json") as {
    limit: number;
    texts: string[];
    tokenizers: { kind: string; tokenizer: object; ids: number[][] }[];
  };
  const offsets = read("golden/offsets.json") as Record<string, [number, number][][]>;

  test.each(golden.tokenizers)("$kind", async ({ kind, tokenizer, ids }) => {
    const readOne = await reader(tokenizer, golden.limit);
    golden.texts.forEach((text, i) => {
      const reading = readOne(text);
      checkReading(reading);
      expect(reading.ids).toEqual(ids[i]);
      const places = offsets[kind]?.[i] ?? [];
      const plain = Array.from(reading.ids.keys()).filter((piece) => reading.special[piece] === 0);
      if (places.length > 0) expect(plain).toHaveLength(places.length);
      plain.forEach((piece, at) => {
        const [from = 0, to = 0] = places[at] ?? [];
        const word = reading.words[reading.wordOfPiece[piece] ?? -1];
        // what cannot be seen goes with its neighbours
        if (/^[\s\p{Cf}]*$/u.test(text.slice(from, to))) return;
        const overlaps = word !== undefined && word.start < to && word.end > from;
        expect({
          text,
          piece: reading.pieces[piece],
          place: text.slice(from, to),
          word: word?.text,
          overlaps,
        }).toEqual(expect.objectContaining({ overlaps: true }));
      });
    });
  });
});
