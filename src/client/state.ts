import type { Categories, Positions } from "../core";
import type { AnalysisSummary, AnalysisProgress } from "../protocol";

/** The user's rows, as they were pushed. */
export interface Dataset {
  readonly name: string;
  readonly rows: number;
  readonly ids: readonly (string | number)[];
  readonly texts: readonly string[];
  readonly split: Categories | null;
}

/** Derived columns of the analysis, each null until it is known. */
export interface Columns {
  readonly labelNames: readonly string[];
  readonly gold: Int32Array | null;
  readonly prediction: Int32Array | null;
  readonly probability: Float32Array | null;
  readonly confidence: Float32Array | null;
  readonly loss: Float32Array | null;
  readonly clusterOfLabel: Int32Array | null;
  readonly clusterNames: readonly string[];
  /** In the units of the projection; NaN for rows that have no position yet. */
  readonly positions: Positions | null;
  readonly layout: { readonly method: string; readonly final: boolean } | null;
  /** Share of a row's true neighbours that the map keeps. */
  readonly kept: Float32Array | null;
}

export const noColumns: Columns = {
  labelNames: [],
  gold: null,
  prediction: null,
  probability: null,
  confidence: null,
  loss: null,
  clusterOfLabel: null,
  clusterNames: [],
  positions: null,
  layout: null,
  kept: null,
};

export type Phase = "starting" | "exporting" | "running" | "ready" | "failed" | "cancelled" | "closed";

/** What the analysis is doing, said to the user in the status line. */
export interface Status {
  readonly phase: Phase;
  readonly message: string;
  readonly stage: AnalysisProgress["stage"] | null;
  /** `done` of `total`; null where there is nothing to count. */
  readonly done: number | null;
  readonly total: number | null;
  readonly secondsLeft: number | null;
  readonly error: { readonly message: string; readonly kind: string } | null;
}

export const colourModes = ["gold", "cluster", "prediction", "confidence", "correct"] as const;
export type ColourBy = (typeof colourModes)[number];
export type Tab = "words" | "labels" | "sample";
export type Tool = "move" | "lasso" | "box";
/** Drawer of narrow screens: its tabs only, 40 % of the height, or all of it. */
export type Drawer = "tabs" | "part" | "full";
/** What stands in front where only one thing fits. */
export type Front = "map" | "column";

/** How the screen is arranged. Plain JSON, kept with the widget so that a reload finds it again. */
export interface ViewState {
  readonly colourBy: ColourBy;
  readonly tab: Tab;
  readonly tool: Tool;
  /** Words over the points. */
  readonly words: boolean;
  /** Points pushed apart for display. */
  readonly spread: boolean;
  /** The rows as a table instead of the map. */
  readonly table: boolean;
  readonly legend: boolean;
  readonly column: boolean;
  readonly columnWidth: Readonly<Partial<Record<Tab, number>>>;
  readonly drawer: Drawer;
  readonly front: Front;
  /** Height of the explorer in px. */
  readonly height: number;
  /** Row whose text, labels and probabilities the Sample tab shows; -1 none. */
  readonly row: number;
}

export const defaultView: ViewState = {
  colourBy: "gold",
  tab: "words",
  tool: "move",
  words: true,
  spread: true,
  table: false,
  legend: true,
  column: true,
  columnWidth: {},
  drawer: "part",
  front: "map",
  height: 640,
  row: -1,
};

export type Theme = "light" | "dark";

/** What only the kernel's side can do. Views call these and show the promise's progress or error. */
export interface Compute {
  /** Probabilities of one row, in the order of the label names; null where the analysis has none. */
  probabilities(row: number, signal: AbortSignal): Promise<Float32Array | null>;
  /** Stops the running analysis; what was computed stays. */
  cancel(): void;
  /** Runs a failed or cancelled analysis again. */
  retry(): void;
}

export type { AnalysisSummary };
