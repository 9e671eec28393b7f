import { describe, expect, test } from "@jest/globals";
import {
  bool,
  columnFromArray,
  dictionary,
  float64,
  int64,
  tableFromColumns,
  tableToIPC,
  utf8,
  type Column,
} from "@uwdata/flechette";
import { readDataset } from "../dataset";

function table(columns: Record<string, Column<unknown>>): Uint8Array {
  const bytes = tableToIPC(tableFromColumns(columns), { format: "stream" });
  if (!bytes) throw new Error("no bytes");
  return bytes;
}

const strings = (values: (string | null)[]): Column<unknown> => columnFromArray(values, utf8());
const categories = (values: (string | null)[]): Column<unknown> =>
  columnFromArray(values, dictionary(utf8()));
const ids = (count: number): Column<unknown> =>
  columnFromArray(
    Array.from({ length: count }, (_, i) => BigInt(i)),
    int64(),
  );

describe("a data set", () => {
  test("is read with its texts, ids, labels and splits in their rows", async () => {
    const texts = ["ein Käse", "مرحبا", "🧀".repeat(3000), ""];
    const bytes = table({
      text: strings(texts),
      id: ids(4),
      label: categories(["b", null, "a", "b"]),
      split: categories(["train", "train", "test", null]),
    });
    const dataset = await readDataset("cheese", bytes);
    expect(dataset).toMatchObject({ name: "cheese", rows: 4, texts, ids: ["0", "1", "2", "3"] });
    expect(dataset.handle).toMatch(/^[0-9a-f]{32}$/);
    const { names = [], codes = [] } = dataset.gold ?? {};
    expect(Array.from(codes, (code) => names[code] ?? null)).toEqual(["b", null, "a", "b"]);
    expect(dataset.split?.codes[3]).toBe(-1);
  });

  test("has the same handle for the same content and its texts' hash does not depend on labels", async () => {
    const columns = { text: strings(["a", "b"]), id: ids(2) };
    const first = await readDataset("one", table(columns));
    const again = await readDataset("two", table(columns));
    const labelled = await readDataset("one", table({ ...columns, label: categories(["x", "y"]) }));
    expect(again.handle).toBe(first.handle);
    expect(labelled.handle).not.toBe(first.handle);
    expect(labelled.textsHash).toBe(first.textsHash);
    expect(first.gold).toBeNull();
  });

  test("tells texts apart whose letters only join differently", async () => {
    const one = await readDataset("", table({ text: strings(["ab", "c"]), id: ids(2) }));
    const two = await readDataset("", table({ text: strings(["a", "bc"]), id: ids(2) }));
    expect(one.textsHash).not.toBe(two.textsHash);
  });

  test.each([
    ["no text column", { id: ids(1) }, "columns: id (needed: text, id; allowed besides: label, split)"],
    [
      "an unknown column",
      { text: strings(["a"]), id: ids(1), colour: strings(["red"]) },
      'column: "colour" (allowed: text, id, label, split)',
    ],
    [
      "a text of numbers",
      { text: columnFromArray([1.5], float64()), id: ids(1) },
      "text: number in row 0 (allowed: utf8)",
    ],
    ["a missing text", { text: strings(["a", null]), id: ids(2) }, "text: missing in row 1 (allowed: utf8)"],
    ["no rows", { text: strings([]), id: ids(0) }, "data set: no rows; give at least one"],
    [
      "a label that is no dictionary",
      { text: strings(["a"]), id: ids(1), label: strings(["x"]) },
      "label: not a dictionary of utf8",
    ],
    [
      "an id that is neither",
      { text: strings(["a"]), id: columnFromArray([true], bool()) },
      "id: boolean in row 0 (allowed: utf8, int64)",
    ],
  ])("with %s is refused by a sentence", async (_what, columns, sentence) => {
    await expect(readDataset("", table(columns as Record<string, Column<unknown>>))).rejects.toMatchObject({
      kind: "bad_data",
      message: expect.stringContaining(sentence) as unknown,
    });
  });

  test("that is no Arrow at all is refused", async () => {
    await expect(readDataset("", new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]))).rejects.toMatchObject({
      kind: "bad_data",
    });
  });
});
