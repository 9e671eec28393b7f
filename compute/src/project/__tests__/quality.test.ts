import { describe, expect, test } from "@jest/globals";
import { Cancelled } from "../cancelled";
import { exactNeighbours } from "../neighbours";
import { mapQuality } from "../quality";
import type { Embeddings, Metric } from "../similarity";
import golden from "./golden/scikit-learn.json";
import { clusters, createSession } from "./session";

const embeddings = { data: Float32Array.from(golden.data), rows: golden.rows, dimension: golden.dimension };
const positions = Float32Array.from(golden.pca.positions);

async function judge(
  embeddings: Embeddings,
  positions: Float32Array,
  metric: Metric = "cosine",
  options = {},
) {
  const neighbours = await exactNeighbours(embeddings, { k: 15, metric }, createSession);
  return mapQuality({ embeddings, positions, neighbours, metric }, options, createSession);
}

describe.each<Metric>(["cosine", "euclidean"])("quality of a map of %s neighbours", (metric) => {
  test("is scikit-learn's trustworthiness, its reverse, and the neighbours both spaces share", async () => {
    const quality = await judge(embeddings, positions, metric);
    const expected = golden.quality[metric];
    expect(quality.trustworthiness).toBeCloseTo(expected.trustworthiness, 5);
    expect(quality.continuity).toBeCloseTo(expected.continuity, 5);
    expected.kept.forEach((share, row) => expect(quality.kept[row]).toBeCloseTo(share, 6));
    expect(quality).toMatchObject({ k: 15, sampled: 200 });
    expect(quality.meanKept).toBeCloseTo(expected.kept.reduce((a, b) => a + b) / 200, 6);
  });
});

test("a sample estimates the figures of the whole, the same for the same seed", async () => {
  const whole = await judge(embeddings, positions);
  const sampled = await judge(embeddings, positions, "cosine", { sample: 120, seed: 4 });
  expect(sampled.sampled).toBe(120);
  expect(Math.abs(sampled.trustworthiness! - whole.trustworthiness!)).toBeLessThan(0.02);
  expect(sampled.trustworthiness).not.toBe(whole.trustworthiness);
  expect(await judge(embeddings, positions, "cosine", { sample: 120, seed: 4 })).toEqual(sampled);
  expect((await judge(embeddings, positions, "cosine", { sample: 120, seed: 5 })).trustworthiness).not.toBe(
    sampled.trustworthiness,
  );
});

test("a map that is the data itself is perfect", async () => {
  const flat = clusters(300, 2, 4, 8);
  const quality = await judge(flat, flat.data, "euclidean");
  expect(quality).toMatchObject({ trustworthiness: 1, continuity: 1, meanKept: 1 });
});

test("neighbourhoods shrink with the rows, and below three rows there is no figure", async () => {
  const five = clusters(5, 3, 5, 2);
  expect((await judge(five, new Float32Array(10))).k).toBe(2);
  for (const rows of [1, 2]) {
    const quality = await judge(clusters(rows, 3, rows, 2), new Float32Array(2 * rows));
    expect(quality).toMatchObject({
      k: 0,
      sampled: 0,
      trustworthiness: null,
      continuity: null,
      meanKept: null,
    });
  }
});

test("equal rows at one place leave nothing to complain of", async () => {
  const equal = { data: new Float32Array(40 * 3).fill(1), rows: 40, dimension: 3 };
  const quality = await judge(equal, new Float32Array(80));
  expect(quality).toMatchObject({ trustworthiness: 1, continuity: 1 });
});

test("judging stops when told to, and refuses parts that do not fit", async () => {
  const neighbours = await exactNeighbours(embeddings, { k: 15 }, createSession);
  const stop = { shouldStop: () => true };
  await expect(mapQuality({ embeddings, positions, neighbours }, {}, createSession, stop)).rejects.toThrow(
    Cancelled,
  );
  await expect(
    mapQuality({ embeddings, positions: new Float32Array(3), neighbours }, {}, createSession),
  ).rejects.toThrow("positions: 3 numbers (allowed: 2 for each of 200 rows)");
});
