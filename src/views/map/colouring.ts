import type { ColourBy, WordScores } from "../../client";
import { clusterColour, outcomeColours, type Theme } from "../../core";
import { attributionRamp, rampColouring, rampOf } from "./ramps";

/** What colours depend on: the columns of the mode in use; absent ones colour everything grey. */
export interface ColouringInput {
  readonly mode: ColourBy;
  readonly theme: Theme;
  readonly rows: number;
  readonly gold: Int32Array | null;
  readonly prediction: Int32Array | null;
  readonly confidence: Float32Array | null;
  readonly loss: Float32Array | null;
  readonly kept: Float32Array | null;
  readonly attribution: WordScores | null;
  /** Label cluster a row, -1 for none. */
  readonly clusterOfRow: Int32Array;
  readonly clusters: number;
  readonly labelColours: readonly string[];
}

/** An index into `colours` for each row. */
export interface Colouring {
  readonly codes: Uint16Array;
  /** Hex. */
  readonly colours: readonly string[];
}

/** Colours "#rrggbb" as pixels of image data, in the order of bytes of every machine that runs browsers. */
export function pixelsOf(colours: readonly string[]): Uint32Array {
  return Uint32Array.from(colours, (hex) => {
    const rgb = parseInt(hex.slice(1), 16);
    return (0xff << 24) | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16);
  });
}

/** Colour of every row in a mode. Mode `gold` falls back to the prediction where there are no gold labels at all. */
export function colourRows(input: ColouringInput): Colouring {
  const { mode, theme, rows, gold, prediction } = input;
  const grey = clusterColour(-1, theme);
  switch (mode) {
    case "gold":
      return byCode(rows, gold ?? prediction, input.labelColours, grey);
    case "prediction":
      return byCode(rows, prediction, input.labelColours, grey);
    case "cluster": {
      const colours = Array.from({ length: input.clusters }, (_, cluster) => clusterColour(cluster, theme));
      return byCode(rows, input.clusterOfRow, colours, grey);
    }
    case "confidence":
    case "loss":
    case "kept":
      return rampColouring(rampOf(mode, theme, input.labelColours.length), input[mode], rows, theme);
    case "attribution": {
      const { attribution } = input;
      const ramp = attributionRamp(attribution ?? { signed: false, top: 1 }, theme);
      return rampColouring(ramp, attribution?.column ?? null, rows, theme);
    }
    case "correct": {
      const { error, correct } = outcomeColours[theme];
      const outcome = new Int32Array(rows);
      for (let row = 0; row < rows; row++) {
        const [g, p] = [gold?.[row] ?? -1, prediction?.[row] ?? -1];
        outcome[row] = g < 0 || p < 0 ? -1 : g === p ? 1 : 0;
      }
      return byCode(rows, outcome, [error, correct], grey);
    }
  }
}

/** The last colour is for rows without a value. */
function byCode(
  rows: number,
  values: Int32Array | null,
  colours: readonly string[],
  missing: string,
): Colouring {
  const codes = new Uint16Array(rows).fill(colours.length);
  if (values)
    for (let row = 0; row < rows; row++) {
      const value = values[row] ?? -1;
      if (value >= 0 && value < colours.length) codes[row] = value;
    }
  return { codes, colours: [...colours, missing] };
}
