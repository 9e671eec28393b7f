import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { matchingCodes, rowsOf } from "../../columns";
import { wordPostings } from "../../postings";
import { applyFilter, changeNames, filterClauses, filterSteps } from "..";
import type { Conditions, Filter, FilterColumns } from "..";

const texts = ["Card arrived", "my CARD", "top-up card's fee", "lost it", "card again, again", "Ünder"];
const columns: FilterColumns = {
  length: 6,
  texts,
  gold: { names: ["card_arrival", "top_up", "lost"], codes: Int32Array.of(0, 0, 1, 2, -1, 1) },
  prediction: { names: ["lost", "card_arrival", "top_up"], codes: Int32Array.of(1, 2, 2, -1, 0, 0) },
  cluster: Int32Array.of(0, 0, 1, 0, 0, -1),
  split: { names: ["train", "test"], codes: Int32Array.of(0, 0, 0, 1, 1, 1) },
  confidence: Float32Array.of(0.9, 0.5, 0.1, NaN, 0, 1),
  words: wordPostings(texts),
  concepts: {
    features: ["payment", "loss"],
    offsets: Uint32Array.of(0, 4, 5),
    rows: Uint32Array.of(0, 1, 2, 4, 3),
  },
  lengths: Uint8Array.of(2, 2, 4, 2, 3, 1),
  support: { size: 2, data: Int32Array.of(1, 2, 0, -1, 5, 0, -1, -1, 0, 1, 4, 3) },
  change: { names: changeNames, codes: Int32Array.of(0, 1, 2, -1, -1, 4) },
};
const rows = (filter: Filter, of = columns): number[] => [...rowsOf(applyFilter(filter, of))];
const all = [0, 1, 2, 3, 4, 5];

describe("a filter", () => {
  test("without a condition keeps every row", () => {
    expect(rows({})).toEqual(all);
    expect(rows({ not: {} })).toEqual(all);
  });

  test("on errors compares by name; rows without label or prediction are neither wrong nor right", () => {
    expect(rows({ errors: true })).toEqual([1, 5]);
    expect(rows({ errors: false })).toEqual([0, 2]);
    expect(rows({ not: { errors: true } })).toEqual([0, 2, 3, 4]);
  });

  test("on text ignores case, beyond ASCII too", () => {
    expect(rows({ text: "cArD" })).toEqual([0, 1, 2, 4]);
    expect(rows({ text: "üN" })).toEqual([5]);
    expect(rows({ text: "" })).toEqual(all);
    expect(rows({ not: { text: "" } })).toEqual(all);
    const lowered = texts.map((text) => text.toLowerCase());
    expect(rows({ text: "cArD" }, { ...columns, texts: undefined, lowered })).toEqual([0, 1, 2, 4]);
  });

  test("on a regular expression looks anywhere in the text, ignoring case, by Unicode", () => {
    expect(rows({ regex: "^(card|lost)\\b" })).toEqual([0, 3, 4]);
    expect(rows({ regex: "^\\p{L}+$" })).toEqual([5]);
    expect(rows({ regex: "^.nder" })).toEqual([5]);
    expect(rows({ regex: "" })).toEqual(all);
    expect(rows({ regex: "card", text: "arrived" })).toEqual([0]);
    expect(rows({ text: "card", not: { regex: "again|my" } })).toEqual([0, 2]);
  });

  test("on words takes whole words, all of them", () => {
    expect(rows({ word: ["card"] })).toEqual([0, 1, 2, 4]);
    expect(rows({ word: ["car"] })).toEqual([]);
    expect(rows({ word: ["Card", "again"] })).toEqual([4]);
    expect(rows({ not: { word: ["my", "again"] } })).toEqual([0, 2, 3, 5]);
    expect(rows({ word: ["card"], not: { word: ["my"] } })).toEqual([0, 2, 4]);
  });

  test("on phrases takes words that follow one another", () => {
    expect(rows({ word: ["top up"] })).toEqual([2]);
    expect(rows({ word: ["Top-up card"] })).toEqual([2]);
    expect(rows({ word: ["card again"] })).toEqual([4]);
    expect(rows({ word: ["again again"] })).toEqual([4]);
    expect(rows({ word: ["again card"] })).toEqual([]);
    expect(rows({ word: ["card nowhere"] })).toEqual([]);
  });

  test("on words finds the same without an index of words", () => {
    for (const word of ["card", "top up", "card again", "again card", "nowhere"])
      expect(rows({ word: [word] }, { ...columns, words: undefined })).toEqual(rows({ word: [word] }));
  });

  test("on concepts takes all of them, negated none", () => {
    expect(rows({ concept: ["payment"] })).toEqual([0, 1, 2, 4]);
    expect(rows({ concept: ["payment", "loss"] })).toEqual([]);
    expect(rows({ not: { concept: ["payment", "loss"] } })).toEqual([5]);
  });

  test("takes names within a list as alternatives and combines keys", () => {
    expect(rows({ label: ["top_up", "lost"] })).toEqual([2, 3, 5]);
    expect(rows({ label: ["top_up", "lost"], prediction: ["lost"] })).toEqual([5]);
    expect(rows({ cluster: [0], split: ["test"] })).toEqual([3, 4]);
    expect(rows({ label: ["top_up"], not: { split: ["train"] } })).toEqual([5]);
  });

  test("with an empty list matches no row, and negated every row", () => {
    for (const key of ["word", "concept", "label", "cluster", "rows", "change"] as const) {
      expect(rows({ [key]: [] })).toEqual([]);
      expect(rows({ not: { [key]: [] } })).toEqual(all);
    }
  });

  test("on ranges includes both bounds and leaves out what is not known", () => {
    expect(rows({ confidence: [0.1, 0.9] })).toEqual([0, 1, 2]);
    expect(rows({ confidence: [0, 1] })).toEqual([0, 1, 2, 4, 5]);
    expect(rows({ not: { confidence: [0.1, 0.9] } })).toEqual([3, 4, 5]);
    expect(rows({ length: [2, 3] })).toEqual([0, 1, 3, 4]);
    expect(rows({ length: [2, 3] }, { ...columns, lengths: undefined })).toEqual([0, 1, 3, 4]);
  });

  test("on a row's support keeps the row and its support", () => {
    expect(rows({ support: 2 })).toEqual([0, 2, 5]);
    expect(rows({ support: 1 })).toEqual([0, 1]);
    expect(rows({ not: { support: 2 } })).toEqual([1, 3, 4]);
  });

  test("on rows and changes keeps those", () => {
    expect(rows({ rows: [5, 1] })).toEqual([1, 5]);
    expect(rows({ change: ["fixed", "changed"] })).toEqual([1, 5]);
    expect(rows({ not: { change: ["fixed", "changed"] } })).toEqual([0, 2, 3, 4]);
  });

  test.each([
    [
      { errors: true },
      "filter errors: this data set has no gold labels or no predictions; remove the condition or pass them",
    ],
    [
      { support: 0 },
      "filter support: this analysis has no support sets; remove the condition or explore with embeddings and labels",
    ],
    [
      { not: { change: ["fixed"] } },
      "filter change: there is no second model; remove the condition or compare with one",
    ],
    [
      { concept: ["money"] },
      "filter concept: there are no concepts; remove the condition or turn concepts on",
    ],
  ] as const)("%j needs its column", (filter, message) =>
    expect(() => applyFilter(filter, { length: 1 })).toThrow(new Error(message)),
  );

  test.each([
    [{ label: ["crad"] }, 'label: "crad" (allowed: card_arrival, top_up, lost)'],
    [{ concept: ["money"] }, 'concept: "money" (allowed: payment, loss)'],
    [{ rows: [1, 6] }, "filter rows: row 6 (allowed: 0 to 5)"],
    [{ support: 9 }, "filter support: row 9 (allowed: 0 to 5)"],
  ])("%j names what is unknown and what is not", (filter, message) =>
    expect(() => rows(filter)).toThrow(new Error(message)),
  );
});

const anyConditions: fc.Arbitrary<Conditions> = fc.record(
  {
    errors: fc.boolean(),
    text: fc.constantFrom("card", "up", ""),
    regex: fc.constantFrom("card|fee", "^.", ""),
    word: fc.subarray(["card", "again", "top up"]),
    concept: fc.subarray(["payment", "loss"]),
    label: fc.subarray(["card_arrival", "top_up", "lost"]),
    prediction: fc.subarray(["card_arrival", "top_up", "lost"]),
    cluster: fc.subarray([0, 1]),
    split: fc.subarray(["train", "test"]),
    confidence: fc.constantFrom([0, 0.5] as const, [0.5, 1] as const),
    length: fc.constantFrom([0, 2] as const, [3, 9] as const),
    rows: fc.subarray([0, 2, 4, 5]),
    support: fc.nat(5),
    change: fc.subarray([...changeNames]),
  },
  { requiredKeys: [] },
);
const anyFilter: fc.Arbitrary<Filter> = fc
  .tuple(anyConditions, anyConditions)
  .map(([conditions, not]) => ({ ...conditions, not }));
const and = (masks: readonly Uint8Array[]): Uint8Array =>
  masks.reduce((a, b) => a.map((bit, i) => bit & b[i]!), applyFilter({}, columns));

test("conditions commute: applying them together or one after the other, in any order, is the same", () => {
  fc.assert(
    fc.property(anyFilter, fc.nat(), (filter, turn) => {
      const clauses = filterClauses(filter);
      const apart = [...clauses.slice(turn % 7), ...clauses.slice(0, turn % 7)].map(
        ({ key, value, negated }) =>
          applyFilter(negated ? { not: { [key]: value } } : { [key]: value }, columns),
      );
      expect(and(apart)).toEqual(applyFilter(filter, columns));
    }),
  );
});

test("a negated condition keeps exactly the other rows", () => {
  fc.assert(
    fc.property(anyConditions, (conditions) => {
      for (const { key, value } of filterClauses(conditions)) {
        if (value === "") continue;
        const inside = applyFilter({ [key]: value }, columns);
        const outside = applyFilter({ not: { [key]: value } }, columns);
        expect(outside).toEqual(inside.map((bit) => 1 - bit));
      }
    }),
  );
});

test("permuting the rows permutes what passes", () => {
  const order = [3, 5, 0, 4, 2, 1];
  const placeOf = (row: number): number => order.indexOf(row);
  const codes = (of: Int32Array): Int32Array => Int32Array.from(order, (row) => of[row]!);
  const moved: FilterColumns = {
    length: 6,
    texts: order.map((row) => texts[row]!),
    gold: { ...columns.gold!, codes: codes(columns.gold!.codes) },
    prediction: { ...columns.prediction!, codes: codes(columns.prediction!.codes) },
    words: wordPostings(order.map((row) => texts[row]!)),
  };
  fc.assert(
    fc.property(anyFilter, ({ errors, text, regex, word, label, rows: chosen, not }) => {
      const filter = { errors, text, regex, word, label, not: { word: not?.word } };
      const there = rows({ ...filter, rows: chosen?.map(placeOf) }, moved).map((row) => order[row]!);
      expect(there.sort()).toEqual(rows({ ...filter, rows: chosen }));
    }),
  );
});

test("steps give control back in between and end with the same rows", () => {
  const steps = filterSteps({ text: "card" }, columns, 2);
  const seen: number[] = [];
  let step = steps.next();
  for (; !step.done; step = steps.next()) seen.push(step.value);
  expect(seen).toEqual([2, 4, 6]);
  expect(step.value).toEqual(applyFilter({ text: "card" }, columns));
});

test("clauses are one a word, and those negated come last", () => {
  const filter: Filter = { not: { errors: true }, word: ["visa", "fee"], label: ["a", "b"], text: "pin" };
  expect(filterClauses(filter)).toEqual([
    { key: "text", value: "pin", negated: false },
    { key: "word", value: ["visa"], negated: false },
    { key: "word", value: ["fee"], negated: false },
    { key: "label", value: ["a", "b"], negated: false },
    { key: "errors", value: true, negated: true },
  ]);
});

test("matchingCodes maps by name and gives -1 where the other column has no such name", () => {
  const from = { names: ["a", "b", "c"], codes: new Int32Array() };
  const to = { names: ["c", "a"], codes: new Int32Array() };
  expect([...matchingCodes(from, to)]).toEqual([1, -1, 0]);
});
