import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { seededRandom } from "../../../../src/core/random";
import { lime, limeWeight, randomMasks } from "../lime";
import { occlusion } from "../occlusion";
import { maskedIds, perturbedText } from "../perturb";
import { ridge } from "../ridge";
import { shap } from "../shap";
import { FIRST, labelOne, linear, MASK, modelOf, never, options, PAD, readingOf } from "./bag-of-words";

interface Golden {
  readonly ridge: readonly {
    readonly masks: number[][];
    readonly values: number[];
    readonly weights: number[];
    readonly coefficients: number[];
    readonly intercept: number;
    readonly r2: number;
    readonly alpha3: number[];
  }[];
  readonly shap: readonly {
    readonly linear: number[];
    readonly pairs: number[][];
    readonly scores: number[];
  }[];
}
const golden = JSON.parse(readFileSync(join(__dirname, "golden/perturbing.json"), "utf8")) as Golden;

const weights = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 12 });
/** With fewer words the penalty outweighs the maskings: see `lime`. */
const atLeastThree = weights.filter(({ length }) => length > 2);
const onePieceEach = (count: number) => readingOf(Array<number>(count).fill(1));

function expectClose(found: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number): void {
  expect(found.length).toBe(wanted.length);
  Array.from(wanted).forEach((value, i) => expect(Math.abs(found[i]! - value)).toBeLessThan(tolerance));
}

describe("a perturbed text", () => {
  const reading = readingOf([1, 3, 1]);

  test("has each piece of a hidden word masked, or taken out", () => {
    const mask = Uint8Array.of(1, 0, 1);
    expect(maskedIds(reading, mask, MASK, PAD)).toEqual([2, FIRST, MASK, MASK, MASK, FIRST + 4, 3]);
    expect(maskedIds(reading, mask, null, PAD)).toEqual([2, FIRST, FIRST + 4, 3]);
  });

  test("of which nothing is left is a piece of padding", () => {
    const bare = { ...reading, ids: [FIRST], wordOfPiece: Int32Array.of(0) };
    expect(maskedIds(bare, Uint8Array.of(0), null, PAD)).toEqual([PAD]);
  });

  test("is computed once for equal masks, also in later calls", async () => {
    const model = modelOf(linear([1, 2, 3, 4, 5]));
    const { evaluate } = perturbedText(reading, model, labelOne, "mask", never);
    const mask = Uint8Array.of(1, 0, 1);
    const full = Uint8Array.of(1, 1, 1);
    expect([...(await evaluate([mask, full, mask.slice()]))]).toEqual([6, 15, 6]);
    expect([...(await evaluate([full, mask]))]).toEqual([15, 6]);
    expect(model.seen).toHaveLength(2);
  });

  test("keeps the masks of long texts apart", async () => {
    const count = 40;
    const model = modelOf(linear(Array.from({ length: count }, (_, i) => 2 ** (i % 20) + i)));
    const scores = (await occlusion(onePieceEach(count), model, labelOne, options(), never)).scores;
    expect([...scores]).toEqual(Array.from({ length: count }, (_, i) => 2 ** (i % 20) + i));
  });

  test("is deleted from where the tokenizer has no piece for a mask", async () => {
    const model = { ...modelOf(({ length }) => length), maskId: null };
    const { scores } = await occlusion(reading, model, labelOne, options(), never);
    expect([...scores]).toEqual([1, 3, 1]);
  });
});

describe("occlusion", () => {
  test("of a linear model is its weights, summed over the pieces of a word", async () => {
    await fc.assert(
      fc.asyncProperty(weights, fc.constantFrom("mask", "delete"), async (given, perturbation) => {
        const model = modelOf(linear(given));
        const reading =
          given.length > 2
            ? readingOf([2, ...Array<number>(given.length - 2).fill(1)])
            : onePieceEach(given.length);
        const wanted = given.length > 2 ? [given[0]! + given[1]!, ...given.slice(2)] : given;
        const found = await occlusion(reading, model, labelOne, options({ perturbation }), never);
        expectClose(found.scores, wanted, 1e-5);
        expect(found.value).toBeCloseTo(
          given.reduce((sum, weight) => sum + weight, 0),
          4,
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe("LIME", () => {
  test.each(golden.ridge)("fits as lime and scikit-learn do", (wanted) => {
    const features = wanted.masks.map((mask) => Uint8Array.from(mask));
    expectClose(features.map(limeWeight), wanted.weights, 1e-12);
    const samples = { features, values: wanted.values, weights: wanted.weights };
    const fit = ridge(samples, 1);
    expectClose(fit.coefficients, wanted.coefficients, 1e-10);
    expect(fit.intercept).toBeCloseTo(wanted.intercept, 10);
    expect(fit.r2).toBeCloseTo(wanted.r2, 10);
    const other = ridge(samples, 3);
    expectClose([...other.coefficients, other.intercept], wanted.alpha3, 1e-10);
  });

  test("draws masks whose sizes are uniform, the first of all words", () => {
    const masks = randomMasks(4, 4001, seededRandom(1));
    expect([...masks[0]!]).toEqual([1, 1, 1, 1]);
    const sizes = [0, 0, 0, 0];
    const hidden = [0, 0, 0, 0];
    for (const mask of masks.slice(1)) {
      sizes[mask.reduce((sum, kept) => sum + 1 - kept, 0) - 1]! += 1;
      mask.forEach((kept, word) => (hidden[word]! += 1 - kept));
    }
    // 4,000 draws: a share of a quarter has a standard deviation of 27, a half of 32
    for (const size of sizes) expect(Math.abs(size - 1000)).toBeLessThan(110);
    for (const count of hidden) expect(Math.abs(count - 2500)).toBeLessThan(130);
  });

  test("recovers the weights of a linear model, and says that it explains all", async () => {
    await fc.assert(
      fc.asyncProperty(atLeastThree, fc.integer(), async (given, seed) => {
        const model = modelOf(linear(given));
        const found = await lime(onePieceEach(given.length), model, labelOne, options({ seed }), never);
        const largest = Math.max(...given.map(Math.abs), 0.1);
        // the penalty takes away a little
        expectClose(found.scores, given, 0.15 * largest);
        expect(found.r2!).toBeGreaterThan(0.97);
        expect(Math.max(...found.spread!)).toBeLessThan(0.1 * largest);
      }),
      { numRuns: 20 },
    );
  });

  test("says that it explains little, and wavers, where words only count together", async () => {
    const parity = modelOf((ids) => ids.reduce((sign, id) => (id >= FIRST ? -sign : sign), 1));
    const { r2, spread, scores } = await lime(onePieceEach(8), parity, labelOne, options(), never);
    expect(r2!).toBeLessThan(0.6);
    expect(Math.max(...spread!)).toBeGreaterThan(0.05 * Math.max(...scores.map(Math.abs)));
  });

  test("gives the same bytes for a seed, and others for another", async () => {
    const run = async (seed: number) =>
      (
        await lime(
          onePieceEach(6),
          modelOf((ids) => Math.sin(linear([1, 2, 3, 4, 5, 6])(ids))),
          labelOne,
          options({ seed }),
          never,
        )
      ).scores;
    expect(await run(3)).toEqual(await run(3));
    expect(await run(3)).not.toEqual(await run(4));
  });
});

describe("partition SHAP", () => {
  test.each(golden.shap)(
    "shares out as shap does ($linear.length words)",
    async ({ linear: own, pairs, scores }) => {
      const model = modelOf((ids) => {
        const kept = own.map((_, word) => (ids.includes(FIRST + word) ? 1 : 0));
        const together = pairs.flatMap((row, i) => row.map((value, j) => value * kept[i]! * kept[j]!));
        const single = own.map((value, word) => value * kept[word]!);
        return (
          [...single, ...together].reduce((sum, value) => sum + value, 0) + (kept.every(Boolean) ? 2 : 0)
        );
      });
      const reading = onePieceEach(own.length);
      expectClose((await shap(reading, model, labelOne, options(), never)).scores, scores, 1e-5);
    },
  );

  test("adds up to what the words change, within its budget, whatever that is", async () => {
    const budget = fc.integer({ min: 10, max: 300 });
    await fc.assert(
      fc.asyncProperty(weights, budget, async (given, evaluations) => {
        const model = modelOf((ids) => linear(given)(ids) ** 2 + linear(given)(ids));
        const reading = onePieceEach(given.length);
        const { scores, value } = await shap(reading, model, labelOne, options({ evaluations }), never);
        const sum = scores.reduce((total, score) => total + score, 0);
        expect(Math.abs(sum - value)).toBeLessThan(1e-4 * (1 + Math.abs(value)) * given.length);
        expect(model.seen.length).toBeLessThanOrEqual(evaluations);
      }),
      { numRuns: 50 },
    );
  });

  test("of a linear model is its weights", async () => {
    const given = [3, -1, 0.5, 2, -4];
    const { scores } = await shap(onePieceEach(5), modelOf(linear(given)), labelOne, options(), never);
    expectClose(scores, given, 1e-5);
  });

  test("spends a small budget where most is at stake", async () => {
    const given = [0, 0, 0, 0, 0, 0, 8, 0];
    const found = await shap(
      onePieceEach(8),
      modelOf(linear(given)),
      labelOne,
      options({ evaluations: 40 }),
      never,
    );
    expect(found.scores[6]).toBeGreaterThan(5);
  });
});

describe.each([
  ["LIME", lime],
  ["occlusion", occlusion],
  ["partition SHAP", shap],
])("%s", (_name, method) => {
  test("does with one word, and with none", async () => {
    const one = await method(onePieceEach(1), modelOf(linear([2])), labelOne, options(), never);
    expect(one.scores[0]).toBeGreaterThan(0.2);
    expect(one.scores[0]).toBeLessThan(2.01);
    expect(one.value).toBe(2);
    const none = await method(
      readingOf([]),
      modelOf(() => 7),
      labelOne,
      options(),
      never,
    );
    expect([...none.scores]).toEqual([]);
    expect([none.value, none.r2, none.spread]).toEqual([7, null, null]);
  });

  test("does not depend on the order in which the model is shown the texts", async () => {
    const straight = modelOf((ids) => Math.tanh(linear([1, -2, 0.5, 3])(ids)));
    const backwards = {
      ...straight,
      run: async (texts: readonly (readonly number[])[]) => {
        const answers = [];
        for (const text of texts.toReversed()) answers.unshift(await straight.run([text]));
        return {
          logits: Float32Array.from(answers.flatMap(({ logits }) => [...logits!])),
          embeddings: Float32Array.from(answers.flatMap(({ embeddings }) => [...embeddings])),
        };
      },
    };
    const reading = onePieceEach(4);
    const first = await method(reading, straight, labelOne, options(), never);
    expect(await method(reading, backwards, labelOne, options(), never)).toEqual(first);
  });

  test("explains a similarity", async () => {
    const target = { kind: "similarity", to: Float32Array.of(2, 5) } as const;
    const found = await method(onePieceEach(3), modelOf(linear([1, 3, 2])), target, options(), never);
    expect(found.value).toBe(17);
    expectClose(found.scores, [2, 6, 4], 0.4);
  });

  test("stops when it is told to", async () => {
    const model = modelOf(linear([1, 2]));
    await expect(method(onePieceEach(2), model, labelOne, options(), () => true)).rejects.toThrow(
      "cancelled",
    );
    expect(model.seen).toEqual([]);
  });
});
