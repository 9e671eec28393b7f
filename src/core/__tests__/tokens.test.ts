import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { functionWords, isMadeOf, stopWords, tokenize } from "../tokens";

test("ascii tokens are those of \\b\\w+\\b", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(tokenize(text, "ascii")).toEqual(text.toLowerCase().match(/\b\w+\b/g) ?? []);
    }),
  );
  expect(tokenize("I've Café_2", "ascii")).toEqual(["i", "ve", "caf", "_2"]);
});

test.each([
  ["Can't you top-up my_card, please?", ["can't", "you", "top", "up", "my_card", "please"]],
  ["I'm sure the card's chip won’t work", ["i", "sure", "the", "card", "chip", "won't", "work"]],
  ["'quoted' o'clock rock 'n' roll", ["quoted", "o'clock", "rock", "n", "roll"]],
  ["Überweisung à l’étranger", ["überweisung", "à", "l'étranger"]],
  ["e\u0301tat \u00e9tat", ["\u00e9tat", "\u00e9tat"]],
  ["क्या हुआ? مرحبا بالعالم", ["क्या", "हुआ", "مرحبا", "بالعالم"]],
  ["👍 £50 👩‍💻", ["50"]],
  ["", []],
])("unicode tokens of %j", (text, words) => expect(tokenize(text, "unicode")).toEqual(words));

test("scripts without spaces are cut into words", () => {
  const words = tokenize("我的银行卡丢了 card", "unicode");
  expect(words.length).toBeGreaterThan(3);
  expect(words.join("")).toBe("我的银行卡丢了card");
});

test("pronouns and negations are no stop words but are function words", () => {
  for (const word of ["she", "they", "my", "who", "not", "never", "can't"]) {
    expect(stopWords.has(word)).toBe(false);
    expect(functionWords.has(word)).toBe(true);
  }
  for (const word of ["the", "of", "is", "and", "ve"]) expect(stopWords.has(word)).toBe(true);
});

test("a phrase is made of stop words only when every word is one", () => {
  expect(isMadeOf("of the", stopWords)).toBe(true);
  expect(isMadeOf("how long", stopWords)).toBe(false);
});
