import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { erasure } from "../erasure";
import { linear, modelOf, never, options, readingOf } from "./bag-of-words";

const weights = [0, 3, 0, 0, 0, -2, 0, 1, 0, 0];
const reading = readingOf(Array<number>(weights.length).fill(1));
const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit));

describe("taking words away by their scores", () => {
  test("is comprehensive and sufficient for the true weights, and the contrary for their reverse", async () => {
    const scores = Float32Array.from(weights);
    const reverse = scores.map((score) => -score);
    const model = modelOf(linear(weights));
    const [best, worst] = await erasure(reading, model, 1, [scores, reverse], options(), never);
    expect(best!.comprehensiveness).toBeGreaterThan(0.1);
    expect(best!.sufficiency).toBeLessThan(-0.1);
    expect(worst!.comprehensiveness).toBeLessThan(-0.1);
    expect(worst!.sufficiency).toBeGreaterThan(0);
  });

  test("counts the shares .01 to .5 of the words, rounded up, as written out by hand", async () => {
    const model = modelOf(linear(weights));
    const rankings = [Float32Array.from(weights), new Float32Array(weights.length)];
    const [best, inOrder] = await erasure(reading, model, 1, rankings, options(), never);
    // ten words: 1, 1, 1, 2 and 5 of them; the first two by weight are worth 3 and 1, all others but one nothing;
    // ties keep the order of the text: the first is worth 0, the first two 3, and so the first five
    const ours = [-1, -1, -1, -2, -2].map(sigmoid).map((left) => sigmoid(2) - left);
    const ordered = [2, 2, 2, -1, -1].map(sigmoid).map((left) => sigmoid(2) - left);
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0) / 5;
    expect(best!.comprehensiveness - inOrder!.comprehensiveness).toBeCloseTo(sum(ours) - sum(ordered), 6);
    const kept = [3, 3, 3, 4, 4].map(sigmoid).map((left) => sigmoid(2) - left);
    const keptInOrder = [0, 0, 0, 3, 3].map(sigmoid).map((left) => sigmoid(2) - left);
    expect(best!.sufficiency - inOrder!.sufficiency).toBeCloseTo(sum(kept) - sum(keptInOrder), 6);
  });

  test("gives nothing for words by chance, on the whole", async () => {
    const model = modelOf(linear(weights));
    const drawn = fc.sample(fc.shuffledSubarray(Array.from(weights.keys()), { minLength: weights.length }), {
      numRuns: 300,
      seed: 4,
    });
    const rankings = drawn.map((order) => Float32Array.from(order));
    // the three draws that are taken off differ with the seed
    const found = [];
    for (let seed = 0; seed < 30; seed++)
      found.push(...(await erasure(reading, model, 1, rankings, options({ seed }), never)));
    const mean = found.reduce((sum, each) => sum + each.comprehensiveness, 0) / found.length;
    expect(Math.abs(mean)).toBeLessThan(0.06);
  });

  test("does with texts of one word, and none, and the same for a seed", async () => {
    const one = await erasure(
      readingOf([2]),
      modelOf(linear([1, 1])),
      1,
      [Float32Array.of(1)],
      options(),
      never,
    );
    expect(one[0]!.comprehensiveness).toBeCloseTo(0, 12);
    expect(one[0]!.sufficiency).toBeCloseTo(0, 12);
    const none = await erasure(
      readingOf([]),
      modelOf(() => 1),
      1,
      [new Float32Array()],
      options(),
      never,
    );
    expect(none).toEqual([{ comprehensiveness: 0, sufficiency: 0 }]);
    const run = () =>
      erasure(
        reading,
        modelOf(linear(weights)),
        0,
        [Float32Array.from(weights)],
        options({ seed: 2 }),
        never,
      );
    expect(await run()).toEqual(await run());
  });
});
