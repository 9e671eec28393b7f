import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { folded } from "../fold";

const fold = (items: readonly number[], opened = 0, kept: readonly number[] = []) =>
  folded(items, 2, opened, { valueOf: (item) => item, keep: (item) => kept.includes(item) });

describe("a folded list", () => {
  test("shows both ends", () => {
    expect(fold([5, 4, 3, 2, -1, -2, -3])).toEqual({ head: [5, 4], hidden: 3, tail: [-2, -3] });
  });

  test("is whole where it would hide one item", () => {
    expect(fold([5, 4, 3, -2, -3])).toEqual({ head: [5, 4, 3, -2, -3], hidden: 0, tail: [] });
  });

  test("gives the places of the sign that has few to the other, and none to zeros", () => {
    expect(fold([5, 4, 3, 2, 1, 0, 0])).toEqual({ head: [5, 4, 3, 2], hidden: 3, tail: [] });
    expect(fold([5, 0, 0, 0, -1, -2, -3, -4])).toEqual({ head: [5], hidden: 4, tail: [-2, -3, -4] });
    expect(fold([0, 0, 0, 0, 0, 0])).toEqual({ head: [0, 0], hidden: 4, tail: [] });
  });

  test("opens from both ends, and never hides what is kept", () => {
    const items = [9, 8, 7, 6, 5, -5, -6, -7, -8, -9];
    expect(fold(items, 3)).toEqual({ head: [9, 8, 7, 6], hidden: 3, tail: [-7, -8, -9] });
    expect(fold(items, 0, [5])).toEqual({ head: [9, 8, 5], hidden: 5, tail: [-8, -9] });
    expect(fold(items, 100)).toEqual({ head: items, hidden: 0, tail: [] });
  });

  test("loses nothing and keeps the order, whatever it holds", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 })), fc.nat(12), (values, opened) => {
        const items = values.sort((a, b) => b - a);
        const { head, hidden, tail } = fold(items, opened);
        expect(head.length + hidden + tail.length).toBe(items.length);
        expect(head).toEqual(items.slice(0, head.length));
        expect(tail).toEqual(items.slice(items.length - tail.length));
        expect(hidden).not.toBe(1);
      }),
    );
  });
});
