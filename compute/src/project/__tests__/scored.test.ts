import { expect, test } from "@jest/globals";
import { uninterrupted } from "../cancelled";
import { exactNeighbours } from "../neighbours";
import { similarityDistances } from "../scored";
import type { Embeddings } from "../similarity";
import { klDivergence, tsne } from "../tsne";
import { fuzzySet } from "../umap/fuzzy-set";
import golden from "./golden/anchor.json";
import sample from "./golden/scikit-learn.json";
import { createSession } from "./session";

const embeddings: Embeddings = {
  data: Float32Array.from(sample.data, (value) => value * golden.scale),
  rows: sample.rows,
  dimension: sample.dimension,
};

const byProduct = (rows: Embeddings, k: number) =>
  exactNeighbours(rows, { k, metric: "inner" }, createSession);

test("t-SNE over SemLa's similarities reaches scikit-learn's divergence on the precomputed distances", async () => {
  const { perplexity, kl_divergence } = golden.tsne;
  const neighbours = similarityDistances(await byProduct(embeddings, 3 * perplexity), 1);
  const input = { embeddings, neighbours };
  const reached = klDivergence(input, tsne({ perplexity }).project(input), { perplexity });
  expect(reached).toBeLessThan(Math.max(...kl_divergence) * 1.03);
  expect(reached).toBeGreaterThan(Math.min(...kl_divergence) * 0.9);
});

test("UMAP over their squares has umap-learn's graph of the precomputed distances", async () => {
  const { size, starts, columns, weights } = golden.umap;
  const neighbours = similarityDistances(await byProduct(embeddings, size - 1), 2);
  const found = fuzzySet(neighbours, size, uninterrupted);
  expect([...found.starts]).toEqual(starts);
  expect([...found.columns]).toEqual(columns);
  weights.forEach((weight, i) => expect(found.weights[i]).toBeCloseTo(weight, 3));
});

test("the same graph is there where scalar products are so large that nothing would be left of the distances", async () => {
  const shifted = (by: number): Embeddings => {
    const dimension = embeddings.dimension + 1;
    const data = new Float32Array(embeddings.rows * dimension);
    for (let row = 0; row < embeddings.rows; row++) {
      data.set(embeddings.data.subarray(row * (dimension - 1), (row + 1) * (dimension - 1)), row * dimension);
      data[(row + 1) * dimension - 1] = by;
    }
    return { data, rows: embeddings.rows, dimension };
  };
  const graphOf = async (rows: Embeddings) =>
    fuzzySet(similarityDistances(await byProduct(rows, 7), 2), 8, uninterrupted);
  // every scalar product is larger by 3,600, every distance by the factor exp(-240)
  const [plain, large] = [await graphOf(shifted(0)), await graphOf(shifted(60))];
  expect(large.columns).toEqual(plain.columns);
  plain.weights.forEach((weight, i) => expect(large.weights[i]).toBeCloseTo(weight, 3));
});
