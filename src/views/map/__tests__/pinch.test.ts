/** @jest-environment jsdom */
import { expect, jest, test } from "@jest/globals";
import { Pinch } from "../pinch";

const touch = (pointerId: number, pointerType = "touch") => ({ pointerId, pointerType }) as PointerEvent;

test("two fingers move the map and zoom it about their middle", () => {
  const viewport = { pan: jest.fn(), zoomBy: jest.fn() };
  const pinch = new Pinch(viewport);
  expect(pinch.down(touch(1), { x: 100, y: 100 })).toBe(false);
  expect(pinch.down(touch(2), { x: 200, y: 100 })).toBe(true);
  pinch.move(touch(2), { x: 300, y: 100 });
  expect(viewport.pan).toHaveBeenLastCalledWith(50, 0);
  expect(viewport.zoomBy).toHaveBeenLastCalledWith(2, 200, 100, 0);
  pinch.up(touch(1));
  expect(pinch.active).toBe(false);
});

test("a mouse and a single finger are no pinch", () => {
  const viewport = { pan: jest.fn(), zoomBy: jest.fn() };
  const pinch = new Pinch(viewport);
  pinch.down(touch(1), { x: 0, y: 0 });
  expect(pinch.down(touch(2, "mouse"), { x: 9, y: 9 })).toBe(false);
  pinch.move(touch(1), { x: 50, y: 50 });
  expect(viewport.zoomBy).not.toHaveBeenCalled();
});
