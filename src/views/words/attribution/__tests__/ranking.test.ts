import { describe, expect, test } from "@jest/globals";
import { Tensor } from "../../../../protocol";
import { leastRows, rankedWords } from "../ranking";

const found = {
  word: ["card", "my", "card", "lost", "my"],
  label: new Tensor("int32", Int32Array.of(0, 0, 1, 1, 1)),
  mean: new Tensor("float32", Float32Array.of(0.5, -0.25, 0.125, 0.75, 0.25)),
  rows: new Tensor("int32", Int32Array.of(3, 4, 1, 1, 4)),
};

describe("words by attribution", () => {
  test("of one label are ranked by their mean, either end first", () => {
    expect(rankedWords(found, 0, 1)).toEqual([
      { word: "card", mean: 0.5, rows: 3 },
      { word: "my", mean: -0.25, rows: 4 },
    ]);
    expect(rankedWords(found, 0, 1, "lowest").map(({ word }) => word)).toEqual(["my", "card"]);
  });

  test("of all labels are weighed by their rows", () => {
    expect(rankedWords(found, null, 1)).toEqual([
      { word: "lost", mean: 0.75, rows: 1 },
      { word: "card", mean: (3 * 0.5 + 0.125) / 4, rows: 4 },
      { word: "my", mean: 0, rows: 8 },
    ]);
  });

  test("leave out words of too few rows", () => {
    expect(rankedWords(found, null, 4).map(({ word }) => word)).toEqual(["card", "my"]);
    expect([0, 1, 40, 640, 3080, 100_000].map(leastRows)).toEqual([0, 1, 2, 6, 20, 20]);
  });
});
