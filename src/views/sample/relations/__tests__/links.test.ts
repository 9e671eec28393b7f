import { describe, expect, test } from "@jest/globals";
import { Tensor } from "../../../../protocol";
import { partnerOf } from "../../__tests__/fake-explanations";
import { pillOf, ribbonsOf } from "../geometry";
import { largestOf, type Link, linksOf, strongest } from "../links";

describe("the strongest values", () => {
  test("are the largest by size, the first of equals first, and never 0 or not a number", () => {
    expect(strongest(Float32Array.of(1, -3, 0, 3, NaN, 2), 3)).toEqual([1, 3, 5]);
    expect(strongest(Float32Array.of(0, 0), 3)).toEqual([]);
  });
});

describe("links", () => {
  const closest = partnerOf("closest", 3, "top up failed", { own: [0, 2, -4, 1], theirs: [8, 0, 1] });
  const contrast = partnerOf("contrast", 5, "card top up", { own: [1, 0, 0, 0], theirs: [0, -16, 0] });

  test("to the similarity are each side's strongest words, 8 px for the largest of both graphs", () => {
    const largest = largestOf([closest, contrast], "similarity");
    expect(largest).toBe(16);
    expect(linksOf(closest, "similarity", 2, largest)).toEqual([
      { own: 2, other: -1, value: -4, width: 2 },
      { own: 1, other: -1, value: 2, width: 1 },
      { own: -1, other: 0, value: 8, width: 4 },
      { own: -1, other: 2, value: 1, width: 1 },
    ]);
    expect(linksOf(contrast, "similarity", 1, largest).at(-1)?.width).toBe(8);
  });

  test("from word to word are the strongest pairs, as wide as the cube of their share", () => {
    const links = new Tensor("float32", Float32Array.of(10, 1, 0, 5, -20, 2), [2, 3]);
    const partner = { ...partnerOf("closest", 3, "top up failed", {}), links };
    expect(largestOf([partner], "token")).toBe(20);
    expect(linksOf(partner, "token", 2, 20)).toEqual([
      { own: 1, other: 1, value: -20, width: 8 },
      { own: 0, other: 0, value: 10, width: 1 },
    ]);
  });

  test("that the sidecar did not compute are none", () => {
    expect(linksOf(partnerOf("closest", 3, "top up", {}), "token", 3, 0)).toEqual([]);
  });
});

describe("the drawing of links", () => {
  const box = (x: number, y: number) => ({ x, y, width: 20, height: 10 });
  const own = [box(0, 100), box(40, 100)];
  const other = [box(0, 0), box(40, 0), box(80, 0)];
  const alone = (side: Partial<Link>): Link => ({ own: -1, other: -1, value: 1, width: 4, ...side });

  test("meets at the pill in the order of the words, whatever the order of the links", () => {
    const pill = { x: 20, y: 50, width: 60, height: 20 };
    const links = [alone({ other: 2 }), alone({ other: 0 }), alone({ own: 1 })];
    const ribbons = ribbonsOf(links, { own, other, pill, above: true });
    expect(ribbons.map(({ link, path }) => [link.other, path])).toEqual([
      [0, "M10 11C10 30.5 47 30.5 47 50"],
      [2, "M90 11C90 30.5 53 30.5 53 50"],
      [-1, "M50 99C50 84.5 50 84.5 50 70"],
    ]);
  });

  test("turns round for the text below", () => {
    const pill = { x: 20, y: 150, width: 60, height: 20 };
    const below = [box(0, 200)];
    const ribbons = ribbonsOf([alone({ own: 0 }), alone({ other: 0 })], {
      own,
      other: below,
      pill,
      above: false,
    });
    expect(ribbons.map(({ path }) => path)).toEqual([
      "M10 199C10 184.5 50 184.5 50 170",
      "M10 111C10 130.5 50 130.5 50 150",
    ]);
  });

  test("goes from word to word for pairs, and leaves out words that are not there", () => {
    const pill = { x: 0, y: 50, width: 60, height: 20 };
    const links = [alone({ own: 1, other: 0 }), alone({ own: 7, other: 0 })];
    const ribbons = ribbonsOf(links, { own, other, pill, above: true });
    expect(ribbons.map(({ path }) => path)).toEqual(["M10 11C10 55 50 55 50 99"]);
  });

  test("sets the pill amid its words, inside the graph", () => {
    const size = { width: 60, height: 20 };
    const links = [alone({ other: 2 }), alone({ own: 1 })];
    expect(pillOf(links, own, other, 60, size, 300)).toEqual({ x: 40, y: 50, ...size });
    expect(pillOf([alone({ own: 0 })], own, other, 60, size, 300).x).toBe(0);
    expect(pillOf([alone({ other: 2 })], own, other, 60, size, 100).x).toBe(40);
  });
});
