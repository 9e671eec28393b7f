import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { categoryPostings, wordPostings, wordPostingsSteps } from "../postings";
import type { Postings } from "../postings";
import { tokenize } from "../tokens";

const rowsOfFeature = (postings: Postings, word: string): number[] => {
  const feature = postings.features.indexOf(word);
  return [...postings.rows.slice(postings.offsets[feature], postings.offsets[feature + 1])];
};
const anyTexts = fc.array(
  fc
    .array(fc.constantFrom("card", "Top", "up", "constructor", "été"), { maxLength: 8 })
    .map((w) => w.join(" ")),
);

test("lists every row that contains a word exactly once", () => {
  const postings = wordPostings(["card my card", "", "My PIN", "card"]);
  expect(postings.features).toEqual(["card", "my", "pin"]);
  expect(rowsOfFeature(postings, "card")).toEqual([0, 3]);
  expect(rowsOfFeature(postings, "my")).toEqual([0, 2]);
});

test("agrees with looking into every text", () => {
  fc.assert(
    fc.property(anyTexts, fc.constantFrom(1, 2, 3), (texts, ngram) => {
      const postings = wordPostings(texts, { ngram });
      const grams = texts.map((text) => {
        const words = tokenize(text, "unicode");
        return new Set(
          words
            .map((_, i) => words.slice(i, i + ngram))
            .filter((g) => g.length === ngram)
            .map((g) => g.join(" ")),
        );
      });
      expect(new Set(postings.features)).toEqual(new Set(grams.flatMap((set) => [...set])));
      for (const word of postings.features)
        expect(rowsOfFeature(postings, word)).toEqual(
          grams.flatMap((set, row) => (set.has(word) ? [row] : [])),
        );
    }),
  );
});

test("built in slices it is the same, and says how far it is", () => {
  const texts = Array.from({ length: 1234 }, (_, i) => `text ${i % 17} of ${i}`);
  const steps = wordPostingsSteps(texts, {}, 100);
  const seen: number[] = [];
  let step = steps.next();
  while (!step.done) {
    seen.push(step.value);
    step = steps.next();
  }
  expect(seen).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200]);
  expect(step.value).toEqual(wordPostings(texts));
});

test("words of each text are counted with their repetitions, whatever the length of phrases", () => {
  const texts = ["card my card", "", "PIN"];
  expect([...wordPostings(texts).lengths]).toEqual([3, 0, 1]);
  expect([...wordPostings(texts, { ngram: 2 }).lengths]).toEqual([3, 0, 1]);
});

test("phrases longer than four words are refused", () => {
  expect(() => wordPostings(["a"], { ngram: 5 })).toThrow("ngram: 5 (allowed: 1, 2, 3, 4)");
});

test("categories are features in the order of their names, without the rows that have none", () => {
  const postings = categoryPostings({ names: ["a", "b", "c"], codes: Int32Array.of(2, -1, 0, 2) });
  expect(postings.features).toEqual(["a", "b", "c"]);
  expect([...postings.offsets]).toEqual([0, 1, 1, 3]);
  expect([...postings.rows]).toEqual([2, 0, 3]);
});
