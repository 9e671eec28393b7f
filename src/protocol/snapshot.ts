import { z } from "zod";
import { filter } from "./analysis";
import { handle } from "./dataset";
import { tensor } from "./tensor-schema";

/**
 * What a cell shows, to be kept in its output: a snapshot (`src/snapshot/`) and a picture of the map. Holds the
 * explanations that were asked for since the sidecar started, but no texts unless `texts`.
 */
export const analysisSnapshot = {
  params: z.strictObject({
    analysis: handle,
    /** The second model of a comparison, and its name on screen. */
    other: handle.nullable().default(null),
    otherName: z.string().nullable().default(null),
    title: z.strictObject({ dataset: z.string(), model: z.string().nullable() }),
    /** Names of two frames that are compared. */
    frames: z.array(z.string()).length(2).nullable().default(null),
    texts: z.boolean().default(false),
    filter: filter.prefault({}),
    selection: z.array(z.int().min(0)).default([]),
    /** How the screen is arranged, as the page keeps it. */
    view: z.record(z.string(), z.unknown()).default({}),
  }),
  result: z.strictObject({
    data: tensor("uint8", ["bytes"]),
    /** An SVG document of the map, light. */
    picture: z.string(),
  }),
};
