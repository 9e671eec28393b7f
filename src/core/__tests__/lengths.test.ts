import { expect, test } from "@jest/globals";
import { characterLengthPostings, wordLengthPostings } from "../lengths";
import type { Postings } from "../postings";

const listed = ({ features, offsets, rows }: Postings) =>
  features.map((name, i) => [name, [...rows.subarray(offsets[i], offsets[i + 1])]]);

test("lengths in words have a feature each, shortest first", () =>
  expect(listed(wordLengthPostings(Uint32Array.of(12, 1, 3, 1, 0)))).toEqual([
    ["0 words", [4]],
    ["1 word", [1, 3]],
    ["3 words", [2]],
    ["12 words", [0]],
  ]));

test("lengths in characters come ten at a time", () =>
  expect(listed(characterLengthPostings([9, 10, 0, 119]))).toEqual([
    ["0–9 characters", [0, 2]],
    ["10–19 characters", [1]],
    ["110–119 characters", [3]],
  ]));
