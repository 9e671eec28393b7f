import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { fitPrincipalComponents, onPrincipalComponents, pca } from "../pca";
import golden from "./golden/scikit-learn.json";
import { clusters } from "./session";

const embeddings = { data: Float32Array.from(golden.data), rows: golden.rows, dimension: golden.dimension };

test("components, their signs and the variance they explain are scikit-learn's", () => {
  const { components, explained } = fitPrincipalComponents(embeddings);
  golden.pca.components.forEach((value, i) => expect(components[i]).toBeCloseTo(value, 4));
  golden.pca.explained.forEach((value, i) => expect(explained[i]).toBeCloseTo(value, 6));
  pca(embeddings).forEach((value, i) => expect(value).toBeCloseTo(golden.pca.positions[i]!, 3));
});

test("rows that were not fitted are placed on the components of those that were", () => {
  const fitted = fitPrincipalComponents({
    ...embeddings,
    data: embeddings.data.subarray(0, 100 * 8),
    rows: 100,
  });
  const all = onPrincipalComponents(embeddings, fitted);
  const alone = onPrincipalComponents(
    { data: embeddings.data.subarray(150 * 8, 151 * 8), rows: 1, dimension: 8 },
    fitted,
  );
  expect(Array.from(alone)).toEqual(Array.from(all.subarray(300, 302)));
});

test("components are orthonormal and the first explains the most, whatever the shape and rank", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 40 }),
      fc.integer({ min: 2, max: 30 }),
      fc.integer(),
      (rows, dimension, seed) => {
        const { components, explained } = fitPrincipalComponents(
          clusters(rows, dimension, Math.min(rows, 3), seed, 0.1),
        );
        const dot = (a: number, b: number) => {
          let sum = 0;
          for (let i = 0; i < dimension; i++)
            sum += components[a * dimension + i]! * components[b * dimension + i]!;
          return sum;
        };
        expect(dot(0, 0)).toBeCloseTo(1, 8);
        expect(dot(1, 1)).toBeCloseTo(1, 8);
        expect(dot(0, 1)).toBeCloseTo(0, 8);
        expect(explained[0]).toBeGreaterThanOrEqual(explained[1]);
        expect(explained[0] + explained[1]).toBeLessThan(1 + 1e-9);
      },
    ),
    { numRuns: 50 },
  );
});

test("equal rows, one row and one column have finite positions", () => {
  expect(Array.from(pca({ data: new Float32Array(12).fill(5), rows: 4, dimension: 3 }))).toEqual(
    Array(8).fill(0),
  );
  expect(Array.from(pca({ data: Float32Array.of(1, 2), rows: 1, dimension: 2 }))).toEqual([0, 0]);
  expect(Array.from(pca({ data: Float32Array.of(1, 3), rows: 2, dimension: 1 }))).toEqual([-1, 0, 1, 0]);
});

test("the same rows give the same bytes", () => {
  expect(pca(embeddings)).toEqual(pca(embeddings));
});
