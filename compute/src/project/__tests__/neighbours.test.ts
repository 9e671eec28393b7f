import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Cancelled } from "../cancelled";
import { exactNeighbours } from "../neighbours";
import type { Embeddings, Metric } from "../similarity";
import { clusters, createSession } from "./session";

/** Every distance in double precision, sorted; ties by lower index. */
function bruteForce({ data, rows, dimension }: Embeddings, k: number, metric: Metric) {
  const all = Array.from({ length: rows }, (_, i) =>
    Array.from(data.subarray(i * dimension, (i + 1) * dimension)),
  );
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const distance = (a: number[], b: number[]) => {
    if (metric === "euclidean") return Math.hypot(...a.map((value, i) => value - b[i]!));
    const lengths = Math.sqrt(dot(a, a) * dot(b, b));
    return lengths === 0 ? 1 : 1 - dot(a, b) / lengths;
  };
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: rows }, (_, j) => ({ j, distance: distance(all[i]!, all[j]!) }))
      .filter(({ j }) => j !== i)
      .sort((a, b) => a.distance - b.distance || a.j - b.j)
      .slice(0, k),
  );
}

describe.each<Metric>(["cosine", "euclidean"])("exact neighbours, %s", (metric) => {
  test("are those of comparing every pair, over several blocks", async () => {
    const embeddings = clusters(530, 6, 6, 1);
    const found = await exactNeighbours(embeddings, { k: 10, metric }, createSession);
    const expected = bruteForce(embeddings, 10, metric).flat();
    expect(Array.from(found.indices)).toEqual(expected.map(({ j }) => j));
    expected.forEach(({ distance }, i) => expect(found.distances[i]).toBeCloseTo(distance, 5));
  });

  test("leave a row out of its own list and put its exact duplicates first at distance 0", async () => {
    const { data, rows, dimension } = clusters(60, 8, 60, 2);
    for (const copy of [7, 30, 59]) data.copyWithin(copy * dimension, 3 * dimension, 4 * dimension);
    const { indices, distances } = await exactNeighbours(
      { data, rows, dimension },
      { k: 5, metric },
      createSession,
    );
    expect(Array.from(indices.subarray(30 * 5, 30 * 5 + 3))).toEqual([3, 7, 59]);
    expect(Array.from(distances.subarray(30 * 5, 30 * 5 + 3))).toEqual([0, 0, 0]);
    for (let row = 0; row < rows; row++)
      expect(Array.from(indices.subarray(row * 5, row * 5 + 5))).not.toContain(row);
  });

  test("exist when all rows are equal, all zero, or fewer than asked for", async () => {
    for (const value of [0, 3]) {
      const { k, indices, distances } = await exactNeighbours(
        { data: new Float32Array(40 * 4).fill(value), rows: 40, dimension: 4 },
        { k: 6, metric },
        createSession,
      );
      expect(k).toBe(6);
      for (let row = 0; row < 40; row++) {
        const own = Array.from(indices.subarray(row * 6, row * 6 + 6));
        expect(own).not.toContain(row);
        expect(new Set(own).size).toBe(6);
      }
      expect(new Set(distances)).toEqual(new Set([metric === "cosine" && value === 0 ? 1 : 0]));
    }
    const three = clusters(3, 4, 3, 3);
    expect((await exactNeighbours(three, { k: 15, metric }, createSession)).k).toBe(2);
    const one = clusters(1, 4, 1, 3);
    expect(await exactNeighbours(one, { k: 15, metric }, createSession)).toEqual({
      rows: 1,
      k: 0,
      indices: new Int32Array(0),
      distances: new Float32Array(0),
    });
  });

  test("are in rising order of distance for any rows", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .integer({ min: 2, max: 20 })
          .chain((rows) =>
            fc.array(fc.integer({ min: -3, max: 3 }), { minLength: rows * 2, maxLength: rows * 2 }),
          ),
        async (values) => {
          const embeddings = { data: Float32Array.from(values), rows: values.length / 2, dimension: 2 };
          const { k, rows, distances } = await exactNeighbours(embeddings, { k: 4, metric }, createSession);
          const expected = bruteForce(embeddings, k, metric);
          for (let row = 0; row < rows; row++)
            for (let i = 0; i < k; i++)
              expect(distances[row * k + i]).toBeCloseTo(expected[row]![i]!.distance, 5);
        },
      ),
      { numRuns: 30 },
    );
  });
});

test("neighbours stop when told to, and say how far they are", async () => {
  const embeddings = clusters(1200, 4, 3, 4);
  const seen: number[] = [];
  const control = { shouldStop: () => seen.length === 2, onProgress: (done: number) => void seen.push(done) };
  await expect(exactNeighbours(embeddings, { k: 3 }, createSession, control)).rejects.toThrow(Cancelled);
  expect(seen).toEqual([512, 1024]);
});

test("neighbours of embeddings that are not finite, or too few, are refused by name", async () => {
  const { data, rows, dimension } = clusters(4, 3, 2, 5);
  data[7] = NaN;
  await expect(exactNeighbours({ data, rows, dimension }, { k: 2 }, createSession)).rejects.toThrow(
    "embeddings: row 2 holds a number that is not finite (allowed: finite numbers)",
  );
  await expect(exactNeighbours({ data, rows: 5, dimension }, { k: 2 }, createSession)).rejects.toThrow(
    "embeddings: 12 numbers (allowed: 5 rows x 3 = 15)",
  );
  await expect(exactNeighbours({ data, rows, dimension }, { k: 0 }, createSession)).rejects.toThrow(
    "neighbours: 0 (allowed: a whole number from 1)",
  );
});
