import { expect, test } from "@jest/globals";
import { boxOfExtent, extentOfRows } from "../word-extent";

const drawn = Float32Array.of(0, 0, 1, 2, 3, 4, 9, 9, NaN, NaN);
const camera = { scale: 10, x0: 100, y0: 50 };

test("a box holds all rows that have a place, with room for their points", () => {
  const extent = extentOfRows(Uint32Array.of(0, 1, 2, 4), drawn, "square");
  expect(extent).toEqual({ shape: "square", x: 1.5, y: 2, halfWidth: 1.5, halfHeight: 2 });
  expect(boxOfExtent(extent, camera)).toEqual({ x: 96, y: 46, width: 38, height: 48 });
});

test("an ellipse is twice the standard deviation about the mean", () => {
  const { x, y, halfWidth, halfHeight } = extentOfRows(Uint32Array.of(0, 1, 2), drawn, "gaussian");
  expect([x, y]).toEqual([4 / 3, 2]);
  expect(halfWidth).toBeCloseTo(2 * Math.sqrt(7 / 3), 6);
  expect(halfHeight).toBeCloseTo(4, 6);
});

test("of one row it can still be seen", () => {
  const { width, height } = boxOfExtent(extentOfRows(Uint32Array.of(1), drawn, "gaussian"), camera);
  expect([width, height]).toEqual([18, 18]);
});
