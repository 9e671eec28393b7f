import { describe, expect, test } from "@jest/globals";
import { UMAP } from "umap-js";
import { uninterrupted } from "../../cancelled";
import { fuzzySet } from "../fuzzy-set";
import golden from "./golden/umap.json";

describe.each(golden.fuzzy_sets)("the fuzzy set of neighbourhoods of $size rows", (expected) => {
  const { k, size } = expected;
  const rows = expected.starts.length - 1;
  const neighbours = {
    rows,
    k,
    indices: Int32Array.from(expected.indices),
    distances: Float32Array.from(expected.distances),
  };
  const found = fuzzySet(neighbours, size, uninterrupted);

  test("is umap-learn's", () => {
    expect(Array.from(found.starts)).toEqual(expected.starts);
    expect(Array.from(found.columns)).toEqual(expected.columns);
    expected.weights.forEach((weight, i) => expect(found.weights[i]).toBeCloseTo(weight, 4));
  });

  test("is umap-js's", () => {
    const umap = new UMAP({ nNeighbors: size });
    const own = (array: Int32Array | Float32Array, row: number) =>
      Array.from(array.subarray(row * k, (row + 1) * k));
    const each = Array.from({ length: rows }, (_, row) => row);
    umap.setPrecomputedKNN(
      each.map((row) => [row, ...own(neighbours.indices, row)]),
      each.map((row) => [0, ...own(neighbours.distances, row)]),
    );
    umap.initializeFit(each.map((row) => [row]));
    const { graph } = umap as unknown as {
      graph: { get(row: number, column: number, otherwise: number): number };
    };
    for (let row = 0; row < rows; row++)
      for (let i = found.starts[row]!; i < found.starts[row + 1]!; i++)
        expect(found.weights[i]).toBeCloseTo(graph.get(row, found.columns[i]!, 0), 5);
  });

  test("uses the nearest neighbours only when given more of them", () => {
    const wider = {
      rows,
      k: k + 1,
      indices: new Int32Array(rows * (k + 1)),
      distances: new Float32Array(rows * (k + 1)),
    };
    for (let row = 0; row < rows; row++) {
      wider.indices.set(neighbours.indices.subarray(row * k, (row + 1) * k), row * (k + 1));
      wider.distances.set(neighbours.distances.subarray(row * k, (row + 1) * k), row * (k + 1));
    }
    expect(fuzzySet(wider, size, uninterrupted)).toEqual(found);
  });
});
