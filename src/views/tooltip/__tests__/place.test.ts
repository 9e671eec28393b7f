import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { placeTooltip } from "../place";

const map = { width: 800, height: 500 };
const card = { width: 256, height: 120 };

test("a tooltip stands right of its point, and left of one at the right edge", () => {
  expect(placeTooltip({ x: 100, y: 250, radius: 2 }, card, map).x).toBe(112);
  expect(placeTooltip({ x: 780, y: 250, radius: 2 }, card, map).x).toBe(780 - 12 - 256);
});

test("a tooltip stands below or above its point where the map is narrow", () => {
  const narrow = { width: 300, height: 500 };
  expect(placeTooltip({ x: 150, y: 100, radius: 2 }, card, narrow)).toMatchObject({ x: 22, y: 112 });
  expect(placeTooltip({ x: 150, y: 450, radius: 2 }, card, narrow).y).toBe(450 - 12 - 120);
});

test("a tooltip never covers its point, and stays inside the map", () => {
  const point = fc.record({
    x: fc.integer({ min: 0, max: 800 }),
    y: fc.integer({ min: 0, max: 500 }),
    radius: fc.constant(3),
  });
  fc.assert(
    fc.property(point, (place) => {
      const { x, y, width, height } = placeTooltip(place, card, map);
      expect(place.x < x || place.x > x + width || place.y < y || place.y > y + height).toBe(true);
      expect(x >= 0 && y >= 0 && x + width <= 800 && y + height <= 500).toBe(true);
    }),
  );
});
