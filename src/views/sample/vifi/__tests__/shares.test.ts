import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { extentOf, heaviest, isEven, sharesOf, stacksOf } from "../shares";

const part = (method: "attention" | "lime", ...shares: number[]) => ({
  method,
  shares: Float32Array.from(shares),
});

describe("shares", () => {
  test("are scores divided by their absolute sum, signs kept", () => {
    expect([...sharesOf(Float32Array.of(1, -2, 1))]).toEqual([0.25, -0.5, 0.25]);
    expect([...sharesOf(Float32Array.of(0, 0))]).toEqual([0, 0]);
  });

  test("add up to one in absolute terms, whatever the scores", () => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: -100, max: 100, noNaN: true }), { minLength: 1 }), (scores) => {
        fc.pre(scores.some((score) => Math.abs(score) > 1e-6));
        const sum = sharesOf(Float32Array.from(scores)).reduce((total, share) => total + Math.abs(share), 0);
        expect(sum).toBeCloseTo(1, 4);
      }),
    );
  });
});

describe("the bars", () => {
  const parts = [part("attention", 0.5, 0.25, 0.25), part("lime", 0.25, -0.5, 0)];

  test("stack the methods in their order, what speaks against too", () => {
    const [first, second, third] = stacksOf(parts, 3, false);
    expect(first?.up.map(({ method, from, to }) => [method, from, to])).toEqual([
      ["attention", 0, 0.5],
      ["lime", 0.5, 0.75],
    ]);
    expect(second?.up[1]).toEqual({ method: "lime", share: -0.5, against: true, from: 0.25, to: 0.75 });
    expect(second?.down).toEqual([]);
    expect(third?.up).toHaveLength(1);
  });

  test("put it below the line where the view is signed", () => {
    const stacks = stacksOf(parts, 3, true);
    expect(stacks[1]?.up.map(({ to }) => to)).toEqual([0.25]);
    expect(stacks[1]?.down.map(({ from, to }) => [from, to])).toEqual([[0, 0.5]]);
    expect(stacks[1]?.total).toBe(0.75);
    expect(extentOf(stacks)).toEqual({ up: 0.75, down: 0.5 });
  });

  test("know their heaviest words, the first of equals first, and none that weighs nothing", () => {
    expect(heaviest(stacksOf(parts, 3, false), 2)).toEqual([0, 1]);
    expect(heaviest(stacksOf([part("lime", 0, 1)], 2, false), 3)).toEqual([1]);
  });
});

describe("words that contribute alike", () => {
  const even = (...shares: number[]): boolean =>
    isEven(stacksOf([part("lime", ...shares)], shares.length, false));

  test("are those whose bars differ by less than a third of their mean", () => {
    expect(even(0.25, 0.25, 0.25, 0.25)).toBe(true);
    expect(even(0.28, 0.22, 0.3, 0.2)).toBe(true);
    expect(even(0.34, 0.22, 0.22, 0.22)).toBe(true);
    expect(even(0.4, 0.2, 0.2, 0.2)).toBe(false);
    expect(even(0.5, 0.2, 0.2, 0.1)).toBe(false);
    expect(even(0.7, 0.1, 0.1, 0.1)).toBe(false);
  });

  test("are not said where methods single out different words", () => {
    const parts = [part("attention", 0.8, 0.1, 0.1), part("lime", 0, 0.5, 0.5)];
    const stacks = stacksOf(parts, 3, false);
    expect(stacks.map(({ total }) => Math.round(total * 10) / 10)).toEqual([0.8, 0.6, 0.6]);
    expect(isEven(stacks)).toBe(false);
  });

  test("are not said of fewer than three, and are of all that weigh nothing", () => {
    expect(even(0.5, 0.5)).toBe(false);
    expect(even(0, 0, 0)).toBe(true);
  });
});
