import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { everyRow, localizedWords, wordPostings } from "../../../../src/core";
import { toPixels } from "../pixels";

const shared = process.env["SEMLA_SHARED"] ?? join(__dirname, "../../../../../shared");

describe("pixels of a map", () => {
  test("leave a tenth of the range free on each side, y pointing down", () => {
    const pixels = toPixels(Float32Array.of(-1, 0, 1, 5, 0, 10), [1200, 120]);
    expect([...pixels].map(Math.round)).toEqual([100, 110, 1100, 60, 600, 10]);
  });

  test("are in the middle where nothing varies, and missing where the position is", () => {
    expect([...toPixels(Float32Array.of(3, 4), [100, 50])]).toEqual([50, 25]);
    const some = toPixels(Float32Array.of(NaN, NaN, 0, 0, 1, 1), [120, 120]);
    expect([...some].map(Math.round)).toEqual([NaN, NaN, 10, 110, 110, 10]);
  });

  const golden = join(shared, "golden", "hwu-lwc.json");
  if (!existsSync(golden))
    console.warn(`skipped: ${golden} is not there; set SEMLA_SHARED to check against SemLa's own map`);
  (existsSync(golden) ? test : test.skip)("make SemLa's own localized words of its own data", () => {
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
    const { cases } = JSON.parse(readFileSync(golden, "utf8")) as { cases: Case[] };
    const rows = JSON.parse(readFileSync(join(shared, "data/semla-hwu/hwu-bert.json"), "utf8")) as Record<
      string,
      unknown
    >[];
    const postings = wordPostings(
      rows.map((row) => String(row["text"])),
      { tokens: "ascii" },
    );
    const checked = cases.filter(({ window }) => window === null);
    expect(checked.length).toBeGreaterThan(5);
    for (const { projection, min_count, max_count, locality, shape, invert, rows: expected } of checked) {
      const positions = Float32Array.from(
        rows.flatMap((row) => [Number(row[`${projection}-dim0`]), Number(row[`${projection}-dim1`])]),
      );
      const found = localizedWords(postings, toPixels(positions, [970, 480]), everyRow(rows.length), {
        minCount: min_count,
        maxCount: max_count,
        locality,
        shape,
        invert,
        stopWords: true,
      });
      expect(found.map(({ word, count }) => [word, count])).toEqual(
        expected.map(([word, count]) => [word, count]),
      );
      for (const [i, { x, y, spreadX, spreadY }] of found.entries()) {
        const [, , ...numbers] = expected[i]!;
        for (const [j, value] of [x, y, spreadX, spreadY].entries())
          expect(value).toBeCloseTo(numbers[j]!, 1);
      }
    }
  });
});
