import { describe, expect, test } from "@jest/globals";
import { everyRow } from "../columns";
import { wordPostings } from "../postings";
import { seededRandom } from "../random";
import { localizedWords } from "../words";

const seeds = Array.from({ length: 20 }, (_, i) => i + 1);
const LABELS = 24;
const ROWS = 2400;
const PLANTED = 40;

/** Rows of labels that each lie around a place of their own on a map of 970 x 480 px. */
function map(seed: number) {
  const random = seededRandom(seed);
  const around = (): number => (random() + random() + random() + random() - 2) * 18;
  const centres = Array.from({ length: LABELS }, (_, i) => [
    97 + 155 * (i % 6) + 20 * random(),
    60 + 120 * Math.floor(i / 6) + 20 * random(),
  ]);
  const labels = Array.from({ length: ROWS }, (_, row) => row % LABELS);
  const positions = Float32Array.from(
    labels.flatMap((label) => [centres[label]![0]! + around(), centres[label]![1]! + around()]),
  );
  const texts = labels.map((label) => `please help topic${label} w${Math.floor(random() * 50)}`);
  return { centres, labels, positions, texts, random };
}

/** Some rows out of a list, without repetition. */
function some(rows: number[], count: number, random: () => number): number[] {
  const left = [...rows];
  return Array.from({ length: count }, () => left.splice(Math.floor(random() * left.length), 1)[0]!);
}

describe("a planted word", () => {
  test.each(seeds)("in rows of one label is found there, and spread evenly is not (seed %i)", (seed) => {
    const { centres, labels, positions, texts, random } = map(seed);
    const label = seed % LABELS;
    const all = texts.map((_, row) => row);
    const planted = some(
      all.filter((row) => labels[row] === label),
      PLANTED,
      random,
    );
    const evenly = some(all, PLANTED, random);
    for (const row of planted) texts[row] += " plantedhere";
    for (const row of evenly) texts[row] += " plantedeverywhere";

    const found = localizedWords(wordPostings(texts), positions, everyRow(ROWS));
    const names = found.map(({ word }) => word);
    expect(names).toContain("plantedhere");
    expect(names).not.toContain("plantedeverywhere");
    const { x, y, count } = found.find(({ word }) => word === "plantedhere")!;
    expect(count).toBe(PLANTED);
    const distances = centres.map((centre) => Math.hypot(centre[0]! - x, centre[1]! - y));
    expect(distances.indexOf(Math.min(...distances))).toBe(label);

    const inverted = localizedWords(wordPostings(texts), positions, everyRow(ROWS), { invert: true });
    expect(inverted.map(({ word }) => word)).toContain("plantedeverywhere");
    expect(inverted.map(({ word }) => word)).not.toContain("plantedhere");
  });
});
