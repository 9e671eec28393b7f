import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { predictFromSupport, supportSets } from "../metric-head";

const shared = process.env["SEMLA_SHARED"] ?? resolve(__dirname, "../../../../shared");
const folder = join(shared, "data/semla-hwu");

interface SemlaRow {
  readonly ground_truth: string;
  readonly prediction: string;
  readonly support_set: readonly number[];
  readonly distances: readonly [readonly number[]];
}

describe("the metric head", () => {
  (existsSync(folder) ? test : test.skip)(
    "says of SemLa's own rows what SemLa's files say (skipped where SEMLA_SHARED is absent)",
    () => {
      const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"));
      const rows = read("hwu-bert.json") as SemlaRow[];
      const names = [...new Set(rows.map((row) => row.ground_truth))];
      const gold = Int32Array.from(rows, (row) => names.indexOf(row.ground_truth));
      // the file keeps the pieces of closest (right) and contrast (left), not their rows
      type Side = { readonly tokens1: string[]; readonly tokens2: string[] };
      const relations = read("token2similarity_relations.json") as { left: Side; right: Side }[];
      const piecesOf = (row: number) => relations[row]?.left.tokens1.join(" ");
      let wrong = 0;
      for (const [row, { support_set, distances, prediction }] of rows.entries()) {
        const [scores] = distances;
        const found = predictFromSupport(support_set, scores, gold, gold[row]!);
        expect(names[found.prediction]).toBe(prediction);
        expect(piecesOf(found.closest)).toBe(relations[row]!.right.tokens2.join(" "));
        expect(piecesOf(found.contrast)).toBe(relations[row]!.left.tokens2.join(" "));
        // softmax(score / 15), written out
        const powers = scores.map((score) => Math.exp(score / 15)).sort((a, b) => b - a);
        const confidence = (powers[0]! - powers[1]!) / powers.reduce((sum, power) => sum + power, 0);
        expect(found.confidence).toBeCloseTo(confidence, 10);
        if (found.prediction !== gold[row]) {
          wrong++;
          expect(gold[found.contrast]).toBe(gold[row]);
        }
      }
      expect(wrong).toBeGreaterThan(50);
    },
  );

  test("holds the best against the gold label's example where it is wrong, else against the second best", () => {
    const labels = Int32Array.of(0, 1, 2, 3);
    expect(predictFromSupport([0, 1, 2, 3], [10, 40, 30, 20], labels, 0)).toMatchObject({
      prediction: 1,
      support: [1, 2, 3, 0],
      closest: 1,
      contrast: 0,
    });
    expect(predictFromSupport([0, 1, 2, 3], [10, 40, 30, 20], labels, 1).contrast).toBe(2);
    expect(predictFromSupport([0, 1, 2, 3], [10, 40, 30, 20], labels, -1).contrast).toBe(2);
  });

  test("has no probability that overflows, one of 1 for one example and none without", () => {
    const { probabilities } = predictFromSupport([0, 1], [90_000, 90_015], Int32Array.of(0, 1), 0);
    expect(probabilities[0]).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
    expect(predictFromSupport([1], [3], Int32Array.of(0, 1), 0)).toMatchObject({
      prediction: 1,
      confidence: 1,
      contrast: -1,
    });
    expect(predictFromSupport([], [], Int32Array.of(0), 0)).toMatchObject({
      prediction: -1,
      closest: -1,
      contrast: -1,
    });
  });
});

describe("support sets", () => {
  test("hold one example of the gold label and of each of four others, never the row nor its text", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ label: fc.integer({ min: -1, max: 7 }), text: fc.nat(20) }), { maxLength: 60 }),
        fc.integer(),
        (rows, seed) => {
          const gold = Int32Array.from(rows, ({ label }) => label);
          const texts = Int32Array.from(rows, ({ text }) => text);
          const draw = supportSets(gold, 8, { seed, texts });
          for (const [row, { label, text }] of rows.entries()) {
            const support = draw(row);
            const usable = (wanted: number) =>
              rows.some((other) => other.label === wanted && other.text !== text);
            const possible = [0, 1, 2, 3, 4, 5, 6, 7].filter(usable);
            expect(support).toHaveLength(Math.min(5, possible.length));
            expect(new Set(support.map((other) => gold[other])).size).toBe(support.length);
            for (const other of support) {
              expect(gold[other]).toBeGreaterThanOrEqual(0);
              expect(texts[other]).not.toBe(text);
            }
            if (label >= 0 && usable(label)) expect(gold[support[0]!]).toBe(label);
          }
        },
      ),
    );
  });

  test("are the same for the same seed, in whatever order rows are asked for, and others for another", () => {
    const gold = Int32Array.from({ length: 200 }, (_, row) => row % 20);
    const rows = [...gold.keys()];
    const all = (draw: (row: number) => number[], order: number[]) =>
      order.map((row) => [row, draw(row)] as const).sort(([a], [b]) => a - b);
    const first = all(supportSets(gold, 20, { seed: 3 }), rows);
    expect(all(supportSets(gold, 20, { seed: 3 }), [...rows].reverse())).toEqual(first);
    expect(all(supportSets(gold, 20, { seed: 4 }), rows)).not.toEqual(first);
  });

  test("draw labels and examples evenly", () => {
    const gold = Int32Array.from({ length: 2000 }, (_, row) => row % 10);
    const draw = supportSets(gold, 10);
    const counts = new Float64Array(10);
    for (let row = 0; row < 2000; row += 10) for (const other of draw(row).slice(1)) counts[gold[other]!]!++;
    expect(counts[0]).toBe(0);
    // 200 rows with 4 of 9 labels each: 89 on average, 5 standard deviations are 35
    for (const count of counts.subarray(1)) expect(Math.abs(count - 800 / 9)).toBeLessThan(35);
  });
});
