import { describe, expect, test } from "@jest/globals";
import { guessColumns } from "../guess";
import { type Column, columnsFor } from "../tables";

function column(name: string, more: Partial<Column> = {}): Column {
  return { name, kind: "string", values: 100, distinct: 100, characters: 20, ...more };
}

const few = { distinct: 5, characters: 6 };

describe("columns are guessed", () => {
  test("by their usual names, whatever their case", () => {
    const columns = [
      column("id", { kind: "integer", characters: 0 }),
      column("Utterance"),
      column("intent", few),
      column("split", { distinct: 2 }),
    ];
    expect(guessColumns(columns)).toEqual({ text: "Utterance", label: "intent", id: "id", split: "split" });
  });
  test("by a usual name within theirs, after whole names", () => {
    const columns = [column("review_text"), column("reviewBody"), column("gold-label", few), column("body")];
    expect(guessColumns(columns)).toMatchObject({ text: "body", label: "gold-label" });
    expect(guessColumns(columns.slice(1, 3))).toMatchObject({ text: "reviewBody" });
  });
  test("by length and repetition where no name says it", () => {
    const columns = [column("a", few), column("b", { characters: 80 }), column("c", { characters: 30 })];
    expect(guessColumns(columns)).toEqual({ text: "b", label: "a", id: null, split: null });
  });
  test("as ids only where all are different", () => {
    expect(guessColumns([column("text"), column("id", { distinct: 99 })]).id).toBeNull();
  });
  test("as no text among numbers", () => {
    expect(guessColumns([column("text", { kind: "number" })]).text).toBeNull();
  });
  test("each for one role", () => {
    expect(guessColumns([column("text", few)])).toEqual({ text: "text", label: null, id: null, split: null });
  });
});

test("strings are offered before numbers, and what cannot have a role is not", () => {
  const columns = [
    column("n", { kind: "integer" }),
    column("x", { kind: "number" }),
    column("v", { kind: "other" }),
    column("s"),
  ];
  expect(columnsFor("text", columns).map(({ name }) => name)).toEqual(["s"]);
  expect(columnsFor("label", columns).map(({ name }) => name)).toEqual(["s", "n", "x"]);
  expect(columnsFor("id", columns).map(({ name }) => name)).toEqual(["s", "n"]);
});
