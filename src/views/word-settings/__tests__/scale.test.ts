/**
 * @jest-environment node
 * @jest-environment-options {"customExportConditions": ["browser", "require", "default"]}
 */
import { expect, test } from "@jest/globals";
import { defaultWords } from "../../../client";
import { countAt, isPreset, placeOfCount, presets, withCounts } from "../scale";

test("a small step of the slider still moves the count by one", () => {
  const place = placeOfCount(5);
  expect(countAt(place + 0.02, 5)).toBe(6);
  expect(countAt(place - 0.02, 5)).toBe(4);
  expect(countAt(placeOfCount(300), 5)).toBe(300);
  expect(countAt(-0.02, 1)).toBe(1);
});

test("an end that was not moved keeps following the rows", () => {
  const places = [placeOfCount(8), placeOfCount(1000)] as const;
  expect(withCounts(defaultWords, [8, 1000], [placeOfCount(20), places[1]])).toEqual({
    ...defaultWords,
    minCount: 20,
  });
  expect(withCounts(defaultWords, [8, 1000], [places[0], placeOfCount(200)])).toEqual({
    ...defaultWords,
    maxCount: 200,
  });
});

test("a preset is known by its settings, whatever is counted", () => {
  const semla = presets.find(({ name }) => name === "SemLa's")?.settings ?? {};
  expect(isPreset(defaultWords, semla)).toBe(false);
  expect(isPreset({ ...defaultWords, ...semla, kind: "label" }, semla)).toBe(true);
});
