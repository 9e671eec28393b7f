import type { WordScores } from "../../client";
import { clusterColour, confidenceColour, type Theme } from "../../core";

/** Ways to colour by a figure. */
export type RampMode = "confidence" | "loss" | "kept";

/** A figure's colours: lightness changes all the way, so that no hue need be told from another. */
export interface Ramp {
  /** Values of the first and of the last colour; those beyond have them, too. */
  readonly bottom: number;
  readonly top: number;
  /** Hex colour of a share of the way from `bottom` to `top`, 0 to 1. */
  colour(share: number): string;
}

const lossEnds: Record<Theme, readonly [expected: string, worst: string]> = {
  light: ["#8397ab", "#7d0a32"],
  dark: ["#62738a", "#ffb9c6"],
};
/** Matplotlib's plasma at equal steps; d3's module of such maps is 17 kB. */
const plasma = [
  "#0d0887",
  "#4c02a1",
  "#7e03a8",
  "#aa2395",
  "#cc4778",
  "#e66c5c",
  "#f89540",
  "#fdc527",
  "#f0f921",
] as const;
/** Part of the plasma map that stands out from the canvas: true positions are far from it, misplaced ones nearer. */
const keptPart: Record<Theme, readonly [misplaced: number, placed: number]> = {
  light: [0.63, 0],
  dark: [0.36, 1],
};

/** @param labels number of labels: a loss of its logarithm is as bad as guessing. */
export function rampOf(mode: RampMode, theme: Theme, labels: number): Ramp {
  switch (mode) {
    case "confidence":
      return { bottom: 0, top: 1, colour: (share) => confidenceColour(share, theme) };
    case "loss": {
      const ends = lossEnds[theme];
      return { bottom: 0, top: Math.log(Math.max(2, labels)), colour: (share) => mixed(ends, share) };
    }
    case "kept": {
      const [from, to] = keptPart[theme];
      return {
        bottom: 0,
        top: 1,
        colour: (share) => mixed(plasma, from + (to - from) * share),
      };
    }
  }
}

/** Nothing to much; much against, nothing, much for: in the hues that say so of single texts. */
const attributionStops: Record<
  Theme,
  { readonly unsigned: readonly string[]; readonly signed: readonly string[] }
> = {
  light: {
    unsigned: ["#8397ab", "#0b7285", "#053540"],
    signed: ["#9c1236", "#bd6274", "#8c949e", "#4f96a3", "#075a69"],
  },
  dark: {
    unsigned: ["#566579", "#3fa3b6", "#b5f4ff"],
    signed: ["#ff9db0", "#b0667a", "#6b737d", "#4a8f9b", "#7fe9fb"],
  },
};

/** A word's share of the attribution; where words can speak against a label, 0 lies in the middle. */
export function attributionRamp({ signed, top }: Pick<WordScores, "signed" | "top">, theme: Theme): Ramp {
  const stops = attributionStops[theme][signed ? "signed" : "unsigned"];
  return { bottom: signed ? -top : 0, top, colour: (share) => mixed(stops, share) };
}

/** The colour at a share, 0 to 1, of the way along equally spaced stops (hex). */
function mixed(stops: readonly string[], share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const stop = Math.min(stops.length - 2, Math.floor(place));
  const channel = (hex: string | undefined, from: number): number =>
    Number.parseInt(hex?.slice(from, from + 2) ?? "0", 16);
  const part = (from: number): string => {
    const [low, high] = [channel(stops[stop], from), channel(stops[stop + 1], from)];
    return Math.round(low + (high - low) * (place - stop))
      .toString(16)
      .padStart(2, "0");
  };
  return `#${part(1)}${part(3)}${part(5)}`;
}

/** Steps of a ramp on the map. */
const steps = 64;

/** Step of each value, -1 where it is not known, and the colours of the steps and of unknown values. */
export function rampColouring(
  ramp: Ramp,
  values: Float32Array | null,
  rows: number,
  theme: Theme,
): { readonly codes: Uint16Array; readonly colours: readonly string[] } {
  const codes = new Uint16Array(rows).fill(steps);
  for (let row = 0; row < rows; row++) {
    const share = ((values?.[row] ?? NaN) - ramp.bottom) / (ramp.top - ramp.bottom);
    if (!Number.isNaN(share)) codes[row] = Math.round(Math.min(1, Math.max(0, share)) * (steps - 1));
  }
  const colours = Array.from({ length: steps }, (_, step) => ramp.colour(step / (steps - 1)));
  return { codes, colours: [...colours, clusterColour(-1, theme)] };
}
