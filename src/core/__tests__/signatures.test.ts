import { describe, expect, test } from "@jest/globals";
import { wordPostings } from "../postings";
import { seededRandom } from "../random";
import {
  checkClusters,
  checkConfusion,
  checkMap,
  checkWords,
  countLocalWords,
  sharedLabels,
  type PictureSignature,
} from "../signatures";

const names = Array.from({ length: 8 }, (_, i) => `l${i}`);
const rows = 800;
const gold = Int32Array.from({ length: rows }, (_, row) => row % 8);
const guess = (change: (row: number, random: () => number) => number, seed = 1) => {
  const random = seededRandom(seed);
  return { names, codes: Int32Array.from({ length: rows }, (_, row) => change(row, random)) };
};
const any = (random: () => number) => Math.floor(random() * 8);
const confusion = (change: (row: number, random: () => number) => number, seed?: number) =>
  checkConfusion({ names, codes: gold }, guess(change, seed));

describe("shared labels", () => {
  test("are counted among the 15 nearest, against what chance would give", () => {
    const indices = Int32Array.from({ length: 3 * 16 }, (_, i) => [1, 2, 0][Math.floor(i / 16)]!);
    expect(sharedLabels({ k: 16, indices }, Int32Array.of(0, 0, 1))).toEqual({
      share: 1 / 3,
      chance: 2 / 6,
      rows: 3,
    });
  });

  test("of rows without labels are not counted", () => {
    const indices = Int32Array.of(1, 2, 0, 2, 0, 1);
    expect(sharedLabels({ k: 2, indices }, Int32Array.of(0, 0, -1))).toMatchObject({ share: 1, rows: 2 });
  });

  test("near chance are a signature, well above it are not, and of few rows say nothing", () => {
    expect(checkClusters({ share: 0.16, chance: 0.125, rows })).toMatchObject({
      name: "no_clusters",
      sentence: expect.stringContaining("16 % of a row's nearest rows have its label, 13 % would by chance"),
      value: 0.16,
    });
    expect(checkClusters({ share: 0.3, chance: 0.125, rows })).toBe("fine");
    expect(checkClusters({ share: 0.125, chance: 0.125, rows: 20 })).toBeNull();
    expect(checkClusters({ share: 1, chance: 1, rows })).toBeNull();
  });
});

describe("errors", () => {
  test.each([1, 2, 3, 4, 5])("spread evenly are a signature (seed %i)", (seed) => {
    const ambiguous = confusion((row, random) => (random() < 0.6 ? row % 8 : any(random)), seed);
    expect(ambiguous).toMatchObject({
      name: "confusion_spread",
      advice: expect.stringContaining("gold labels may be wrong or ambiguous"),
    });
    const guessing = confusion((_, random) => any(random), seed) as PictureSignature;
    expect(guessing.advice).toMatch(/^The model guesses/);
    expect(guessing.value).toBeCloseTo(1 / 7, 1);
  });

  test.each([
    ["of pairs of labels", (row: number, random: () => number) => (random() < 0.6 ? row % 8 : (row % 8) ^ 1)],
    ["that all go to one label", (row: number, random: () => number) => (random() < 0.5 ? row % 8 : 3)],
    ["that are few", (row: number, random: () => number) => (random() < 0.95 ? row % 8 : any(random))],
  ])("%s are none", (_what, change) => {
    expect(confusion(change)).toBe("fine");
  });

  test("of two labels, or of too few rows, say nothing", () => {
    const two = (seed: number) => ({
      names: ["a", "b"],
      codes: guess((_, random) => (random() < 0.5 ? 0 : 1), seed).codes,
    });
    expect(checkConfusion(two(1), two(2))).toBeNull();
    const few = { names, codes: gold.subarray(0, 40) };
    expect(checkConfusion(few, { names, codes: few.codes.map((code) => (code + 1) % 8) })).toBeNull();
  });

  test("are told by the names of labels, not by their numbers", () => {
    const reversed = { names: [...names].reverse(), codes: gold.map((code) => 7 - code) };
    expect(checkConfusion({ names, codes: gold }, reversed)).toBe("fine");
  });
});

test("a map that keeps too few neighbours or is not to be trusted is told, and one of few rows is not judged", () => {
  expect(checkMap({ kept: 0.1, trustworthiness: 0.9 }, rows)).toMatchObject({
    name: "map_distorts",
    sentence: "The map distorts: it keeps 10 % of the rows' true neighbours.",
    value: 0.1,
    level: 0.2,
  });
  expect(checkMap({ kept: 0.3, trustworthiness: 0.8 }, rows)).toMatchObject({
    value: 0.8,
    level: 0.85,
  });
  expect(checkMap({ kept: 0.58, trustworthiness: 0.99 }, rows)).toBe("fine");
  // the more rows, the fewer neighbours a good map can keep
  expect(checkMap({ kept: 0.15, trustworthiness: 0.99 }, 10_000)).toMatchObject({ value: 0.15 });
  expect(checkMap({ kept: 0.15, trustworthiness: 0.99 }, 100_000)).toBe("fine");
  expect(checkMap({ kept: 0, trustworthiness: 0.5 }, 20)).toBeNull();
  expect(checkMap(null, rows)).toBeNull();
});

describe("localized words", () => {
  /** Rows of eight groups in a row on the map; the words of a row are drawn by `topic`. */
  const picture = (topic: (row: number, random: () => number) => number, seed: number) => {
    const random = seededRandom(seed);
    const positions = new Float32Array(2 * rows);
    const texts = Array.from({ length: rows }, (_, row) => {
      positions[2 * row] = 60 + 110 * (row % 8) + 30 * random();
      positions[2 * row + 1] = 200 + 40 * random();
      const about = topic(row, random);
      return Array.from({ length: 6 }, () => `topic${about}word${Math.floor(random() * 10)}`).join(" ");
    });
    const steps = countLocalWords(wordPostings(texts), positions, seed);
    let step = steps.next();
    while (!step.done) step = steps.next();
    return step.value;
  };

  test.each([1, 2, 3])("no more than on shuffled positions are a signature (seed %i)", (seed) => {
    const { found, shuffled, candidates } = picture((_, random) => any(random), seed);
    expect(candidates).toBe(80);
    expect(checkWords(found, shuffled, candidates)).toMatchObject({ name: "words_everywhere", value: found });
  });

  test.each([1, 2, 3])("of their own for each region are none (seed %i)", (seed) => {
    const { found, shuffled, candidates } = picture((row) => row % 8, seed);
    expect(found).toBe(80);
    expect(shuffled).toHaveLength(5);
    expect(Math.max(...shuffled)).toBeLessThan(10);
    expect(checkWords(found, shuffled, candidates)).toBe("fine");
  });

  test("are the same for the same seed, and few candidates say nothing", () => {
    expect(picture((row) => row % 8, 7)).toEqual(picture((row) => row % 8, 7));
    expect(checkWords(0, [0, 0, 0, 0, 0], 9)).toBeNull();
  });
});
