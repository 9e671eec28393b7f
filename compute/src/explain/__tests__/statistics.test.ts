import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { bootstrapMean, kendallTau, quantile } from "../statistics";

interface Golden {
  readonly tau: readonly { readonly a: number[]; readonly b: number[]; readonly tau: number | null }[];
  readonly bootstrap: readonly {
    readonly values: number[];
    readonly low: number;
    readonly high: number;
    readonly deviation: number;
  }[];
  readonly quantiles: { readonly values: number[]; readonly at: readonly [number, number][] };
}
const golden = JSON.parse(readFileSync(join(__dirname, "golden/statistics.json"), "utf8")) as Golden;

describe("Kendall's tau-b", () => {
  test("is SciPy's, with ties and without", () => {
    for (const { a, b, tau } of golden.tau) {
      if (tau === null) expect(kendallTau(a, b)).toBeNull();
      else expect(kendallTau(a, b)).toBeCloseTo(tau, 12);
    }
    expect(golden.tau.some(({ tau }) => tau === null)).toBe(true);
  });

  test("is nothing for fewer than two values", () => {
    expect(kendallTau([], [])).toBeNull();
    expect(kendallTau([1], [2])).toBeNull();
  });
});

describe("a bootstrap interval", () => {
  test.each(golden.bootstrap)("is SciPy's up to the chance in 1,000 resamples", (wanted) => {
    const found = bootstrapMean(wanted.values, 5);
    // the 2.5 % point of 1,000 draws has a standard error of about .085 standard deviations
    expect(Math.abs(found.low - wanted.low)).toBeLessThan(0.3 * wanted.deviation);
    expect(Math.abs(found.high - wanted.high)).toBeLessThan(0.3 * wanted.deviation);
    expect(found.n).toBe(wanted.values.length);
    expect(found.value).toBeCloseTo(wanted.values.reduce((sum, v) => sum + v, 0) / found.n, 12);
  });

  test("is the same for a seed, and another for another", () => {
    const values = golden.bootstrap[0]!.values;
    expect(bootstrapMean(values, 1)).toEqual(bootstrapMean(values, 1));
    expect(bootstrapMean(values, 1)).not.toEqual(bootstrapMean(values, 2));
  });

  test("of one value is that value", () => {
    expect(bootstrapMean([0.3], 0)).toEqual({ value: 0.3, low: 0.3, high: 0.3, n: 1 });
  });

  test("has NumPy's quantiles", () => {
    for (const [q, wanted] of golden.quantiles.at)
      expect(quantile(golden.quantiles.values, q)).toBeCloseTo(wanted, 12);
  });
});
