import { describe, expect, test } from "@jest/globals";
import { data, dimension, rows } from "../../__tests__/golden/scikit-learn.json";
import { clusters, createSession } from "../../__tests__/session";
import { Cancelled, uninterrupted } from "../../cancelled";
import { exactNeighbours } from "../../neighbours";
import { pca } from "../../pca";
import { mapQuality } from "../../quality";
import type { Embeddings } from "../../similarity";
import { fitCurve } from "../curve";
import { tabulateForces } from "../forces";
import { fuzzySet } from "../fuzzy-set";
import { SMALL_ROWS, umap } from "../index";
import { layOut } from "../layout";
import { umapOptions } from "../options";
import { layOutSmall } from "../small";
import { startFromMap, startFromPca } from "../start";
import golden from "./golden/umap.json";

const SMALL = clusters(160, 16, 4, 1);
const LARGE = clusters(SMALL_ROWS + 100, 12, 8, 2);

async function prepared(embeddings: Embeddings) {
  return { embeddings, neighbours: await exactNeighbours(embeddings, { k: 15 }, createSession) };
}

describe.each([
  ["umap-js", SMALL],
  ["typed arrays", LARGE],
])("umap by %s", (_, embeddings) => {
  test("gives the same bytes for the same seed, others for another, and leaves its input alone", async () => {
    const input = { ...(await prepared(embeddings)), initial: pca(embeddings) };
    const before = structuredClone(input);
    const first = umap({ epochs: 20, seed: 6 }).project(input);
    expect(umap({ epochs: 20, seed: 6 }).project(input)).toEqual(first);
    expect(umap({ epochs: 20, seed: 7 }).project(input)).not.toEqual(first);
    expect(input).toEqual(before);
  });

  test("shows its positions after every epoch and stops when told to", async () => {
    const input = await prepared(embeddings);
    const seen: Float32Array[] = [];
    const onProgress = (_done: number, total: number, positions?: Float32Array) => {
      expect(total).toBe(30);
      seen.push(positions!.slice());
    };
    const final = umap({ epochs: 30 }).project(input, { ...uninterrupted, onProgress });
    expect(seen).toHaveLength(30);
    expect(seen.at(-1)).toEqual(final);
    expect(seen[5]).not.toEqual(final);
    const stop = { shouldStop: () => seen.length >= 33, onProgress };
    expect(() => umap({ epochs: 30 }).project(input, stop)).toThrow(Cancelled);
    expect(seen).toHaveLength(33);
  });

  test("brings a map nearer to the truth than the components it began from", async () => {
    const { neighbours } = await prepared(embeddings);
    const start = pca(embeddings);
    const positions = umap({ epochs: 100 }).project({ embeddings, neighbours, pca: start });
    const judge = (positions: Float32Array) =>
      mapQuality({ embeddings, positions, neighbours }, {}, createSession);
    const [before, after] = [await judge(start), await judge(positions)];
    expect(after.trustworthiness!).toBeGreaterThan(before.trustworthiness! + 0.02);
    expect(after.meanKept!).toBeGreaterThan(before.meanKept! + 0.1);
  });

  test("goes on from an earlier map without turning or shrinking it", async () => {
    const input = await prepared(embeddings);
    const earlier = umap({ epochs: 100 }).project(input);
    const later = umap({ epochs: 3, seed: 1 }).project({ ...input, initial: earlier });
    expect(correlation(earlier, later, 0)).toBeGreaterThan(0.9);
    expect(correlation(earlier, later, 1)).toBeGreaterThan(0.9);
  });
});

test("both layouts keep as much of the truth as umap-learn does on the same rows, in the mean of three seeds", async () => {
  const sample = { data: Float32Array.from(data), rows, dimension };
  const { neighbours } = await prepared(sample);
  const start = pca(sample);
  const options = umapOptions({ epochs: 200 }, rows);
  const forces = tabulateForces(fitCurve(options.minDist, options.spread));
  const graph = fuzzySet(neighbours, options.neighbours, uninterrupted);
  const layouts = [
    (positions: Float32Array, seed: number) =>
      layOutSmall(neighbours, positions, { ...options, seed }, uninterrupted),
    (positions: Float32Array, seed: number) =>
      layOut(graph, positions, { epochs: 200, forces, seed }, uninterrupted),
  ];
  for (const layout of layouts) {
    let [trust, kept] = [0, 0];
    for (let seed = 0; seed < 3; seed++) {
      const positions = startFromPca(start, seed);
      layout(positions, seed);
      const quality = await mapQuality({ embeddings: sample, positions, neighbours }, {}, createSession);
      trust += quality.trustworthiness! / 3;
      kept += quality.meanKept! / 3;
    }
    expect(Math.abs(trust - golden.quality.trustworthiness)).toBeLessThan(0.01);
    expect(Math.abs(kept - golden.quality.kept)).toBeLessThan(0.02);
  }
});

test.each([1, 2, 3, 4, 16])(
  "%i rows have finite positions, different ones where the rows differ",
  async (rows) => {
    const positions = umap().project(await prepared(clusters(rows, 4, rows, 3)));
    expect(positions).toHaveLength(2 * rows);
    expect(positions.every(Number.isFinite)).toBe(true);
    expect(new Set(positions.filter((_, i) => i % 2 === 0)).size).toBe(rows);
  },
);

test.each([
  ["equal rows", 60, 1],
  ["groups without a link between them", 160, 8],
  ["more equal rows than umap-js is given", SMALL_ROWS + 1, 1],
])("%s have finite positions", async (_, rows, groups) => {
  const positions = umap({ epochs: 50 }).project(await prepared(clusters(rows, 6, groups, 4, 0)));
  expect(positions.every(Number.isFinite)).toBe(true);
});

test("a new map starts with each axis from 0 to 10, an earlier one where it is", () => {
  const start = startFromPca(Float32Array.of(-4, 1, 2, 0, 8, -1), 0);
  for (const axis of [0, 1]) {
    const values = start.filter((_, i) => i % 2 === axis);
    expect([Math.min(...values), Math.max(...values)]).toEqual([0, 10]);
  }
  startFromMap(Float32Array.of(-7, 30), 0).forEach((value, i) => expect(value).toBeCloseTo([-7, 30][i]!, 2));
});

test("umap-learn's defaults, and what is out of range is refused by name", () => {
  expect(umapOptions({}, 10_000)).toEqual({ neighbours: 15, minDist: 0.1, spread: 1, epochs: 500, seed: 0 });
  expect(umapOptions({ epochs: null }, 10_001).epochs).toBe(200);
  expect(umap().neighboursNeeded(100)).toBe(14);
  expect(() => umapOptions({ neighbours: 1 }, 9)).toThrow("neighbours: 1 (allowed: a whole number from 2)");
  expect(() => umapOptions({ minDist: 2 }, 9)).toThrow("min_dist: 2 (allowed: 0 to the spread, 1)");
  expect(() => umapOptions({ epochs: 0 }, 9)).toThrow("epochs: 0 (allowed: a whole number from 1)");
});

test("neighbours or positions of other rows, or too few of them, are refused", async () => {
  const input = await prepared(SMALL);
  const few = await exactNeighbours(SMALL, { k: 5 }, createSession);
  expect(() => umap().project({ ...input, neighbours: few })).toThrow(
    "neighbours: 5 of each row (allowed: 14 or more); look for more of them",
  );
  expect(() => umap().project({ ...input, embeddings: LARGE })).toThrow(
    "neighbours: of 160 rows (allowed: the 600 rows of the embeddings)",
  );
  expect(() => umap().project({ ...input, initial: new Float32Array(4) })).toThrow(
    "initial: 4 numbers (allowed: 2 for each of 160 rows)",
  );
});

function correlation(a: Float32Array, b: Float32Array, axis: number): number {
  const column = (array: Float32Array) => {
    const values = Array.from(array.filter((_, i) => i % 2 === axis));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const [x, y] = [column(a), column(b)];
  const dot = (p: number[], q: number[]) => p.reduce((sum, value, i) => sum + value * q[i]!, 0);
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}
