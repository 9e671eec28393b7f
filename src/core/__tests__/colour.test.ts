import { describe, expect, test } from "@jest/globals";
import { hcl, lab, rgb } from "d3";
import fc from "fast-check";
import { clusterColour, clusterInk, confidenceColour, labelColours, outcomeColours } from "../colour";
import type { Theme } from "../colour";
import { hexOf, labOf, lchOf, rgbOfLab, rgbOfLch } from "../lch";

const themes: Theme[] = ["light", "dark"];
const canvas = { light: "#ffffff", dark: "#111111" };
const anyHex = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, "0")}`);

function contrast(a: string, b: string): number {
  const luminance = (hex: string): number => {
    const { r, g, b: blue } = rgb(hex);
    const [red, green, bl] = [r, g, blue].map((v) =>
      v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * bl!;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

describe("CIELAB and LCH", () => {
  test("agree with d3-color both ways", () => {
    fc.assert(
      fc.property(anyHex, (hex) => {
        const theirs = lab(hex);
        const ours = labOf(hex);
        expect(ours[0]).toBeCloseTo(theirs.l, 8);
        expect(ours[1]).toBeCloseTo(theirs.a, 8);
        expect(ours[2]).toBeCloseTo(theirs.b, 8);
        expect(hexOf(rgbOfLab(ours))).toBe(hex);
        expect(hexOf(rgbOfLch(lchOf(hex)))).toBe(hex);
      }),
    );
  });

  test("clamp what a screen cannot show as d3-color does", () => {
    const [l, c, h] = [80, 120, 140] as const;
    expect(hexOf(rgbOfLch([l, c, h]))).toBe(hcl(h, c, l).formatHex());
  });
});

describe("label colours", () => {
  test("the first label of a cluster has the colour of the cluster unless the cap changes it", () => {
    expect(labelColours({ clusterOfLabel: Int32Array.of(0, 1, 2), theme: "light" })).toEqual([
      "#7644ba",
      "#ce7a0a",
      "#22a154",
    ]);
    expect(labelColours({ clusterOfLabel: Int32Array.of(11), theme: "dark" })).toEqual(["#4ca8cb"]);
  });

  test.each(themes)("shades keep hue and stay within the bounds of lightness in %s", (theme) => {
    const clusterOfLabel = Int32Array.from({ length: 12 * 14 }, (_, label) => label % 12);
    const colours = labelColours({ clusterOfLabel, theme });
    colours.forEach((colour, label) => {
      const base = hcl(clusterColour(label % 12, theme));
      const ours = hcl(colour);
      if (theme === "light") expect(ours.l).toBeLessThan(66.6);
      else expect(ours.l).toBeGreaterThan(47.4);
      expect(Math.abs(ours.l - base.l)).toBeLessThan(theme === "light" ? 10.6 : 11);
    });
  });

  test.each(themes)(
    "the labels of a cluster all differ, neighbours by five steps of lightness in %s",
    (theme) => {
      const colours = labelColours({ clusterOfLabel: new Int32Array(14), theme });
      expect(new Set(colours).size).toBe(14);
      const lightness = colours.map((colour) => lab(colour).l);
      for (let i = 1; i < 14; i++) expect(Math.abs(lightness[i]! - lightness[i - 1]!)).toBeGreaterThan(4);
    },
  );

  test("clusters beyond twelve go round and no cluster is grey", () => {
    expect(clusterColour(12, "light")).toBe(clusterColour(0, "light"));
    expect(labelColours({ clusterOfLabel: Int32Array.of(-1, -1), theme: "dark" })).toEqual([
      "#8a929d",
      "#8a929d",
    ]);
  });
});

describe("confidence and outcome colours", () => {
  test.each(themes)("stand out 3 to 1 from the canvas over the whole scale in %s", (theme) => {
    for (let value = 0; value <= 1; value += 0.05)
      expect(contrast(confidenceColour(value, theme), canvas[theme])).toBeGreaterThan(3);
    for (const colour of Object.values(outcomeColours[theme]))
      expect(contrast(colour, canvas[theme])).toBeGreaterThan(4.5);
  });

  test.each(themes)("confidence changes lightness in one direction in %s", (theme) => {
    const lightness = Array.from({ length: 21 }, (_, i) => lab(confidenceColour(i / 20, theme)).l);
    const direction = Math.sign(lightness[20]! - lightness[0]!);
    for (let i = 1; i < 21; i++) expect((lightness[i]! - lightness[i - 1]!) * direction).toBeGreaterThan(0.5);
  });

  test("confidence clamps and shows what is missing as grey", () => {
    expect(confidenceColour(7, "light")).toBe(confidenceColour(1, "light"));
    expect(confidenceColour(-1, "light")).toBe(confidenceColour(0, "light"));
    expect(confidenceColour(NaN, "light")).toBe("#838d9c");
  });
});

test("words in the colour of a cluster can be read on the canvas: 4.5 to 1 or better", () => {
  for (const theme of themes)
    for (let cluster = -1; cluster < 13; cluster++)
      expect(contrast(clusterInk(cluster, theme), canvas[theme])).toBeGreaterThanOrEqual(4.5);
});
