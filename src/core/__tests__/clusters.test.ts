import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { labelCentroids } from "../centroids";
import { haveSameStem, nameClusters } from "../cluster-names";
import { labelClusters } from "../clusters";
import { wordPostings } from "../postings";
import { seededRandom } from "../random";
import golden from "./golden/clusters.json";

/** Cluster numbers in order of first appearance, to compare partitions. */
function partition(clusters: ArrayLike<number>): number[] {
  const seen = new Map<number, number>();
  return Array.from(clusters, (cluster) => {
    if (!seen.has(cluster)) seen.set(cluster, seen.size);
    return seen.get(cluster)!;
  });
}

describe.each(golden)("$labels labels against scikit-learn", ({ labels, d, centroids, cuts }) => {
  const vectors = Float32Array.from(centroids);

  test.each(cuts)("$count clusters", ({ count, clusters, silhouette }) => {
    const ours = labelClusters(vectors, labels, d, { count });
    expect(ours.count).toBe(count);
    expect(partition(ours.clusterOfLabel)).toEqual(partition(clusters));
    expect(ours.silhouette).toBeCloseTo(silhouette, 9);
  });

  test("the number of clusters is the one with the best silhouette", () => {
    const best = cuts.reduce((a, b) => (b.silhouette > a.silhouette ? b : a));
    const ours = labelClusters(vectors, labels, d);
    expect(ours.count).toBe(best.count);
    expect(ours.silhouette).toBeCloseTo(best.silhouette, 9);
  });
});

describe("label clusters", () => {
  const east = [1, 0.1, 1, -0.1, 1, 0];
  const north = [0, 1];

  test("are numbered by labels, or by rows where weights are given", () => {
    const centroids = Float32Array.from([...north, ...east]);
    expect([...labelClusters(centroids, 4, 2, { count: 2 }).clusterOfLabel]).toEqual([1, 0, 0, 0]);
    const weights = [90, 10, 10, 10];
    expect([...labelClusters(centroids, 4, 2, { count: 2, weights }).clusterOfLabel]).toEqual([0, 1, 1, 1]);
  });

  test("work for no, one and two labels", () => {
    expect(labelClusters(new Float32Array(), 0, 2)).toEqual({
      clusterOfLabel: new Int32Array(),
      count: 0,
      silhouette: null,
    });
    expect(labelClusters(Float32Array.of(1, 0), 1, 2)).toMatchObject({
      clusterOfLabel: Int32Array.of(0),
      count: 1,
    });
    expect(labelClusters(Float32Array.of(1, 0, 0, 1), 2, 2)).toEqual({
      clusterOfLabel: Int32Array.of(0, 1),
      count: 2,
      silhouette: null,
    });
  });

  test("leave out labels without a centroid", () => {
    const centroids = Float32Array.from([0, 0, ...east, NaN, NaN, ...north]);
    expect([...labelClusters(centroids, 6, 2).clusterOfLabel]).toEqual([-1, 0, 0, 0, -1, 1]);
  });

  test("work when all labels coincide", () => {
    const { clusterOfLabel, silhouette } = labelClusters(new Float32Array(20).fill(1), 5, 4);
    expect(clusterOfLabel).toHaveLength(5);
    expect(silhouette).toBeCloseTo(0, 12);
  });

  test("refuse an impossible number", () => {
    expect(() => labelClusters(Float32Array.from(east), 3, 2, { count: 4 })).toThrow(
      "count: 4 (allowed: 1 to 3, the labels that have rows)",
    );
    expect(() => labelClusters(new Float32Array(5), 3, 2)).toThrow(
      "centroids: 5 numbers (allowed: 3 labels x 2)",
    );
  });

  test("do not depend on the order of the labels", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 14 }), (seed, labels) => {
        const random = seededRandom(seed);
        const rows = Array.from({ length: labels }, () => [random() - 0.5, random() - 0.5, random() - 0.5]);
        const run = (list: number[][]) => labelClusters(Float32Array.from(list.flat()), labels, 3);
        const there = run(rows);
        const back = run([...rows].reverse());
        expect(back.count).toBe(there.count);
        expect(partition([...back.clusterOfLabel].reverse())).toEqual(partition(there.clusterOfLabel));
      }),
    );
  });
});

describe("label centroids", () => {
  test("are the mean rows scaled to length 1, without rows that have no label or no embedding", () => {
    const { vectors, counts } = labelCentroids(
      Float32Array.of(3, 0, 3, 8, 100, 100, NaN, NaN),
      2,
      Int32Array.of(0, 0, -1, 1),
      3,
    );
    expect([...vectors].map((value) => Number(value.toFixed(6)))).toEqual([0.6, 0.8, 0, 0, 0, 0]);
    expect([...counts]).toEqual([2, 0, 0]);
  });

  test("refuse embeddings of another length", () => {
    expect(() => labelCentroids(new Float32Array(3), 2, new Int32Array(2), 1)).toThrow(
      "embeddings: 3 numbers (allowed: 2 rows x 2)",
    );
  });
});

describe("cluster names", () => {
  const texts = [
    ...[
      "my transfer was transferred",
      "the transferred transfer fee",
      "a transferred fee",
      "transferred transfer",
      "transfer, fee",
    ],
    ...["my card is lost", "lost card", "where is my card", "the card", "card again"],
  ];
  const clusterOfRow = Int32Array.from(texts, (_, row) => (row < 5 ? 0 : 1));

  test("are the most telling words, of two stems, without function words", () => {
    expect(nameClusters(wordPostings(texts), clusterOfRow, 2, { minCount: 2 })).toEqual([
      ["transfer", "fee"],
      ["card", "lost"],
    ]);
  });

  test("take a second word of the stem only if there is no other, and may be empty", () => {
    const names = nameClusters(
      wordPostings(["cash cashed", "cash cashed", "the"]),
      Int32Array.of(0, 0, 1),
      3,
      {
        minCount: 2,
      },
    );
    expect(names).toEqual([["cash", "cashed"], [], []]);
  });

  test.each([
    ["transfer", "transferred", true],
    ["activate", "activating", true],
    ["pin", "pins", true],
    ["verify", "verification", true],
    ["card", "care", false],
    ["account", "accept", false],
    ["top", "to", false],
  ])("%s and %s share a stem: %s", (a, b, same) => expect(haveSameStem(a, b)).toBe(same));
});
