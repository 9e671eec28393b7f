import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { attentionRollout, meanAttention, type Attention } from "../attention";
import { gradientScores, isGradientMethod } from "../gradients";
import { scoresOfPieces, scoresOfWords } from "../pieces-to-words";
import { readingOf } from "./bag-of-words";

test("a piece's score is the L1 or L2 norm of its gradient, or its product with the embedding", () => {
  const gradient = Float32Array.of(3, -4, 0, 0.5);
  const embeddings = Float32Array.of(1, 2, 5, -2);
  expect([...gradientScores("gradient_l1", gradient, embeddings, 2)]).toEqual([7, 0.5]);
  expect([...gradientScores("gradient_l2", gradient, embeddings, 2)]).toEqual([5, 0.5]);
  expect([...gradientScores("gradient_x_input", gradient, embeddings, 2)]).toEqual([-5, -1]);
  expect(isGradientMethod("gradient_l1")).toBe(true);
  expect(isGradientMethod("integrated_gradients")).toBe(false);
});

test("a word's score is the sum of its pieces' for signed methods, else the largest", () => {
  const reading = readingOf([1, 3]);
  const pieces = Float32Array.of(9, 1, 2, -1, 4, 9);
  expect([...scoresOfWords(pieces, reading, true)]).toEqual([1, 5]);
  expect([...scoresOfWords(pieces, reading, false)]).toEqual([1, 4]);
  expect([...scoresOfPieces(Float32Array.of(0.5, -2), reading)]).toEqual([0, 0.5, -2, -2, -2, 0]);
});

/** Two layers of two heads over three pieces. */
const layers: Attention[] = [
  {
    heads: 2,
    data: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 0.5, 0.5, 0, 0, 0.5, 0.5, 0.25, 0.25, 0.5),
  },
  {
    heads: 2,
    data: Float32Array.of(0, 1, 0, 0, 1, 0, 0, 1, 0, 0.2, 0.2, 0.6, 0.4, 0.4, 0.2, 1, 0, 0),
  },
];

describe("attention", () => {
  test("is the mean over layers, heads and query rows", () => {
    const wanted = [0, 1, 2].map(
      (key) =>
        layers.reduce(
          (sum, { data }) =>
            sum + data.filter((_, at) => at % 3 === key).reduce((all, value) => all + value, 0),
          0,
        ) / 12,
    );
    [...meanAttention(layers, 3)].forEach((value, key) => expect(value).toBeCloseTo(wanted[key] ?? NaN, 6));
  });

  test("is rolled out by multiplying the layers' means with half of the identity (Abnar and Zuidema 2020)", () => {
    const mixed = layers.map(({ data }) =>
      Array.from({ length: 9 }, (_, at) => {
        const mean = ((data[at] ?? 0) + (data[9 + at] ?? 0)) / 2;
        return 0.5 * mean + (at % 4 === 0 ? 0.5 : 0);
      }),
    );
    const [lower = [], upper = []] = mixed;
    const product = (row: number, column: number): number =>
      [0, 1, 2].reduce((sum, k) => sum + (upper[3 * row + k] ?? 0) * (lower[3 * k + column] ?? 0), 0);
    const first = attentionRollout(layers, 3, "first");
    const all = attentionRollout(layers, 3, "all");
    for (const column of [0, 1, 2]) {
      expect(first[column]).toBeCloseTo(product(0, column), 6);
      expect(all[column]).toBeCloseTo((product(0, column) + product(1, column) + product(2, column)) / 3, 6);
    }
  });

  test("adds up to one, whatever the layers", () => {
    const row = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
    const layer = fc.array(row, { minLength: 8, maxLength: 8 }).map((rows): Attention => {
      const data = rows.flatMap((values) => {
        const sum = values.reduce((total, value) => total + value, 0);
        return values.map((value) => value / sum);
      });
      return { heads: 2, data: Float32Array.from(data) };
    });
    fc.assert(
      fc.property(fc.array(layer, { minLength: 1, maxLength: 4 }), (given) => {
        for (const scores of [
          meanAttention(given, 4),
          attentionRollout(given, 4, "first"),
          attentionRollout(given, 4, "all"),
        ])
          expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 5);
      }),
      { numRuns: 50, seed: 1 },
    );
  });
});
