import { describe, expect, test } from "@jest/globals";
import { valueOf, valuesOf } from "../target";

const answers = {
  logits: Float32Array.from([0, 1, 2, 500, 0, -500]),
  embeddings: Float32Array.from([1, 2, 3, 4]),
};
const label = { kind: "label", label: 1, against: null, output: "logit" } as const;

describe("what is explained", () => {
  test("is the logit of a label", () => {
    expect([...valuesOf(label, answers, 2)]).toEqual([1, 0]);
    expect(valueOf(label, answers, 0, 2)).toBe(1);
  });

  test("is the probability of a label, also where exponentials overflow", () => {
    const values = valuesOf({ ...label, label: 0, output: "probability" }, answers, 2);
    expect(values[0]).toBeCloseTo(1 / (1 + Math.E + Math.E ** 2), 7);
    expect(values[1]).toBe(1);
  });

  test("is the difference of two labels, of logits or of probabilities", () => {
    expect(valueOf({ ...label, against: 2 }, answers, 0, 2)).toBe(-1);
    const sum = 1 + Math.E + Math.E ** 2;
    expect(valueOf({ ...label, against: 2, output: "probability" }, answers, 0, 2)).toBeCloseTo(
      (Math.E - Math.E ** 2) / sum,
      7,
    );
  });

  test("is the inner product with another text", () => {
    const target = { kind: "similarity", to: Float32Array.from([2, -1]) } as const;
    expect([...valuesOf(target, answers, 2)]).toEqual([0, 2]);
  });

  test("is refused where the model has no such label, no labels, or other embeddings", () => {
    expect(() => valuesOf({ ...label, label: 3 }, answers, 2)).toThrow("label 3 (allowed: 0 to 2");
    expect(() => valuesOf({ ...label, against: 9 }, answers, 2)).toThrow("label 9 (allowed: 0 to 2");
    expect(() => valuesOf(label, { ...answers, logits: null }, 2)).toThrow("no labels");
    expect(() => valuesOf({ kind: "similarity", to: new Float32Array(3) }, answers, 2)).toThrow(
      "3 numbers (allowed: 2",
    );
  });
});
