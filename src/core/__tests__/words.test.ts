import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { everyRow } from "../columns";
import { wordPostings } from "../postings";
import { defaultMinCount, localizedWords } from "../words";
import type { LocalizedWordOptions } from "../words";

const shared = process.env["SEMLA_SHARED"] ?? join(__dirname, "../../../../shared");
const goldenPath = join(shared, "golden/hwu-lwc.json");
const dataPath = join(shared, "data/semla-hwu/hwu-bert.json");
const available = existsSync(goldenPath) && existsSync(dataPath);

interface Case {
  projection: "tsne" | "umap";
  min_count: number;
  max_count: number;
  locality: number;
  shape: "gaussian" | "square";
  invert: boolean;
  window: [number, number, number, number] | null;
  rows: [string, number, number, number, number, number][];
}

(available ? describe : describe.skip)(
  `localized words of SemLa's HWU file${available ? "" : " (skipped: set SEMLA_SHARED to the folder that holds golden/ and data/)"}`,
  () => {
    const read = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
    const cases = available ? (read(goldenPath) as { cases: Case[] }).cases : [];
    const samples = available ? (read(dataPath) as Record<string, unknown>[]) : [];
    const postings = wordPostings(
      samples.map((sample) => sample["text"] as string),
      { tokens: "ascii" },
    );

    test("there are twelve cases", () => expect(cases).toHaveLength(12));

    test.each(cases.map((golden, i) => [i, golden] as const))(
      "case %i equals the independent computation",
      (_, golden) => {
        const axis = (name: string, size: number, flip: boolean): number[] => {
          const values = samples.map((sample) => sample[`${golden.projection}-${name}`] as number);
          const [low, high] = [Math.min(...values), Math.max(...values)];
          const padding = (high - low) * 0.1;
          return values.map((value) => {
            const share = (value - low + padding) / (high - low + 2 * padding);
            return (flip ? 1 - share : share) * size;
          });
        };
        const x = axis("dim0", 970, false);
        const y = axis("dim1", 480, true);
        const positions = Float32Array.from({ length: 2 * x.length }, (_, i) => (i % 2 ? y : x)[i >> 1]!);
        const visible = everyRow(x.length);
        if (golden.window) {
          const [x0, y0, x1, y1] = golden.window;
          x.forEach((px, row) => {
            if (!(px > x0 && px < x1 && y[row]! > y0 && y[row]! < y1)) visible[row] = 0;
          });
        }
        const words = localizedWords(postings, positions, visible, {
          minCount: golden.min_count,
          maxCount: golden.max_count,
          locality: golden.locality,
          shape: golden.shape,
          invert: golden.invert,
          stopWords: true,
        });
        expect(words.map((word) => [word.word, word.count])).toEqual(
          golden.rows.map((row) => row.slice(0, 2)),
        );
        words.forEach((word, i) => {
          const ours = [word.x, word.y, word.spreadX, word.spreadY];
          ours.forEach((value, j) =>
            expect(Math.abs(value - (golden.rows[i]![j + 2] as number))).toBeLessThan(0.0051),
          );
        });
      },
    );
  },
);

describe("localized words", () => {
  const vocabulary = ["card", "pin", "fee", "the", "cash"];
  const anyRows = fc.array(
    fc.record({
      text: fc.subarray(vocabulary).map((words) => words.join(" ")),
      x: fc.integer({ min: 0, max: 200 }),
      y: fc.integer({ min: 0, max: 200 }),
      visible: fc.boolean(),
    }),
    { maxLength: 40 },
  );
  type Row = { text: string; x: number; y: number; visible: boolean };
  const run = (rows: readonly Row[], options: LocalizedWordOptions) =>
    localizedWords(
      wordPostings(rows.map((row) => row.text)),
      Float32Array.from(rows.flatMap((row) => [row.x, row.y])),
      Uint8Array.from(rows, (row) => (row.visible ? 1 : 0)),
      options,
    );
  const shape = fc.constantFrom("gaussian" as const, "square" as const);

  test("do not depend on the order of the rows", () => {
    fc.assert(
      fc.property(anyRows, shape, fc.infiniteStream(fc.nat()), (rows, shape, keys) => {
        const order = rows.map((row) => ({ row, key: keys.next().value as number }));
        const shuffled = order.sort((a, b) => a.key - b.key).map((entry) => entry.row);
        const strip = (words: ReturnType<typeof run>) =>
          words.map(({ word, count, x, y }) => [word, count, x.toFixed(6), y.toFixed(6)]);
        const options = { minCount: 1, locality: 60.5, shape };
        expect(strip(run(shuffled, options))).toEqual(strip(run(rows, options)));
      }),
    );
  });

  test("inverted are the rest of the words within the frequency range", () => {
    fc.assert(
      fc.property(anyRows, shape, (rows, shape) => {
        const options = { minCount: 2, maxCount: 12, shape, stopWords: true };
        const all = run(rows, { ...options, locality: Infinity }).map((word) => word.word);
        const local = run(rows, { ...options, locality: 80 }).map((word) => word.word);
        const spread = run(rows, { ...options, locality: 80, invert: true }).map((word) => word.word);
        expect([...local, ...spread].sort()).toEqual([...all].sort());
        expect(local.filter((word) => spread.includes(word))).toEqual([]);
      }),
    );
  });

  test("hide stop words unless asked, and leave out rows without a position", () => {
    const row = { text: "the card", x: 1, y: 2, visible: true };
    expect(run([row, row], { minCount: 1 }).map((word) => word.word)).toEqual(["card"]);
    expect(run([row, row], { minCount: 1, stopWords: true }).map((word) => word.word)).toEqual([
      "card",
      "the",
    ]);
    const [word] = run([row, { ...row, y: NaN }, { ...row, visible: false }], { minCount: 1 });
    expect(word).toEqual({ feature: 1, word: "card", count: 1, x: 1, y: 2, spreadX: 0, spreadY: 0 });
  });

  test("lie within the frequency range, both bounds included", () => {
    const row = (text: string) => ({ text, x: 1, y: 2, visible: true });
    const rows = ["card pin fee", "card pin", "card"].map(row);
    const within = (minCount: number, maxCount: number) =>
      run(rows, { minCount, maxCount }).map((word) => word.word);
    expect(within(1, 3)).toEqual(["card", "pin", "fee"]);
    expect(within(2, 3)).toEqual(["card", "pin"]);
    expect(within(1, 2)).toEqual(["pin", "fee"]);
  });

  test("of nothing are none", () => {
    expect(run([], {})).toEqual([]);
    expect(run([{ text: "card", x: 0, y: 0, visible: false }], { minCount: 0 })).toEqual([]);
  });

  test("the lower bound is a quarter of a percent between 5 and 30", () => {
    expect([0, 2000, 3080, 12_000, 100_000].map(defaultMinCount)).toEqual([5, 5, 8, 30, 30]);
  });
});
