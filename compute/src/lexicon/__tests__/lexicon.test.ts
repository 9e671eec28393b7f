import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { ConceptTable } from "../../../../src/core";
import { readLexicon, type Lexicon } from "../file";
import { baseForms } from "../inflection";
import { conceptsOfMapping, conceptsOfVocabulary } from "../vocabulary";

const folder = mkdtempSync(join(tmpdir(), "semla-lexicon-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const repository = join(__dirname, "../../../..");
const build = (name: string): Uint8Array => {
  const file = join(folder, name);
  execFileSync(process.execPath, [join(repository, "scripts", "build-concepts.mjs"), file]);
  return readFileSync(file);
};

describe("the bundled lexicon", () => {
  let bytes: Uint8Array;
  let lexicon: Lexicon;
  beforeAll(() => {
    bytes = build("concepts.bin");
    lexicon = readLexicon(bytes);
  });
  const conceptsOf = (...words: string[]): ConceptTable => {
    const steps = conceptsOfVocabulary(lexicon, words);
    let step = steps.next();
    while (!step.done) step = steps.next();
    return step.value;
  };
  const shared = (...words: string[]): string[] => [...conceptsOf(...words).names];

  test("is small, and the same each time it is built", () => {
    const digest = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");
    expect(bytes.length).toBeLessThan(2 * 2 ** 20);
    expect(digest(build("again.bin"))).toBe(digest(bytes));
  });

  test("says which version of WordNet it was made from", () => expect(lexicon.source).toBe("WordNet 3.1"));

  test("knows what two words have in common, narrower first of all", () => {
    expect(shared("euro", "dollar")).toContain("monetary unit");
    expect(shared("refund", "fee")).toContain("cost");
    expect(shared("dog", "wolf")).toContain("canine");
    expect(shared("monday", "saturday")).toContain("weekday");
  });

  test("reads inflected words", () => {
    const { names, wordsOf } = conceptsOf("currencies", "cash", "stealing", "robbed");
    expect(wordsOf[names.indexOf("currency")]).toEqual(["currencies", "cash"]);
    expect(shared("steals", "robbed")).toContain("steal");
  });

  test("gives no concept that one word alone has, nor two forms of it, nor one so wide that it says nothing", () => {
    expect(shared("dog")).toEqual([]);
    expect(shared("dog", "dogs")).toEqual([]);
    expect(
      shared("dog", "hammer", "cloud", "tax", "run", "eat").filter((name) => /entity|object|act$/.test(name)),
    ).toEqual([]);
  });

  test("takes words of the closed classes for what they are, not for names of things", () => {
    // iodine is a halogen, too
    expect(shared("chlorine", "bromine")).toContain("halogen");
    expect(conceptsOf("i", "chlorine", "bromine").wordsOf.flat()).not.toContain("i");
  });

  test("names differ, and no two concepts have the same words", () => {
    const words =
      readFileSync(join(repository, "ARCHITECTURE.md"), "utf8")
        .toLowerCase()
        .match(/[a-z]+/g) ?? [];
    const { names, wordsOf } = conceptsOf(...new Set(words));
    expect(names.length).toBeGreaterThan(20);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(wordsOf.map((list) => list.join(" "))).size).toBe(names.length);
  });
});

test("a file without a section that is needed says so", () => {
  const head = JSON.stringify({ source: "x", sections: [] }).padEnd(28);
  const file = Buffer.alloc(4 + head.length);
  file.writeUInt32LE(head.length);
  file.write(head, 4);
  expect(() => readLexicon(file)).toThrow("file of concepts: no section");
});

describe("a mapping of one's own", () => {
  test("gives its concepts of the words that are there, whatever their case", () =>
    expect(
      conceptsOfMapping({ Visa: ["scheme", "travel"], mastercard: ["scheme"], other: ["no"] }, [
        "visa",
        "mastercard",
      ]),
    ).toEqual({
      source: "your own mapping",
      names: ["scheme", "travel"],
      wordsOf: [["visa", "mastercard"], ["visa"]],
    }));
});

test.each([
  ["cards", "card"],
  ["currencies", "currency"],
  ["taxes", "tax"],
  ["transferring", "transfer"],
  ["charged", "charge"],
  ["stopped", "stop"],
  ["calling", "call"],
  ["salesmen", "salesman"],
  ["tried", "try"],
])("%s may be a form of %s", (word, base) => {
  expect(baseForms(word)[0]).toBe(word);
  expect(baseForms(word)).toContain(base);
});
