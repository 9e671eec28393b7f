import { expect, test } from "@jest/globals";
import fc from "fast-check";
import golden from "../../__tests__/golden/scikit-learn.json";
import { clusters, createSession } from "../../__tests__/session";
import { Cancelled, uninterrupted } from "../../cancelled";
import { exactNeighbours } from "../../neighbours";
import { mapQuality } from "../../quality";
import type { Embeddings, Metric } from "../../similarity";
import { affinities } from "../affinities";
import { klDivergence, tsne } from "../index";
import { Quadtree } from "../quadtree";

const SAMPLE = { data: Float32Array.from(golden.data), rows: golden.rows, dimension: golden.dimension };

async function prepared(embeddings: Embeddings, k: number, metric: Metric = "cosine") {
  return { embeddings, neighbours: await exactNeighbours(embeddings, { k, metric }, createSession) };
}

test.each<Metric>(["cosine", "euclidean"])(
  "reaches scikit-learn's divergence on %s neighbours",
  async (metric) => {
    const { perplexity, kl_divergence } = golden.tsne;
    const input = await prepared(SAMPLE, 3 * perplexity, metric);
    const map = tsne({ perplexity }).project(input);
    const reached = klDivergence(input, map, { perplexity });
    const theirs = Math.max(...kl_divergence[metric]);
    expect(reached).toBeLessThan(theirs * 1.03);
    expect(reached).toBeGreaterThan(theirs * 0.9);
  },
);

test("affinities sum to 1 and are the same both ways", async () => {
  const { neighbours } = await prepared(SAMPLE, 60);
  const { weights, starts, columns } = affinities(neighbours, 60, 20, uninterrupted);
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
  const weightOf = new Map<string, number>();
  for (let row = 0; row < 200; row++)
    for (let i = starts[row]!; i < starts[row + 1]!; i++) weightOf.set(`${row},${columns[i]}`, weights[i]!);
  for (const [pair, weight] of weightOf) expect(weightOf.get(pair.split(",").reverse().join())).toBe(weight);
});

test("Barnes-Hut sums are near those over all pairs, and exact for few points", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer(), (count, seed) => {
      const positions = Float64Array.from(
        clusters(count, 2, Math.min(count, 4), seed, 0.2).data,
        (value) => 10 * value,
      );
      const tree = new Quadtree(positions);
      tree.build();
      const force = new Float64Array(2 * count);
      let sum = 0;
      let expected = 0;
      for (let a = 0; a < count; a++) {
        sum += tree.repulsion(a, force);
        for (let b = 0; b < count; b++)
          if (a !== b)
            expected +=
              1 /
              (1 +
                (positions[2 * a]! - positions[2 * b]!) ** 2 +
                (positions[2 * a + 1]! - positions[2 * b + 1]!) ** 2);
      }
      expect(Math.abs(sum - expected)).toBeLessThanOrEqual(count <= 4 ? 1e-9 : 0.03 * expected);
    }),
    { numRuns: 50 },
  );
});

test("the same seed gives the same bytes, another seed another map", async () => {
  const input = await prepared(SAMPLE, 60);
  const options = { perplexity: 20, iterations: 60 };
  const first = tsne({ ...options, seed: 3 }).project(input);
  expect(tsne({ ...options, seed: 3 }).project(input)).toEqual(first);
  expect(tsne({ ...options, seed: 4 }).project(input)).not.toEqual(first);
});

test("shows its positions after every iteration and stops when told to", async () => {
  const input = await prepared(SAMPLE, 60);
  const seen: number[] = [];
  const onProgress = (done: number) => void seen.push(done);
  tsne({ perplexity: 20, iterations: 5 }).project(input, { ...uninterrupted, onProgress });
  expect(seen).toEqual([1, 2, 3, 4, 5]);
  expect(() =>
    tsne({ perplexity: 20 }).project(input, { shouldStop: () => seen.length > 8, onProgress }),
  ).toThrow(Cancelled);
  expect(seen).toHaveLength(9);
});

test("goes on from an earlier map without turning it", async () => {
  const input = await prepared(SAMPLE, 60);
  const earlier = tsne({ perplexity: 20 }).project(input);
  const later = tsne({ perplexity: 20, iterations: 20, seed: 1 }).project({ ...input, initial: earlier });
  const extent = Math.max(...earlier) - Math.min(...earlier);
  expect(Math.max(...later.map((value, i) => Math.abs(value - earlier[i]!)))).toBeLessThan(extent / 10);
});

test("keeps most neighbours of clustered rows", async () => {
  const embeddings = clusters(500, 10, 5, 9);
  const input = await prepared(embeddings, 120);
  const positions = tsne({ iterations: 400 }).project(input);
  const { trustworthiness } = await mapQuality({ ...input, positions }, {}, createSession);
  expect(trustworthiness!).toBeGreaterThan(0.9);
});

test.each([1, 2, 3, 5])("%i rows have finite positions", async (rows) => {
  const positions = tsne().project(await prepared(clusters(rows, 4, rows, 3), 15));
  expect(positions).toHaveLength(2 * rows);
  expect(positions.every(Number.isFinite)).toBe(true);
});

test("equal rows and groups without a link have finite positions", async () => {
  for (const groups of [1, 8]) {
    const positions = tsne({ perplexity: 5, iterations: 300 }).project(
      await prepared(clusters(160, 4, groups, 3, 0), 15),
    );
    expect(positions.every(Number.isFinite)).toBe(true);
  }
});

test("a perplexity or number of iterations out of range is refused by name", () => {
  expect(() => tsne({ perplexity: 0 }).neighboursNeeded(10)).toThrow("perplexity: 0 (allowed: 1 or more)");
  expect(() => tsne({ iterations: 0.5 }).neighboursNeeded(10)).toThrow(
    "iterations: 0.5 (allowed: a whole number from 1)",
  );
  expect(tsne().neighboursNeeded(1_000)).toBe(120);
  expect(tsne().neighboursNeeded(31)).toBe(30);
});
