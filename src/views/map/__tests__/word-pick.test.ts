/**
 * @jest-environment node
 * @jest-environment-options {"customExportConditions": ["browser", "require", "default"]}
 */
import { expect, test } from "@jest/globals";
import { filledStore } from "../../../client/__tests__/filled-store";
import { categoryPostings, wordPostings } from "../../../core";
import { texts } from "../../../client/__tests__/filled-store";
import { pick, pickFeature } from "../word-pick";

const rows = Uint32Array.of(1, 2);

test("a word adds to the words asked for and goes again, a label takes the place of another", () => {
  expect(pickFeature({}, "word", "card", rows, null)).toEqual({ word: ["card"] });
  expect(pickFeature({ word: ["card"] }, "word", "pin", rows, null)).toEqual({ word: ["card", "pin"] });
  expect(pickFeature({ word: ["card"] }, "word", "card", rows, null)).toEqual({ word: undefined });
  expect(pickFeature({ label: ["a"] }, "label", "b", rows, null)).toEqual({ label: ["b"] });
  expect(pickFeature({ concept: ["a"] }, "concept", "b", rows, null)).toEqual({ concept: ["a", "b"] });
});

test("a length asks for texts of that length, characters for the rows themselves", () => {
  expect(pickFeature({}, "length", "3 words", rows, [0, 3, 3])).toEqual({ length: [3, 3] });
  expect(pickFeature({ length: [3, 3] }, "length", "3 words", rows, [0, 3, 3])).toEqual({
    length: undefined,
  });
  expect(pickFeature({}, "characters", "10–19 characters", rows, null)).toEqual({ rows: [1, 2] });
});

test("picked on the map a word filters, or names its rows as a group", () => {
  const store = filledStore();
  const postings = wordPostings(texts);
  pick(store, "word", postings, postings.features.indexOf("top"), "group");
  expect(store.groups.value.a?.name).toBe("top");
  expect([...(store.groups.value.a?.rows ?? [])]).toEqual([3, 4, 5]);
  const labels = categoryPostings({ names: ["top_up"], codes: Int32Array.of(-1, -1, -1, 0, 0, 0, -1, -1) });
  pick(store, "label", labels, 0, "filter");
  expect([...store.shown.value]).toEqual([3, 4, 5]);
});
