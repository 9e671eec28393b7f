/**
 * @jest-environment node
 * @jest-environment-options {"customExportConditions": ["browser", "require", "default"]}
 */
import { describe, expect, test } from "@jest/globals";
import { signal } from "@preact/signals-core";
import type { ConceptTable, Postings } from "../../core";
import { createFeatures, featuresOfModel } from "../features";
import { type Columns, type Dataset, noColumns } from "../state";
import { gold, labelNames, prediction, texts } from "./filled-store";

function make(): ReturnType<typeof createFeatures> {
  const dataset: Dataset = { name: "cards", rows: texts.length, ids: [], texts, split: null };
  const table: ConceptTable = { source: "test", names: ["plastic"], wordsOf: [["card", "rate", "absent"]] };
  const columns = { ...noColumns, labelNames, gold: Int32Array.from(gold) };
  return createFeatures(signal(dataset), signal(table), signal<Columns>(columns));
}

function rowsOf(postings: Postings | null, name: string): number[] | undefined {
  const feature = postings?.features.indexOf(name) ?? -1;
  return postings
    ? [...postings.rows.subarray(postings.offsets[feature], postings.offsets[feature + 1])]
    : undefined;
}

/** Lets what was asked for be made. */
const made = (): Promise<void> => new Promise((done) => setTimeout(done));

describe("features", () => {
  test("are words, phrases of any length, concepts and lengths, made when asked for", async () => {
    const features = make();
    const long = features.of("word", 3);
    expect(long.value).toBeNull();
    await made();
    expect(rowsOf(features.words.value, "card")).toEqual([0, 1, 2, 5]);
    expect(rowsOf(features.of("word", 2).value, "top up")).toEqual([3, 4, 5]);
    expect(rowsOf(long.value, "card top up")).toEqual([5]);
    expect(rowsOf(features.concepts.value, "plastic")).toEqual([0, 1, 2, 5, 7]);
    expect([...(features.lengths.value ?? [])]).toEqual(texts.map((text) => text.split(" ").length));
    expect(rowsOf(features.of("length").value, "1 word")).toEqual([6]);
    expect(rowsOf(features.of("characters").value, "0–9 characters")).toEqual([6]);
  });

  test("of one kind are the same signal however often they are asked for", () => {
    const features = make();
    for (const kind of ["word", "concept", "label", "length"] as const)
      expect(features.of(kind)).toBe(features.of(kind));
    expect(features.of("word", 1)).toBe(features.words);
    expect(features.of("word", 2)).toBe(features.phrases);
  });

  test("of another model are its own labels and predictions, and the same words", () => {
    const base = make();
    expect(base.of("prediction").value).toBeNull();
    const columns = { ...noColumns, labelNames, prediction: Int32Array.from(prediction) };
    const other = featuresOfModel(base, signal<Columns>(columns));
    expect(rowsOf(base.of("label").value, "top_up")).toEqual([3, 4, 5]);
    expect(rowsOf(other.of("prediction").value, "top_up")).toEqual([2, 3, 4, 6]);
    expect(other.of("label").value).toBeNull();
    expect(other.of("word")).toBe(base.of("word"));
  });
});
