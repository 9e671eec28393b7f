import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Categories } from "../columns";
import { changesOf, churn, mcnemar } from "../comparison";
import golden from "./golden/comparison.json";

const names = ["card", "pin", "fee"];
const column = (...codes: number[]): Categories => ({ names, codes: Int32Array.from(codes) });

describe("McNemar's test", () => {
  test("equals scipy's exact binomial test below 25 discordant rows, and its chi-square from there on", () => {
    for (const [first, second, statistic, pValue] of golden.mcnemar) {
      const ours = mcnemar(first!, second!);
      expect(ours.statistic).toBeCloseTo(statistic!, 10);
      expect(Math.abs(ours.pValue - pValue!)).toBeLessThanOrEqual(1e-10 * pValue!);
    }
  });

  test("does not mind which of the two comes first", () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (a, b) => {
        expect(mcnemar(a, b).statistic).toBe(mcnemar(b, a).statistic);
        expect(mcnemar(a, b).pValue).toBeCloseTo(mcnemar(b, a).pValue, 12);
      }),
    );
  });
});

describe("changes", () => {
  test("are told by name from gold label and both predictions", () => {
    const gold = column(0, 0, 0, 0, 0, -1, 0);
    const first = column(0, 1, 0, 1, 1, 0, -1);
    // the second model lists its labels in another order
    const second = { names: ["fee", "pin", "card"], codes: Int32Array.of(2, 2, 0, 1, 0, 2, 2) };
    const { names: kinds, codes } = changesOf(gold, first, second);
    expect(Array.from(codes, (code) => kinds[code] ?? null)).toEqual([
      "right",
      "fixed",
      "broken",
      "wrong",
      "changed",
      null,
      null,
    ]);
  });
});

describe("churn", () => {
  test("is the share of rows predicted differently, by name, among those that both predict", () => {
    const second = { names: ["pin", "card"], codes: Int32Array.of(1, 1, -1, 0) };
    expect(churn(column(0, 1, 0, 1), second)).toBeCloseTo(1 / 3, 12);
    expect(churn(column(0, 1, 0, 1), second, Uint8Array.of(1, 1, 0, 0))).toBe(0.5);
    expect(churn(column(-1), column(0))).toBeNaN();
  });
});
