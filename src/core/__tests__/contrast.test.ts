import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { everyRow, maskOf } from "../columns";
import { benjaminiHochberg, characteristic, twoProportionZ } from "../contrast";
import { twoSidedP } from "../normal";
import { wordPostings } from "../postings";
import golden from "./golden/contrast.json";

describe("against scipy", () => {
  test("the normal tail has eleven digits right", () => {
    golden.z.forEach((z, i) => {
      const theirs = golden.two_sided_p[i]!;
      expect(Math.abs(twoSidedP(z) / theirs - 1)).toBeLessThan(1e-11);
      expect(twoSidedP(-z)).toBe(twoSidedP(z));
    });
  });

  test("z is the signed root of the chi-square of the two-by-two table", () => {
    for (const [count1, n1, count2, n2, z] of golden.proportions)
      expect(twoProportionZ(count1!, n1!, count2!, n2!).z).toBeCloseTo(z!, 9);
  });

  test("Benjamini-Hochberg adjusts alike", () => {
    const adjusted = benjaminiHochberg(golden.p_values);
    adjusted.forEach((value, i) => expect(value).toBeCloseTo(golden.adjusted[i]!, 12));
  });
});

describe("characteristic", () => {
  const texts = Array.from({ length: 400 }, (_, row) =>
    [
      "the",
      row < 100 ? (row % 2 ? "transfer" : "pending") : row % 10 ? "card" : "transfer",
      row % 3 ? "my" : "rare",
      row === 5 ? "once" : "",
    ].join(" "),
  );
  const postings = wordPostings(texts);
  const inside = maskOf(
    Array.from({ length: 100 }, (_, row) => row),
    400,
  );

  test("gives shares inside and elsewhere, largest gain first, and marks what is beyond chance", () => {
    const found = characteristic(postings, inside, everyRow(400));
    expect(found.map(({ word, count, p1, p2, significant }) => [word, count, p1, p2, significant])).toEqual([
      ["pending", 50, 0, 0.5, true],
      ["transfer", 50, 0.1, 0.5, true],
      ["rare", 34, 1 / 3, 0.34, false],
      ["my", 66, 2 / 3, 0.66, false],
      ["card", 0, 0.9, 0, true],
    ]);
    expect(found[1]!.z).toBeCloseTo(twoProportionZ(30, 300, 50, 100).z, 12);
  });

  test("stop words and rare words come when asked for", () => {
    const words = characteristic(postings, inside, everyRow(400), { stopWords: true, minCount: 1 });
    expect(words.map((entry) => entry.word)).toEqual(expect.arrayContaining(["the", "once"]));
    expect(words.find((entry) => entry.word === "the")).toMatchObject({
      z: 0,
      pValue: 1,
      significant: false,
    });
  });

  test("looks only among the given rows", () => {
    const among = maskOf(
      Array.from({ length: 150 }, (_, i) => i + 50),
      400,
    );
    const pending = characteristic(postings, inside, among).find((entry) => entry.word === "pending");
    expect(pending).toMatchObject({ count: 25, p1: 0, p2: 0.5 });
  });

  test("of everything or of nothing is empty, since there is nothing to compare with", () => {
    expect(characteristic(postings, everyRow(400), everyRow(400))).toEqual([]);
    expect(characteristic(postings, new Uint8Array(400), everyRow(400))).toEqual([]);
  });

  test("turned round, every difference changes its sign", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 400, maxLength: 400, max: 1 }), (mask) => {
        fc.pre(mask.includes(0) && mask.includes(1));
        const there = characteristic(postings, mask, everyRow(400));
        const back = characteristic(
          postings,
          mask.map((bit) => 1 - bit),
          everyRow(400),
        );
        const z = (found: typeof there, sign: number) =>
          new Map(found.map((f) => [f.word, (sign * f.z).toFixed(9)]));
        expect(new Map([...z(there, 1)].sort())).toEqual(new Map([...z(back, -1)].sort()));
      }),
    );
  });
});
