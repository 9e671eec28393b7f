import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { sideTest, type SideMeasure, type Tie } from "../sides";

const shared = process.env["SEMLA_SHARED"] ?? resolve(__dirname, "../../../../../shared");
const folder = join(shared, "data/semla-hwu");

interface Side {
  readonly links: number[][];
  readonly importance1: number[];
  readonly importance2: number[];
}
/** SemLa draws the contrast row on the left, the closest on the right. */
type Pair = Record<"left" | "right", Side>;

describe("the side test", () => {
  test("holds the closest row's side against the contrast row's, by each measure", () => {
    const closest: Tie = { links: [1, 5, 5, 5], scores: [3, -1, 1, 1, 1] };
    const contrast: Tie = { links: [6, 6, 2, 2], scores: [2, 2, 2, -9, -1] };
    expect(sideTest(closest, contrast)).toEqual({
      side_token_top3: 1,
      side_similarity_sum: 0,
      side_similarity_top3: 0,
      side_similarity_positive: 0,
      side_similarity_negative: 0,
      side_similarity_net: 1,
    } satisfies Record<SideMeasure, 0 | 1>);
  });

  test("leaves out what is not known, and finds no side stronger where both are alike", () => {
    expect(sideTest({ links: [1], scores: null }, { links: [1], scores: [2] })).toEqual({
      side_token_top3: 0,
    });
  });

  (existsSync(folder) ? test : test.skip)(
    "gives SemLa's own figures on its own data (skipped where SEMLA_SHARED is absent)",
    () => {
      const read = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8")) as unknown;
      const tokens = read("token2token_relations.json") as Pair[];
      const similarities = read("token2similarity_relations.json") as Pair[];
      const rows = read("hwu-bert.json") as { distances: [number[]] }[];
      const found = tokens.map((pair, row) => {
        const tie = (side: "left" | "right"): Tie => {
          const { importance1, importance2 } = similarities[row]![side];
          return { links: pair[side].links.flat(), scores: [...importance1, ...importance2] };
        };
        return sideTest(tie("right"), tie("left"));
      });
      const sure = rows.map(({ distances: [scores] }) => {
        const powers = scores.map((score) => Math.exp(score / 15)).sort((a, b) => b - a);
        return (powers[0]! - powers[1]!) / powers.reduce((sum, power) => sum + power, 0) > 0.9;
      });
      const share = (measure: SideMeasure, among: typeof found) =>
        among.reduce((sum, sides) => sum + sides[measure]!, 0) / among.length;
      const confident = found.filter((_, row) => sure[row]);
      expect(share("side_token_top3", found)).toBeCloseTo(0.836, 3);
      expect(share("side_token_top3", confident)).toBeCloseTo(0.912, 3);
      expect(share("side_similarity_net", found)).toBeCloseTo(0.813, 3);
      expect(share("side_similarity_net", confident)).toBeCloseTo(0.883, 3);
    },
  );
});
