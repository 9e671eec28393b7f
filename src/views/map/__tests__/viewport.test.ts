import { describe, expect, jest, test } from "@jest/globals";
import { Viewport } from "../viewport";

const extent = { left: -1, top: -1, right: 1, bottom: 1 };
const insets = { left: 0, top: 0, right: 0, bottom: 0 };

function open(still = true) {
  const onChange = jest.fn();
  const onMotion = jest.fn();
  const viewport = new Viewport(onChange, onMotion, () => still);
  viewport.frame(extent, insets, 0);
  viewport.resize({ width: 800, height: 600 });
  return { viewport, onChange, onMotion };
}

describe("the viewport", () => {
  test("shows the whole map, and keeps doing so when it is resized", () => {
    const { viewport } = open();
    expect(viewport.zoom).toBe(1);
    expect(viewport.camera.scale).toBe(300);
    viewport.resize({ width: 800, height: 300 });
    expect(viewport.camera).toEqual({ scale: 150, x0: 400, y0: 150 });
  });

  test("keeps its middle when it is resized after the user has moved it", () => {
    const { viewport } = open();
    viewport.pan(10, 0);
    viewport.resize({ width: 900, height: 700 });
    expect(viewport.camera).toEqual({ scale: 300, x0: 460, y0: 350 });
  });

  test("zooms between half and sixty times", () => {
    const { viewport } = open();
    viewport.zoomBy(1e6);
    expect(viewport.zoom).toBeCloseTo(60);
    viewport.zoomBy(1e-6);
    expect(viewport.zoom).toBeCloseTo(0.5);
    viewport.fit();
    expect(viewport.zoom).toBe(1);
  });

  test("zooms to a few rows only so far", () => {
    const { viewport } = open();
    viewport.zoomTo({ left: 0.5, top: 0.5, right: 0.5, bottom: 0.5 });
    expect(viewport.zoom).toBeCloseTo(12);
    expect(viewport.toScreen(0.5, 0.5)).toEqual({ x: expect.closeTo(400), y: expect.closeTo(300) });
  });

  test("makes room for a legend while the whole map is in view, and leaves the user's view alone", () => {
    const { viewport } = open();
    viewport.frame(extent, { ...insets, left: 400 }, 0);
    expect(viewport.toScreen(0, 0).x).toBe(600);
    viewport.pan(5, 5);
    viewport.frame(extent, insets, 0);
    expect(viewport.toScreen(0, 0).x).toBe(605);
  });

  test("moves over several frames unless motion is not wanted", () => {
    const { viewport, onMotion } = open(false);
    viewport.zoomBy(2);
    expect(onMotion).toHaveBeenCalled();
    expect(viewport.zoom).toBe(1);
    const start = performance.now();
    viewport.advance(start + 120);
    expect(viewport.zoom).toBeGreaterThan(1);
    expect(viewport.zoom).toBeLessThan(2);
    viewport.advance(start + 1000);
    expect(viewport.zoom).toBeCloseTo(2);
    expect(viewport.moving).toBe(false);
  });
});
