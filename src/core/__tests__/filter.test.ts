import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { matchingCodes, rowsOf } from "../columns";
import { applyFilter, describeClause, parseFilter } from "../filter";
import type { Filter, FilterColumns } from "../filter";

const columns: FilterColumns = {
  length: 6,
  texts: ["Card arrived", "my CARD", "top up", "lost it", "card again", "Ünder"],
  gold: { names: ["card_arrival", "top_up", "lost"], codes: Int32Array.of(0, 0, 1, 2, -1, 1) },
  prediction: { names: ["lost", "card_arrival", "top_up"], codes: Int32Array.of(1, 2, 2, -1, 0, 0) },
  cluster: Int32Array.of(0, 0, 1, 0, 0, -1),
  split: { names: ["train", "test"], codes: Int32Array.of(0, 0, 0, 1, 1, 1) },
};
const rows = (filter: Filter): number[] => [...rowsOf(applyFilter(filter, columns))];

describe("applyFilter", () => {
  test("no condition keeps every row", () => expect(rows({})).toEqual([0, 1, 2, 3, 4, 5]));

  test("errors compare by name, and rows without label or prediction are neither wrong nor right", () => {
    expect(rows({ errors: true })).toEqual([1, 5]);
    expect(rows({ errors: false })).toEqual([0, 2]);
  });

  test("text ignores case, beyond ASCII too", () => {
    expect(rows({ text: "cArD" })).toEqual([0, 1, 4]);
    expect(rows({ text: "üN" })).toEqual([5]);
    expect(rows({ text: "" })).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test("names within a list are alternatives, keys are combined", () => {
    expect(rows({ label: ["top_up", "lost"] })).toEqual([2, 3, 5]);
    expect(rows({ label: ["top_up", "lost"], prediction: ["lost"] })).toEqual([5]);
    expect(rows({ cluster: [0], split: ["test"] })).toEqual([3, 4]);
    expect(rows({ label: [] })).toEqual([]);
  });

  test("an absent column or an unknown name is an error that says so", () => {
    expect(() => applyFilter({ errors: true }, { length: 1 })).toThrow(
      "filter errors: this data set has no gold labels; remove the condition or pass gold labels",
    );
    expect(() => rows({ label: ["crad"] })).toThrow('label: "crad" (allowed: card_arrival, top_up, lost)');
  });

  test("conditions commute: applying them together or one after the other is the same", () => {
    const anyFilter = fc.record(
      {
        errors: fc.boolean(),
        text: fc.constantFrom("card", "up", ""),
        label: fc.subarray(["card_arrival", "top_up", "lost"]),
        prediction: fc.subarray(["card_arrival", "top_up", "lost"]),
        cluster: fc.subarray([0, 1]),
        split: fc.subarray(["train", "test"]),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(anyFilter, (filter) => {
        const together = applyFilter(filter, columns);
        const apart = Object.entries(filter)
          .reverse()
          .map(([key, value]) => applyFilter({ [key]: value }, columns))
          .reduce((a, b) => a.map((bit, i) => bit & b[i]!), applyFilter({}, columns));
        expect(together).toEqual(apart);
      }),
    );
  });
});

describe("parseFilter", () => {
  test("reads plain JSON, wraps a lone name and drops nulls", () => {
    expect(parseFilter({ errors: true, label: "lost", cluster: 3, text: null })).toEqual({
      errors: true,
      label: ["lost"],
      cluster: [3],
    });
  });

  test.each([
    [{ lable: ["x"] }, 'filter key: "lable" (allowed: errors, text, label, prediction, cluster, split)'],
    [{ toString: 1 }, 'filter key: "toString" (allowed: errors, text, label, prediction, cluster, split)'],
    [{ errors: "yes" }, 'filter errors: "yes" (allowed: true or false)'],
    [{ label: [1] }, "filter label: [1] (allowed: a list of label names)"],
    [{ cluster: [-1] }, "filter cluster: [-1] (allowed: a list of cluster numbers)"],
    [["x"], 'filter: ["x"] (allowed: an object with any of errors, text, label, prediction, cluster, split)'],
    [null, "filter: null (allowed: an object with any of errors, text, label, prediction, cluster, split)"],
  ])("refuses %j", (value, message) => expect(() => parseFilter(value)).toThrow(new Error(message)));
});

describe("describeClause", () => {
  test.each([
    ["errors", true, { key: "errors", value: "only" }],
    ["errors", false, { key: "correct", value: "only" }],
    ["text", "pin", { key: "text", value: "“pin”" }],
    ["label", ["card_arrival", "card_linking"], { key: "label", value: "card arrival, card linking" }],
    ["prediction", ["a", "b", "c", "d", "e"], { key: "predicted", value: "a, b, c and 2 more" }],
    ["cluster", [1, 5], { key: "cluster", value: "cash · ATM, 5" }],
    ["split", [], { key: "split", value: "none" }],
  ] as const)("%s %j", (key, value, chip) =>
    expect(describeClause(key, value, ["transfer · fee", "cash · ATM"])).toEqual(chip),
  );
});

test("matchingCodes maps by name and gives -1 where the other column has no such name", () => {
  const from = { names: ["a", "b", "c"], codes: new Int32Array() };
  const to = { names: ["c", "a"], codes: new Int32Array() };
  expect([...matchingCodes(from, to)]).toEqual([1, -1, 0]);
});
