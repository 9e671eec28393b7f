import { describe, expect, test } from "@jest/globals";
import { lab, rgb } from "d3";
import { clusterColour } from "../../../core";
import { attributionRamp, rampColouring, rampOf } from "../ramps";

const themes = ["light", "dark"] as const;
const cases = themes.flatMap((theme) => [
  ...(["confidence", "loss", "kept"] as const).map((mode) => [mode, theme, rampOf(mode, theme, 77)] as const),
  ["attribution", theme, attributionRamp({ signed: false, top: 0.4 }, theme)] as const,
]);

/** Contrast of two colours as WCAG 2 defines it. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string): number => {
    const { r, g, b: blue } = rgb(colour);
    const [x, y, z] = [r, g, blue].map((value) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * (x ?? 0) + 0.7152 * (y ?? 0) + 0.0722 * (z ?? 0);
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

describe.each(cases)("the ramp of %s in %s", (_, theme, ramp) => {
  const colours = Array.from({ length: 21 }, (_, i) => ramp.colour(i / 20));

  test("changes in lightness all the way, so that it reads without hue", () => {
    const steps = colours.slice(1).map((colour, i) => lab(colour).l - lab(colours[i] ?? "").l);
    expect(new Set(steps.map(Math.sign)).size).toBe(1);
    expect(Math.abs(lab(colours[0] ?? "").l - lab(colours[20] ?? "").l)).toBeGreaterThan(30);
  });

  test("stands out from the canvas", () => {
    const canvas = theme === "light" ? "#ffffff" : "#111111";
    for (const colour of colours) expect(contrast(colour, canvas)).toBeGreaterThan(2.9);
  });
});

describe.each(themes)("the ramp of what speaks for and against in %s", (theme) => {
  const ramp = attributionRamp({ signed: true, top: 0.4 }, theme);
  const colours = Array.from({ length: 21 }, (_, i) => ramp.colour(i / 20));

  test("has nothing in its middle and grows towards both ends", () => {
    expect([ramp.bottom, ramp.top]).toEqual([-0.4, 0.4]);
    const fromCanvas = colours.map((colour) => contrast(colour, theme === "light" ? "#ffffff" : "#111111"));
    for (let i = 1; i <= 10; i++) {
      expect(fromCanvas[10 + i]).toBeGreaterThan(fromCanvas[9 + i] ?? 0);
      expect(fromCanvas[10 - i]).toBeGreaterThan(fromCanvas[11 - i] ?? 0);
    }
    expect(Math.min(...fromCanvas)).toBeGreaterThan(2.9);
  });

  test("tells its ends apart by more than hue of red and green", () => {
    const [against, nothing, towards] = [colours[0], colours[10], colours[20]].map((hex) => lab(hex ?? ""));
    expect(against?.b).toBeGreaterThan(towards?.b ?? NaN);
    expect(Math.abs(nothing?.a ?? NaN)).toBeLessThan(6);
  });
});

describe("colouring by a figure", () => {
  test("clamps what lies beyond the top and greys what is not known", () => {
    const ramp = rampOf("loss", "light", 3);
    expect(ramp.top).toBeCloseTo(1.0986, 4);
    const { codes, colours } = rampColouring(ramp, Float32Array.of(0, 9, NaN), 4, "light");
    expect(Array.from(codes, (code) => colours[code])).toEqual([
      ramp.colour(0),
      ramp.colour(1),
      clusterColour(-1, "light"),
      clusterColour(-1, "light"),
    ]);
  });
});
