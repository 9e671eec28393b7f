import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { everyRow, maskOf } from "../columns";
import { mcnemar } from "../comparison";
import { characteristic, contrastFeatures, pairedCategories, pairedContrast } from "../contrast";
import type { ContrastFeature } from "../contrast";
import { benjaminiHochberg, twoProportionZ } from "../significance";
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

const anyTexts = fc.array(fc.subarray(["card", "pin", "fee", "cash"]), { minLength: 2, maxLength: 40 });
const anyGroups = anyTexts.chain((texts) => {
  const mask = fc.uint8Array({ minLength: texts.length, maxLength: texts.length, max: 1 });
  return fc.record({
    texts: fc.constant(texts.map((words) => words.join(" "))),
    a: mask,
    b: mask,
    keys: fc.array(fc.double(), { minLength: texts.length, maxLength: texts.length }),
  });
});
/** What does not depend on the order of features or rows. */
const told = (found: readonly ContrastFeature[]) =>
  found.map((entry) => ({ ...entry, feature: null })).sort((x, y) => (x.word < y.word ? -1 : 1));
const swapped = (found: readonly ContrastFeature[]) =>
  found.map((f) => ({
    ...f,
    count1: f.count2,
    count2: f.count1,
    p1: f.p2,
    p2: f.p1,
    contrast: 0 - f.contrast,
  }));
const options = { minCount: 1 };

describe("the contrast of two groups", () => {
  test("gives counts and shares of both, greatest difference first", () => {
    const texts = Array.from({ length: 60 }, (_, row) => (row < 20 ? "pin" : row < 40 ? "card" : "card pin"));
    const rows = (from: number, to: number) =>
      maskOf(
        Array.from({ length: to - from }, (_, i) => from + i),
        60,
      );
    expect(contrastFeatures(wordPostings(texts), rows(0, 20), rows(20, 60))).toEqual([
      {
        feature: 1,
        word: "card",
        count1: 0,
        count2: 40,
        p1: 0,
        p2: 1,
        contrast: 1,
        pValue: expect.closeTo(0, 9),
        significant: true,
      },
      {
        feature: 0,
        word: "pin",
        count1: 20,
        count2: 20,
        p1: 1,
        p2: 0.5,
        contrast: -0.5,
        pValue: expect.closeTo(0.0001, 3),
        significant: true,
      },
    ]);
    expect(contrastFeatures(wordPostings(texts), rows(0, 0), rows(20, 60))).toEqual([]);
  });

  test("is antisymmetric", () => {
    fc.assert(
      fc.property(anyGroups, ({ texts, a, b }) => {
        const postings = wordPostings(texts);
        const there = contrastFeatures(postings, a, b, options);
        expect(told(swapped(contrastFeatures(postings, b, a, options)))).toEqual(told(there));
      }),
    );
  });

  test("does not depend on the order of the rows", () => {
    fc.assert(
      fc.property(anyGroups, ({ texts, a, b, keys }) => {
        const order = keys.map((_, row) => row).sort((x, y) => keys[x]! - keys[y]!);
        const moved = contrastFeatures(
          wordPostings(order.map((row) => texts[row]!)),
          Uint8Array.from(order, (row) => a[row]!),
          Uint8Array.from(order, (row) => b[row]!),
          options,
        );
        expect(told(moved)).toEqual(told(contrastFeatures(wordPostings(texts), a, b, options)));
      }),
    );
  });

  test("marks what Benjamini-Hochberg rejects", () => {
    fc.assert(
      fc.property(anyGroups, fc.constantFrom(0.05, 0.3, 0.9), ({ texts, a, b }, level) => {
        const found = contrastFeatures(wordPostings(texts), a, b, { minCount: 1, level });
        const adjusted = benjaminiHochberg(found.map(({ pValue }) => pValue));
        expect(found.map(({ significant }) => significant)).toEqual([...adjusted].map((p) => p <= level));
      }),
    );
  });
});

describe("the paired contrast", () => {
  test("gives the share of the rows with a feature that either mask holds, and McNemar's test", () => {
    const texts = Array.from({ length: 40 }, (_, row) => (row < 30 ? "card" : "pin"));
    const first = maskOf(
      Array.from({ length: 15 }, (_, i) => i),
      40,
    );
    const second = maskOf([0, 1, 20], 40);
    const [card, pin] = told(pairedContrast(wordPostings(texts), first, second, everyRow(40)));
    expect(card).toMatchObject({ word: "card", count1: 15, count2: 3, p1: 0.5, p2: 0.1, significant: true });
    expect(card!.contrast).toBeCloseTo(-0.4, 12);
    expect(card!.pValue).toBe(mcnemar(13, 1).pValue);
    expect(pin).toMatchObject({ word: "pin", count1: 0, count2: 0, contrast: 0, pValue: 1 });
  });

  test("is antisymmetric", () => {
    fc.assert(
      fc.property(anyGroups, ({ texts, a, b }) => {
        const postings = wordPostings(texts);
        const all = everyRow(texts.length);
        const there = pairedContrast(postings, a, b, all, options);
        const back = swapped(pairedContrast(postings, b, a, all, options));
        expect(told(back).map((f) => ({ ...f, pValue: f.pValue.toFixed(12) }))).toEqual(
          told(there).map((f) => ({ ...f, pValue: f.pValue.toFixed(12) })),
        );
      }),
    );
  });

  test("of two columns compares the share of each category, by name", () => {
    const a = { names: ["card", "pin"], codes: Int32Array.of(0, 0, 0, 1, -1, 1) };
    const b = { names: ["pin", "card", "fee"], codes: Int32Array.of(1, 0, 2, 0, 1, 0) };
    const among = Uint8Array.of(1, 1, 1, 1, 1, 0);
    const found = pairedCategories(a, b, among, { minCount: 1 });
    expect(found.map(({ feature, word, count1, count2 }) => [feature, word, count1, count2])).toEqual([
      [2, "fee", 0, 1],
      [1, "pin", 1, 2],
      [0, "card", 3, 2],
    ]);
    expect(found[2]).toMatchObject({ p1: 0.6, p2: 0.4, pValue: mcnemar(2, 1).pValue });
  });
});
