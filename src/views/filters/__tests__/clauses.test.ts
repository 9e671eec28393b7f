import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Filter, filterClauses } from "../../../core";
import { flipClause, toggleEntry, withoutClause } from "../clauses";

const names = fc.uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 1 });
const conditions = fc.record(
  {
    errors: fc.boolean(),
    text: fc.constantFrom("card", "top"),
    word: names,
    label: names,
    confidence: fc.constant([0.2, 0.8] as [number, number]),
    rows: fc.uniqueArray(fc.nat(5), { minLength: 1 }),
  },
  { requiredKeys: [] },
);
const filters = fc
  .tuple(conditions, conditions)
  .map(([own, not]): Filter => (Object.keys(not).length > 0 ? { ...own, not } : own));

describe("the clauses of a filter", () => {
  test("taken away one by one leave nothing", () => {
    fc.assert(
      fc.property(filters, (filter) => {
        expect(filterClauses(filter).reduce(withoutClause, filter)).toEqual({});
      }),
    );
  });

  test("turned round twice are what they were, where nothing of the kind stands on the other side", () => {
    fc.assert(
      fc.property(conditions, (own) => {
        for (const clause of filterClauses(own)) {
          const there = flipClause(own, clause) as Filter;
          expect(filterClauses(there)).toContainEqual({ ...clause, negated: true });
          const back = flipClause(there, { ...clause, negated: true }) as Filter;
          expect(new Set(filterClauses(back))).toEqual(new Set(filterClauses(own)));
        }
      }),
    );
  });

  test("move a word alone, and join the list that stands on the other side", () => {
    const filter: Filter = { word: ["card", "top"], not: { word: ["up"] } };
    expect(flipClause(filter, { key: "word", value: ["card"], negated: false })).toEqual({
      word: ["top"],
      not: { word: ["up", "card"] },
    });
  });

  test("cannot be turned round onto another single value", () => {
    const filter: Filter = { text: "card", not: { text: "top" } };
    expect(flipClause(filter, { key: "text", value: "card", negated: false })).toBeNull();
  });
});

test("an entry is added, and taken away with its condition when it was the last", () => {
  const once = toggleEntry({ errors: true }, "cluster", 0);
  expect(once).toEqual({ errors: true, cluster: [0] });
  expect(toggleEntry(once, "cluster", 2)).toEqual({ errors: true, cluster: [0, 2] });
  expect(toggleEntry(once, "cluster", 0)).toEqual({ errors: true });
});
