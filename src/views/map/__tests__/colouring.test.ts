import { describe, expect, test } from "@jest/globals";
import { clusterColour, confidenceColour, outcomeColours } from "../../../core";
import { type ColouringInput, colourRows } from "../colouring";
import { attributionRamp, rampOf } from "../ramps";

const input: ColouringInput = {
  mode: "gold",
  theme: "light",
  rows: 3,
  gold: Int32Array.of(0, 1, -1),
  prediction: Int32Array.of(1, 1, 0),
  confidence: Float32Array.of(0, 1, NaN),
  loss: Float32Array.of(0, 9, NaN),
  kept: Float32Array.of(0, 1, NaN),
  attribution: null,
  clusterOfRow: Int32Array.of(1, 0, -1),
  clusters: 2,
  labelColours: ["#111111", "#222222"],
};
const grey = clusterColour(-1, "light");

function coloursOf(change: Partial<ColouringInput>): (string | undefined)[] {
  const { codes, colours } = colourRows({ ...input, ...change });
  return Array.from(codes, (code) => colours[code]);
}

describe("colours of rows", () => {
  test("are those of the gold labels, grey where there is none", () => {
    expect(coloursOf({})).toEqual(["#111111", "#222222", grey]);
  });

  test("are those of the predictions where there are no gold labels at all", () => {
    expect(coloursOf({ gold: null })).toEqual(["#222222", "#222222", "#111111"]);
    expect(coloursOf({ mode: "prediction" })).toEqual(["#222222", "#222222", "#111111"]);
  });

  test("are those of the clusters", () => {
    expect(coloursOf({ mode: "cluster" })).toEqual([
      clusterColour(1, "light"),
      clusterColour(0, "light"),
      grey,
    ]);
  });

  test("run from unsure to sure", () => {
    const ends = [confidenceColour(0, "light"), confidenceColour(1, "light")];
    expect(coloursOf({ mode: "confidence" })).toEqual([...ends, grey]);
    for (const mode of ["loss", "kept"] as const) {
      const ramp = rampOf(mode, "light", 2);
      expect(coloursOf({ mode })).toEqual([ramp.colour(0), ramp.colour(1), grey]);
    }
  });

  test("run from what speaks against to what speaks for, grey without the word", () => {
    const attribution = {
      word: "card",
      method: "lime" as const,
      column: Float32Array.of(-0.4, 0.4, NaN),
      found: 2,
      signed: true,
      top: 0.4,
    };
    const ramp = attributionRamp(attribution, "light");
    expect(coloursOf({ mode: "attribution", attribution })).toEqual([ramp.colour(0), ramp.colour(1), grey]);
    const unsigned = { ...attribution, signed: false, column: Float32Array.of(0, 0.4, NaN) };
    const shades = attributionRamp(unsigned, "light");
    expect(coloursOf({ mode: "attribution", attribution: unsigned })).toEqual([
      shades.colour(0),
      shades.colour(1),
      grey,
    ]);
    expect(coloursOf({ mode: "attribution" })).toEqual([grey, grey, grey]);
  });

  test("tell wrong from right, and neither where one of the two is unknown", () => {
    const { error, correct } = outcomeColours.light;
    expect(coloursOf({ mode: "correct" })).toEqual([error, correct, grey]);
  });

  test("are all grey while nothing is known", () => {
    const unknown = { gold: null, prediction: null, confidence: null, loss: null, kept: null };
    for (const mode of ["gold", "prediction", "confidence", "correct", "loss", "kept"] as const)
      expect(coloursOf({ ...unknown, mode })).toEqual([grey, grey, grey]);
  });
});
