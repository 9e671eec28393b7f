/** @jest-environment jsdom */
import { describe, expect, test } from "@jest/globals";
// what jsdom lacks
import "../../__tests__/screen";
import { DrawnLayout } from "../drawn-layout";

const pca = Float32Array.of(0, 0, 2, 0, NaN, NaN);
const umap = Float32Array.of(0, 0, 0, 4, 0, 4);
const scale = (): number => 100;

function open(still = false) {
  const targets: number[] = [];
  const layout = new DrawnLayout(
    (duration) => targets.push(duration),
    () => still,
  );
  return { layout, targets };
}

describe("the layout that is drawn", () => {
  test("is shown at once while better ones are to come, without spreading", async () => {
    const { layout, targets } = open();
    await layout.show(pca, { final: false, spread: true }, scale);
    expect([...(layout.current ?? [])]).toEqual([-1, 0, 1, 0, NaN, NaN]);
    expect(targets).toEqual([0]);
  });

  test("glides once to the final one, spread, rows that had no place starting where they end", async () => {
    const { layout, targets } = open();
    await layout.show(pca, { final: false, spread: true }, scale);
    await layout.show(umap, { final: true, spread: true }, scale);
    expect(targets).toEqual([0, 600]);
    const target = layout.destination?.target ?? new Float32Array(0);
    expect(
      Math.hypot((target[2] ?? 0) - (target[4] ?? 0), (target[3] ?? 0) - (target[5] ?? 0)) * 100,
    ).toBeGreaterThan(3);
    expect(layout.truth && [...layout.truth.slice(2)]).toEqual([0, -1, 0, -1]);
    const glide = layout.takeGlide();
    expect(glide?.from[4]).toBe(target[4]);
    expect(layout.takeGlide()).toBeNull();
    layout.endGlide();
    expect(layout.current).toBe(target);
    expect(layout.gliding).toBe(false);
  });

  test("has a place for what is not among its rows", async () => {
    const { layout } = open();
    await layout.show(umap, { final: true, spread: true }, scale);
    expect(layout.placeOf({ x: 0, y: 4 })).toEqual({ x: 0, y: -1 });
    expect(layout.placeOf({ x: 2, y: 2 })).toEqual({ x: 1, y: 0 });
  });

  test("is spread, and gathered again, over a short move", async () => {
    const { layout, targets } = open();
    await layout.show(umap, { final: true, spread: false }, scale);
    layout.endGlide();
    await layout.show(umap, { final: true, spread: true }, scale);
    layout.endGlide();
    await layout.show(umap, { final: true, spread: false }, scale);
    expect(targets).toEqual([0, 240, 240]);
  });

  test("is not computed again at nearly the same scale, and is at another", async () => {
    const { layout } = open(true);
    await layout.show(umap, { final: true, spread: true }, () => 100);
    const first = layout.destination?.target;
    await layout.show(umap, { final: true, spread: true }, () => 110);
    expect(layout.destination?.target).toBe(first);
    await layout.show(umap, { final: true, spread: true }, () => 200);
    expect(layout.destination?.target).not.toBe(first);
  });

  test("cuts where motion is not wanted, and goes when the positions do", async () => {
    const { layout, targets } = open(true);
    await layout.show(pca, { final: false, spread: false }, scale);
    await layout.show(umap, { final: true, spread: false }, scale);
    expect(targets).toEqual([0, 0]);
    await layout.show(null, { final: false, spread: false }, scale);
    expect(layout.current).toBeNull();
  });
});
