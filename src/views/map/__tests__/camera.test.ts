import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { between, type Camera, extentOf, fitCamera, panBy, toPlane, viewMatrix, zoomAt } from "../camera";

const insets = { left: 200, top: 20, right: 50, bottom: 30 };
const size = { width: 900, height: 600 };
const cameras = fc.record({
  scale: fc.double({ min: 1, max: 1e4, noNaN: true }),
  x0: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
  y0: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
});

function place({ scale, x0, y0 }: Camera, x: number, y: number): [number, number] {
  return [x * scale + x0, y * scale + y0];
}

describe("the plane", () => {
  test("is the layout with its longer side from -1 to 1, y downwards, and no place for rows without one", () => {
    const plane = toPlane(Float32Array.of(10, 0, 14, 1, NaN, NaN, 12, 2));
    expect([...plane]).toEqual([-1, 0.5, 1, 0, NaN, NaN, 0, -0.5]);
  });

  test("of a single row, or of equal rows, is the middle", () => {
    expect([...toPlane(Float32Array.of(7, 3))]).toEqual([0, 0]);
    expect([...toPlane(Float32Array.of(7, 3, 7, 3))]).toEqual([0, 0, 0, 0]);
  });

  test("has an extent for all rows, for some, and for none", () => {
    const positions = Float32Array.of(0, 0, 4, -2, NaN, NaN, 1, 5);
    expect(extentOf(positions)).toEqual({ left: 0, top: -2, right: 4, bottom: 5 });
    expect(extentOf(positions, [0, 3])).toEqual({ left: 0, top: 0, right: 1, bottom: 5 });
    expect(extentOf(positions, [2])).toEqual({ left: 0, top: 0, right: 0, bottom: 0 });
  });
});

describe("a camera", () => {
  test("that fits a box shows it in the middle of the free part, touching two sides", () => {
    const camera = fitCamera({ left: -1, top: -1, right: 1, bottom: 1 }, size, insets);
    const [left, top] = place(camera, -1, -1);
    const [right, bottom] = place(camera, 1, 1);
    expect(top).toBeCloseTo(20);
    expect(bottom).toBeCloseTo(570);
    expect((left + right) / 2).toBeCloseTo((200 + 850) / 2);
  });

  test("that fits a box of no size goes no further than asked", () => {
    expect(fitCamera({ left: 0, top: 0, right: 0, bottom: 0 }, size, insets, 450).scale).toBe(450);
  });

  test("zooms about a place that stays", () => {
    fc.assert(
      fc.property(cameras, fc.double({ min: 0.1, max: 10, noNaN: true }), (camera, factor) => {
        const [x, y] = [123, 456];
        const at = [(x - camera.x0) / camera.scale, (y - camera.y0) / camera.scale] as const;
        const [x2, y2] = place(zoomAt(camera, factor, x, y), ...at);
        expect(Math.abs(x2 - x) + Math.abs(y2 - y)).toBeLessThan(1e-6);
      }),
    );
  });

  test("on its way begins at one camera, ends at the other, and keeps the place both agree on", () => {
    fc.assert(
      fc.property(cameras, fc.double({ min: 1.5, max: 8, noNaN: true }), (from, factor) => {
        const to = zoomAt(from, factor, 300, 200);
        const at = [(300 - from.x0) / from.scale, (200 - from.y0) / from.scale] as const;
        expect(between(from, to, 0).scale).toBeCloseTo(from.scale);
        expect(between(from, to, 1).scale / to.scale).toBeCloseTo(1);
        const [x, y] = place(between(from, to, 0.37), ...at);
        expect(Math.abs(x - 300) + Math.abs(y - 200)).toBeLessThan(1e-5);
      }),
    );
  });

  test("on its way between two of the same scale moves evenly", () => {
    const from = { scale: 100, x0: 0, y0: 0 };
    expect(between(from, panBy(from, 40, -20), 0.25)).toEqual({ scale: 100, x0: 10, y0: -5 });
  });

  test("has a matrix that takes the plane to clip space of the view", () => {
    const camera = { scale: 250, x0: 400, y0: 100 };
    const m = viewMatrix(camera, size);
    const [x, y] = [0.3, 0.7];
    const [screenX, screenY] = place(camera, x, y);
    // the renderer divides x by the view's aspect ratio, and its y points up
    const clipX = ((m[0] ?? 0) * x + (m[12] ?? 0)) / (size.width / size.height);
    const clipY = (m[5] ?? 0) * -y + (m[13] ?? 0);
    expect(clipX).toBeCloseTo((2 * screenX) / size.width - 1, 5);
    expect(clipY).toBeCloseTo(1 - (2 * screenY) / size.height, 5);
  });
});
