import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { describeClause, parseFilter } from "..";

const conditions =
  "errors, text, regex, word, concept, label, prediction, cluster, split, confidence, length, rows, support, change";

describe("parseFilter", () => {
  test("reads plain JSON, wraps a lone name and drops nulls", () => {
    expect(
      parseFilter({ errors: true, label: "lost", cluster: 3, text: null, rows: 7, not: { word: "pin" } }),
    ).toEqual({ errors: true, label: ["lost"], cluster: [3], rows: [7], not: { word: ["pin"] } });
    expect(parseFilter({ not: { word: null } })).toEqual({});
  });

  test("gives back what it has read", () => {
    const filter = {
      errors: false,
      text: "x",
      regex: "(a+)b|c",
      word: ["top up"],
      concept: ["money"],
      label: ["a"],
      prediction: [],
      cluster: [0, 3],
      split: ["test"],
      confidence: [0, 0.5],
      length: [1, 12],
      rows: [5, 0],
      support: 0,
      change: ["fixed", "broken"],
    };
    expect(parseFilter({ ...filter, not: filter })).toEqual({ ...filter, not: filter });
  });

  test.each([
    [{ lable: ["x"] }, `filter key: "lable" (allowed: ${conditions}, not)`],
    [{ toString: 1 }, `filter key: "toString" (allowed: ${conditions}, not)`],
    [{ not: { not: {} } }, `filter not key: "not" (allowed: ${conditions})`],
    [{ not: [] }, `filter not: [] (allowed: an object with any of ${conditions})`],
    [["x"], `filter: ["x"] (allowed: an object with any of ${conditions}, not)`],
    [null, `filter: null (allowed: an object with any of ${conditions}, not)`],
    [{ errors: "yes" }, 'filter errors: "yes" (allowed: true or false)'],
    [{ text: 3 }, "filter text: 3 (allowed: a string)"],
    [{ label: [1] }, "filter label: [1] (allowed: a list of label names)"],
    [{ word: ["?!"] }, 'filter word: ["?!"] (allowed: a list of words or phrases)'],
    [{ cluster: [-1] }, "filter cluster: [-1] (allowed: a list of cluster numbers)"],
    [
      { confidence: [0.5, 0.2] },
      "filter confidence: [0.5,0.2] (allowed: two numbers from 0 to 1, the lesser first)",
    ],
    [{ confidence: 0.5 }, "filter confidence: 0.5 (allowed: two numbers from 0 to 1, the lesser first)"],
    [{ length: [1.5, 2] }, "filter length: [1.5,2] (allowed: two whole numbers from 0 on, the lesser first)"],
    [{ not: { rows: [-1] } }, "filter not rows: [-1] (allowed: a list of row numbers)"],
    [{ support: [1] }, "filter support: [1] (allowed: a row number)"],
    [
      { change: "better" },
      'filter change: "better" (allowed: a list of any of right, fixed, broken, wrong, changed)',
    ],
    [{ regex: "(" }, 'filter regex: "(" is no regular expression: Unterminated group'],
    [{ regex: "a".repeat(501) }, "filter regex: 501 characters (allowed: at most 500)"],
  ])("refuses %j", (value, message) => expect(() => parseFilter(value)).toThrow(message));

  test.each(["(a+)+$", "(?:\\w*)*", "([a-z]+)*x", "(\\p{L}+){2,}", "(a+?)+", "(?<word>.*)+"])(
    "refuses %s, which repeats a repetition",
    (regex) => expect(() => parseFilter({ regex })).toThrow("repeats a repetition"),
  );

  test.each(["\\w+(-\\w+)*", "(a+)?", "(a|b)+", "(a+)b+", "\\(a+\\)+", "(ab+)+", "(a{2})+"])(
    "lets %s through",
    (regex) => expect(parseFilter({ regex })).toEqual({ regex }),
  );

  test("either reads or refuses by a sentence, whatever it is given", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom("word", "rows", "regex", "length", "not"), (value, key) => {
        try {
          expect(parseFilter(parseFilter({ [key]: value }))).toEqual(parseFilter({ [key]: value }));
        } catch (error) {
          expect((error as Error).message).toMatch(/^filter /);
        }
      }),
    );
  });
});

describe("describeClause", () => {
  test.each([
    ["errors", true, { key: "errors", value: "only" }],
    ["errors", false, { key: "correct", value: "only" }],
    ["text", "pin", { key: "text", value: "“pin”" }],
    ["regex", "^p", { key: "matches", value: "/^p/" }],
    ["word", ["top up"], { key: "word", value: "top up" }],
    ["concept", ["money"], { key: "concept", value: "money" }],
    ["label", ["card_arrival", "card_linking"], { key: "label", value: "card arrival, card linking" }],
    ["prediction", ["a", "b", "c", "d", "e"], { key: "predicted", value: "a, b, c and 2 more" }],
    ["cluster", [1, 5], { key: "cluster", value: "cash · ATM, 5" }],
    ["split", [], { key: "split", value: "none" }],
    ["confidence", [0, 0.5], { key: "confidence", value: "at most 0.5" }],
    ["confidence", [0.5, 1], { key: "confidence", value: "at least 0.5" }],
    ["confidence", [0.25, 0.5], { key: "confidence", value: "0.25 to 0.5" }],
    ["length", [1, 1], { key: "length", value: "1 word" }],
    ["length", [0, 12], { key: "length", value: "0 to 12 words" }],
    ["rows", [1, 5, 8], { key: "rows", value: "3 chosen" }],
    ["support", 12, { key: "support", value: "of row 12" }],
    ["change", ["fixed"], { key: "change", value: "fixed" }],
  ] as const)("%s %j", (key, value, chip) =>
    expect(describeClause(key, value, ["transfer · fee", "cash · ATM"])).toEqual(chip),
  );

  test("says not before what is negated", () => {
    expect(describeClause("label", ["a"], [], true)).toEqual({ key: "not label", value: "a" });
    expect(describeClause("prediction", ["a"], [], true)).toEqual({ key: "not predicted", value: "a" });
    expect(describeClause("errors", true, [], true)).toEqual({ key: "not", value: "errors" });
    expect(describeClause("errors", false, [], true)).toEqual({ key: "not", value: "correct" });
  });
});
