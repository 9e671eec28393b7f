import { expect, test } from "@jest/globals";
import { RecentNeighbours } from "../recent-neighbours";

const found = (rows: number, k: number) => ({
  rows,
  k,
  indices: new Int32Array(rows * k),
  distances: new Float32Array(rows * k),
});

test("neighbours are found again by vectors and ordering, if there are enough of each row", () => {
  const recent = new RecentNeighbours();
  const held = found(10, 5);
  recent.keep("a", "cosine", held);
  expect(recent.find("a", "cosine", 5)).toBe(held);
  expect(recent.find("a", "cosine", 6)).toBeUndefined();
  expect(recent.find("a", "inner", 5)).toBeUndefined();
  expect(recent.find("b", "cosine", 5)).toBeUndefined();
});

test("those not used for longest make room, the newest stay however large", () => {
  const recent = new RecentNeighbours();
  for (const key of ["a", "b"]) recent.keep(key, "cosine", found(50_000, 100));
  expect(recent.find("a", "cosine", 1)).toBeDefined();
  recent.keep("c", "cosine", found(50_000, 100));
  expect(recent.find("b", "cosine", 1)).toBeUndefined();
  expect(recent.find("a", "cosine", 1)).toBeDefined();
  recent.keep("d", "cosine", found(200_000, 100));
  expect(recent.find("a", "cosine", 1)).toBeUndefined();
  expect(recent.find("d", "cosine", 1)).toBeDefined();
});
