import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { gaussLegendre } from "../gauss-legendre";
import { baselineOf, integratedGradients } from "../integrated";
import type { GradientModel } from "../model";
import { labelOne, never, readingOf } from "./bag-of-words";
import { curvedModel, WIDTH } from "./curved-model";

describe("the Gauss-Legendre rule", () => {
  test("of few points is the one of the tables", () => {
    const { points, weights } = gaussLegendre(3);
    expect([...points].map((x) => 2 * x - 1)).toEqual([
      expect.closeTo(-Math.sqrt(3 / 5), 14),
      0,
      expect.closeTo(Math.sqrt(3 / 5), 14),
    ]);
    expect([...weights].map((w) => 2 * w)).toEqual([5 / 9, 8 / 9, 5 / 9].map((w) => expect.closeTo(w, 14)));
    expect([...gaussLegendre(1).points]).toEqual([0.5]);
  });

  test.each([1, 2, 3, 16, 50, 255, 256, 1024])("of %d points is exact for polynomials", (n) => {
    const { points, weights } = gaussLegendre(n);
    expect([...points].toSorted((a, b) => a - b)).toEqual([...points]);
    for (const degree of [0, 1, n, 2 * n - 1]) {
      const sum = points.reduce((total, x, i) => total + (weights[i] ?? 0) * x ** degree, 0);
      expect(sum).toBeCloseTo(1 / (degree + 1), 12);
    }
  });
});

const reading = readingOf([1, 2, 1]);
const from = (model: GradientModel, baseline = "zero") => baselineOf(baseline, model, () => undefined);

describe("integrated gradients", () => {
  test("of a linear model are weight times input, however few the points", async () => {
    const model = curvedModel(0);
    const found = await integratedGradients(
      reading,
      model,
      labelOne,
      { baseline: from(model), points: 1 },
      never,
    );
    const embeddings = model.lookUp(reading.ids);
    reading.ids.forEach((_, piece) => {
      const wanted = embeddings
        .subarray(piece * WIDTH, (piece + 1) * WIDTH)
        .reduce((sum, value, i) => sum + value * model.weight(i), 0);
      expect(found.scores[piece]).toBeCloseTo(reading.special[piece] === 1 ? 0 : wanted, 5);
    });
  });

  test("add up to the difference that they explain, for any model and baseline", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.constantFrom("zero", "pad", "mask"),
        async (curve, name) => {
          const model = curvedModel(curve);
          const given = { baseline: from(model, name), points: 40 };
          const { scores, value, delta } = await integratedGradients(reading, model, labelOne, given, never);
          const sum = scores.reduce((total, score) => total + score, 0);
          const start = model.lookUp(reading.ids);
          reading.special.forEach((kept, piece) => {
            if (kept === 0) start.set(given.baseline, piece * WIDTH);
          });
          expect(sum).toBeCloseTo(value - model.value(start), 3);
          expect(delta).toBeCloseTo(0, 3);
        },
      ),
      { numRuns: 30, seed: 1 },
    );
  });

  test("halve their intervals only while the delta is large", async () => {
    const points = async (curve: number, asked: number | null = null): Promise<number> => {
      const model = curvedModel(curve);
      return (
        await integratedGradients(reading, model, labelOne, { baseline: from(model), points: asked }, never)
      ).points;
    };
    expect(await points(0.1)).toBe(17);
    expect(await points(300)).toBeGreaterThan(17);
    expect(await points(1e7)).toBe(257);
    expect(await points(1e7, 20)).toBe(20);
  });

  test("end when they are told to", async () => {
    const model = curvedModel(1);
    const given = { baseline: from(model), points: null };
    await expect(integratedGradients(reading, model, labelOne, given, () => true)).rejects.toThrow(
      "cancelled",
    );
  });
});

test("a baseline is zero, padding, a mask or any piece", () => {
  const model = curvedModel(1);
  const idOf = (piece: string): number | undefined => (piece === "card" ? 7 : undefined);
  expect([...baselineOf("zero", model, idOf)]).toEqual(Array(WIDTH).fill(0));
  expect(baselineOf("pad", model, idOf)).toEqual(model.lookUp([model.padId]));
  expect(baselineOf("mask", model, idOf)).toEqual(model.lookUp([model.maskId ?? -1]));
  expect(baselineOf("card", model, idOf)).toEqual(model.lookUp([7]));
  expect(() => baselineOf("qqq", model, idOf)).toThrow(
    'baseline: "qqq" is not a piece of this model (allowed: pad, zero, mask, or a piece of the vocabulary)',
  );
  expect(() => baselineOf("mask", { ...model, maskId: null }, idOf)).toThrow(
    /no piece for it \(allowed: pad, zero/,
  );
});
