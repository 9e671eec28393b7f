import { describe, expect, test } from "@jest/globals";
import { modelOf, labelOne, never, options, readingOf, FIRST } from "./bag-of-words";
import { attribution } from "./attribution";
import { lime } from "../lime";
import { figuresOf, summarised, withErasure } from "../trust";

const occlusion = attribution([3, -5, 1], { method: "occlusion" });

describe("figures of one text", () => {
  test("agree with occlusion by sign where the method has signs, else by magnitude", () => {
    expect(figuresOf(attribution([2, 0, 1]), occlusion)).toEqual({ tau_occlusion: 1 });
    expect(figuresOf(attribution([2, 0, 1], { signed: false }), occlusion).tau_occlusion).toBeCloseTo(-1 / 3);
    expect(figuresOf(attribution([2, 9, 1], { signed: false }), occlusion).tau_occlusion).toBe(1);
  });

  test("leave out what makes no sense: occlusion's agreement with itself, one word, all alike", () => {
    expect(figuresOf(occlusion, occlusion)).toEqual({});
    const one = attribution([2]);
    expect(figuresOf(one, attribution([1], { method: "occlusion" }))).toEqual({});
    expect(figuresOf(attribution([2, 2, 2]), occlusion)).toEqual({});
  });

  test("tell the delta as a share of what the scores explain", () => {
    expect(figuresOf(attribution([1, 2, 2], { delta: 1 }), occlusion).delta).toBeCloseTo(0.25);
    expect(figuresOf(attribution([1, 2, -7], { delta: -0.4 }), occlusion).delta).toBeCloseTo(0.4 / 3.6);
  });

  test("tell the correlation to expect of LIME's scores with those of other seeds", async () => {
    const weights = [0.4, -0.5, 0.3, 0.1, 0.8, -0.2, 0.35, 0.15];
    // words that also count in threes, so that a linear model does not explain all
    const model = modelOf((ids) => {
      const kept = weights.map((_, word) => (ids.includes(FIRST + word) ? 1 : 0));
      return weights.reduce(
        (sum, weight, i) =>
          sum +
          weight * kept[i]! +
          2.5 * kept[i]! * kept[(i + 1) % 8]! * kept[(i + 3) % 8]! * (i % 2 ? 1 : -1),
        0,
      );
    });
    const reading = readingOf(weights.map(() => 1));
    const runs: { readonly scores: Float32Array; readonly spread: Float32Array | null }[] = [];
    for (let seed = 0; seed < 40; seed++)
      runs.push(await lime(reading, model, labelOne, options({ seed, masks: 60 }), never));
    const told = runs.map(({ scores, spread }) => {
      return figuresOf(attribution([...scores], { method: "lime", spread }), occlusion).stability!;
    });
    const seen = runs.slice(1).map(({ scores }, i) => correlation(scores, runs[i]!.scores));
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean(told) - mean(seen))).toBeLessThan(0.15);
    expect(mean(seen)).toBeLessThan(0.95);
  });
});

describe("a summary", () => {
  test("has the mean of each measure over the texts that have it, and their number", () => {
    const texts = [
      withErasure({ tau_occlusion: 0.5 }, { comprehensiveness: 0.2, sufficiency: -0.1 }),
      withErasure({}, { comprehensiveness: 0.4, sufficiency: NaN }),
    ].map((figures) => ({ figures, confident: true }));
    const figures = [...summarised("lime", texts, 0)];
    expect(figures.map(({ measure, n }) => [measure, n])).toEqual([
      ["comprehensiveness", 2],
      ["sufficiency", 1],
      ["tau_occlusion", 1],
    ]);
    expect(figures[0]).toMatchObject({ method: "lime", low: 0.2, high: 0.4 });
    expect(figures[0]!.value).toBeCloseTo(0.3);
  });

  test("of a side test has the confident texts a second time", () => {
    const texts = [1, 0, 1, 0].map((side, i) => ({ figures: { side_token_top3: side }, confident: i < 3 }));
    const figures = [...summarised("integrated_gradients", texts, 0)];
    expect(figures.map(({ among, n }) => [among, n])).toEqual([
      ["all", 4],
      ["confident", 3],
    ]);
    expect(figures.map(({ value }) => value)).toEqual([0.5, expect.closeTo(2 / 3, 6)]);
  });
});

function correlation(a: Float32Array, b: Float32Array): number {
  const centred = (values: Float32Array) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const [x, y] = [centred(a), centred(b)];
  const dot = (p: Float32Array, q: Float32Array) => p.reduce((sum, value, i) => sum + value * q[i]!, 0);
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}
