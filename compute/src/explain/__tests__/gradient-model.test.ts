import { describe, expect, test } from "@jest/globals";
import type { GradientSession } from "../../models/gradient-session";
import { forwardModel } from "../forward-model";
import { gradientModel, type GradientSettings } from "../gradient-model";
import type { GradientInput, Target } from "../model";

const settings: GradientSettings = { labels: 3, dimension: 2, padId: 0, maskId: null, batchPieces: 8 };
/** Each piece's word embedding is its id. */
const lookUp = (ids: readonly number[]): Float32Array => Float32Array.from(ids);

/** Logits (s, s^2, 1) and embedding (s, 2 s) of a text whose word embeddings, one number each, add up to s. */
function session(batches: number[][] = []): GradientSession {
  const sumOf = ({ ids, embeddings }: GradientInput): number =>
    (embeddings ?? lookUp(ids)).reduce((sum, value) => sum + value, 0);
  return {
    width: 1,
    lookUp,
    run: async (texts, seeds) => {
      batches.push(texts.map(({ ids }) => ids.length));
      const sums = texts.map(sumOf);
      const longest = Math.max(...texts.map(({ ids }) => ids.length));
      const gradient = new Float32Array(texts.length * longest);
      sums.forEach((s, row) => {
        const [first = 0, second = 0] = seeds.logits?.subarray(3 * row, 3 * row + 3) ?? [];
        const [one = 0, two = 0] = seeds.embeddings.subarray(2 * row, 2 * row + 2);
        gradient.fill(
          first + 2 * s * second + one + 2 * two,
          row * longest,
          row * longest + (texts[row]?.ids.length ?? 0),
        );
      });
      return {
        logits: Float32Array.from(sums.flatMap((s) => [s, s * s, 1])),
        embeddings: Float32Array.from(sums.flatMap((s) => [s, 2 * s])),
        gradient,
      };
    },
    attentions: async () => null,
    hidden: async () => null,
    close: async () => undefined,
  };
}

const free = async (): Promise<void> => undefined;
const label = (given: Partial<Extract<Target, { kind: "label" }>>): Target => ({
  kind: "label",
  label: 0,
  against: null,
  output: "logit",
  ...given,
});
const texts: GradientInput[] = [
  { ids: [1, 2, 3], embeddings: null },
  { ids: [4], embeddings: Float32Array.of(0.5) },
  { ids: [1, 1, 1, 1, 1], embeddings: null },
  { ids: [2, 2], embeddings: Float32Array.of(0.1, -0.3) },
];

describe("the gradient", () => {
  test.each<[string, Target, (s: number) => number]>([
    ["a logit", label({ label: 1 }), (s) => s * s],
    ["a difference of logits", label({ label: 1, against: 0 }), (s) => s * s - s],
    [
      "a probability",
      label({ output: "probability" }),
      (s) => Math.exp(s) / (Math.exp(s) + Math.exp(s * s) + Math.E),
    ],
    [
      "a difference of probabilities",
      label({ output: "probability", against: 2 }),
      (s) => (Math.exp(s) - Math.E) / (Math.exp(s) + Math.exp(s * s) + Math.E),
    ],
    ["a similarity", { kind: "similarity", to: Float32Array.of(3, -1) }, (s) => 3 * s - 2 * s],
  ])("of %s is that of F", async (_what, target, value) => {
    const model = gradientModel(session(), settings, free);
    const answers = await model.run(texts, target);
    texts.forEach(({ ids, embeddings }, i) => {
      const s = (embeddings ?? lookUp(ids)).reduce((sum, each) => sum + each, 0);
      const slope = (value(s + 1e-5) - value(s - 1e-5)) / 2e-5;
      expect(answers[i]?.value).toBeCloseTo(value(s), 5);
      expect(answers[i]?.gradient).toHaveLength(ids.length);
      for (const each of answers[i]?.gradient ?? []) expect(each).toBeCloseTo(slope, 4);
    });
  });

  test("of texts in another order is the same, and batches keep to their budget", async () => {
    const batches: number[][] = [];
    const run = (given: readonly GradientInput[]) =>
      gradientModel(session(batches), settings, free).run(given, label({ label: 1 }));
    const there = await run(texts);
    const back = await run(texts.toReversed());
    expect(back.toReversed()).toEqual(there);
    expect(batches.slice(0, 3)).toEqual([[1, 2], [3], [5]]);
    for (const lengths of batches)
      expect(lengths.length === 1 || Math.max(...lengths) * lengths.length <= settings.batchPieces).toBe(
        true,
      );
  });

  test("of each text can be that of another F", async () => {
    const model = gradientModel(session(), settings, free);
    const mixed = texts.map((text, i) => ({ ...text, target: label({ label: i % 2 }) }));
    const answers = await model.run(mixed, label({}));
    expect(answers.map(({ gradient }) => gradient[0])).toEqual([1, 1, 1, expect.closeTo(-0.4, 5)]);
  });

  test("of what the model does not have is a sentence, before anything is computed", async () => {
    const batches: number[][] = [];
    const model = gradientModel(session(batches), settings, free);
    await expect(model.run(texts, label({ label: 3 }))).rejects.toThrow("target: label 3 (allowed: 0 to 2");
    await expect(model.run(texts, { kind: "similarity", to: new Float32Array(5) })).rejects.toThrow(
      /similar_to: a vector/,
    );
    const headless = gradientModel(session(batches), { ...settings, labels: 0 }, free);
    await expect(headless.run(texts, label({}))).rejects.toThrow(/the model has no labels/);
    expect(batches).toEqual([]);
  });

  test("stops between two batches", async () => {
    const batches: number[][] = [];
    const stop = async (): Promise<void> => {
      if (batches.length === 1) throw new Error("enough");
    };
    await expect(gradientModel(session(batches), settings, stop).run(texts, label({}))).rejects.toThrow(
      "enough",
    );
    expect(batches).toHaveLength(1);
  });
});

test("a forward run answers in the order of its texts, whatever the batches", async () => {
  const batches: number[] = [];
  const forward = forwardModel(
    {
      run: async (pieces) => {
        batches.push(pieces.length);
        const sums = pieces.map(({ ids }) => ids.reduce((sum, id) => sum + id, 0));
        return {
          embeddings: Float32Array.from(sums.flatMap((s) => [s, -s])),
          logits: Float32Array.from(sums.flatMap((s) => [s, 0, 1])),
        };
      },
    },
    settings,
    free,
  );
  const { embeddings, logits } = await forward.run([[5, 5, 5, 5, 5], [1], [2, 2], [3, 3, 3]]);
  expect([...embeddings]).toEqual([25, -25, 1, -1, 4, -4, 9, -9]);
  expect([...(logits ?? [])]).toEqual([25, 0, 1, 1, 0, 1, 4, 0, 1, 9, 0, 1]);
  expect(batches.length).toBeGreaterThan(1);
});
