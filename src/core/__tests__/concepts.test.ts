import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { everyRow } from "../columns";
import {
  conceptPostings,
  conceptPostingsSteps,
  conceptWords,
  localizedConcepts,
  wordStem,
  type ConceptTable,
} from "../concepts";
import { wordPostings } from "../postings";
import { localizedWords } from "../words";

const table: ConceptTable = {
  source: "test",
  names: ["fruit", "apple", "colour", "thing"],
  wordsOf: [
    ["apple", "pear", "plum"],
    ["apple", "apples"],
    ["red", "blue"],
    ["apple", "pear", "plum", "red", "stone", "blue"],
  ],
};

describe("rows of concepts", () => {
  test("are the union of the rows of their words, ascending, each once", () => {
    const postings = conceptPostings(wordPostings(["pear", "red apple", "apple pear", "stone"]), table);
    const rowsOf = (i: number) => [...postings.rows.subarray(postings.offsets[i], postings.offsets[i + 1])];
    expect(postings.features).toEqual(table.names);
    expect([0, 1, 2, 3].map(rowsOf)).toEqual([[0, 1, 2], [1, 2], [1], [0, 1, 2, 3]]);
  });

  test("equal a search of every text", () => {
    const vocabulary = ["apple", "apples", "pear", "red", "stone", "other"];
    fc.assert(
      fc.property(fc.array(fc.array(fc.constantFrom(...vocabulary), { maxLength: 4 })), (texts) => {
        const { offsets, rows } = conceptPostings(wordPostings(texts.map((text) => text.join(" "))), table);
        table.wordsOf.forEach((words, i) => {
          const holding = texts.flatMap((text, row) => (text.some((w) => words.includes(w)) ? [row] : []));
          expect([...rows.subarray(offsets[i], offsets[i + 1])]).toEqual(holding);
        });
      }),
    );
  });

  test("are found in slices", () => {
    const texts = Array.from({ length: 60_000 }, () => "apple red");
    const steps = conceptPostingsSteps(wordPostings(texts), table);
    expect(steps.next()).toEqual({ done: false, value: 1 });
  });
});

describe("localized concepts", () => {
  /** Rows of a word around a place. */
  const at = (word: string, x: number, y: number, rows = 6) =>
    Array.from({ length: rows }, (_, i) => ({ text: word, x: x + (i % 3), y: y + (i % 2) }));
  const found = (rows: readonly { text: string; x: number; y: number }[], options = {}) => {
    const words = wordPostings(rows.map((row) => row.text));
    const positions = Float32Array.from(rows.flatMap((row) => [row.x, row.y]));
    const visible = everyRow(rows.length);
    const local = localizedWords(words, positions, visible, { minCount: 5 });
    return localizedConcepts(local, words, conceptWords(words, table), visible, options);
  };

  test("stand amid their words with the rows that hold one", () => {
    const [fruit, ...others] = found([
      ...at("apple", 100, 50),
      ...at("pear", 110, 60),
      ...at("stone", 900, 400),
    ]);
    expect(others).toEqual([]);
    expect(fruit).toMatchObject({ feature: 0, word: "fruit", count: 12, x: 106, y: 55.5 });
  });

  test("count a row with two of their words once", () =>
    expect(found([...at("apple pear", 100, 50), ...at("plum", 100, 50)])[0]?.count).toBe(12));

  test("need two words, and two forms of one word are not two", () => {
    expect(found(at("apple", 100, 50))).toEqual([]);
    expect(found([...at("apple", 100, 50), ...at("apples", 100, 50)])).toEqual([]);
  });

  test("are local where their words lie within half the locality of words; inverted where not", () => {
    const apart = [...at("apple", 100, 50), ...at("pear", 140, 50)];
    expect(found(apart)).toEqual([]);
    expect(found(apart, { invert: true })[0]?.word).toBe("fruit");
    expect(found(apart, { locality: 200 })[0]?.word).toBe("fruit");
  });

  test("wider ones are shown only where they say more than the narrower ones", () => {
    const names = (rows: Parameters<typeof found>[0]) => found(rows).map(({ word }) => word);
    const fruit = [...at("apple", 100, 50), ...at("pear", 100, 50)];
    expect(names(fruit)).toEqual(["fruit"]);
    expect(names([...fruit, ...at("stone", 100, 50)])).toEqual(["thing", "fruit"]);
    expect(names([...fruit, ...at("red", 100, 50), ...at("blue", 100, 50)])).toEqual(["colour", "fruit"]);
  });

  test("count visible rows only", () => {
    const rows = [...at("apple", 100, 50), ...at("pear", 100, 50)];
    const words = wordPostings(rows.map((row) => row.text));
    const positions = Float32Array.from(rows.flatMap((row) => [row.x, row.y]));
    const visible = everyRow(12);
    visible[0] = 0;
    const local = localizedWords(words, positions, visible, { minCount: 5 });
    expect(localizedConcepts(local, words, conceptWords(words, table), visible)[0]?.count).toBe(11);
  });
});

test.each([
  ["cards", "card"],
  ["topped", "top"],
  ["fees", "fee"],
  ["charging", "charge"],
  ["currencies", "currency"],
  ["calling", "call"],
])("%s and %s have the same stem", (a, b) => expect(wordStem(a)).toBe(wordStem(b)));
