import type { Categories, Filter, Positions, Rows, WordPostings } from "../core";
import type {
  AnalysisProgress,
  AnalysisSummary,
  Attribution,
  AttributionMethod,
  AttributionOptions,
  Partner,
  Predictions,
  Projection,
  Relations,
  Salience,
  Subject,
  TextWord,
  Trust,
  TrustFigure,
} from "../protocol";

/** The user's rows, as they were pushed. */
export interface Dataset {
  readonly name: string;
  readonly rows: number;
  readonly ids: readonly (string | number)[];
  /** Where `withoutTexts` is given, a sentence that says so in the place of each. */
  readonly texts: readonly string[];
  readonly split: Categories | null;
  /** What is known of texts that a snapshot does not hold. */
  readonly withoutTexts?: TextFigures;
}

/** What a snapshot without texts keeps of them. */
export interface TextFigures {
  /** Rare words are left out; `lengths` counts all. */
  readonly words: WordPostings;
  /** UTF-16 units of each row's text. */
  readonly characters: Uint32Array;
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
  /** Rows that each row was compared with, best first, `size` a row; -1 fills up. */
  readonly support: { readonly data: Int32Array; readonly size: number } | null;
  /** Best-scoring support row and the one it is held against; -1 none. */
  readonly closest: Int32Array | null;
  readonly contrast: Int32Array | null;
  /** How many of a row's nearest neighbours have the label that it is predicted to have. */
  readonly rivals: Int32Array | null;
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
  support: null,
  closest: null,
  contrast: null,
  rivals: null,
};

/** Rows under a name, to be held against others. */
export interface RowGroup {
  readonly name: string;
  readonly rows: Rows;
}

/** Two groups that the lists contrast, once both are there. */
export interface Groups {
  readonly a: RowGroup | null;
  readonly b: RowGroup | null;
}

/** A gold label and what it is taken for, as codes of the label names. */
export interface Pair {
  readonly gold: number;
  readonly prediction: number;
}

/** A text that is not in the data, at its approximate place on the map; in the units of the projection. */
export interface Probe {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** What lies under the pointer in a list: its rows are lit on the map, and the regions of its labels drawn. */
export interface Emphasis {
  readonly rows: Rows;
  /** Codes of the label names. */
  readonly labels: readonly number[];
}

/** The second model of a comparison. */
export interface Second {
  readonly model: string;
  readonly columns: Columns;
  readonly summary: AnalysisSummary | null;
  /** Why it is not there. */
  readonly error: string | null;
}

/** `saved`: shown from a snapshot, without a kernel. */
export type Phase =
  "starting" | "exporting" | "running" | "ready" | "failed" | "cancelled" | "closed" | "saved";

/** What the analysis is doing, said to the user in the status line. */
export interface Status {
  readonly phase: Phase;
  readonly message: string;
  readonly stage: AnalysisProgress["stage"] | null;
  /** `done` of `total`; null where there is nothing to count. */
  readonly done: number | null;
  readonly total: number | null;
  readonly secondsLeft: number | null;
  /** Something was asked of Python, which a running cell keeps from hearing it. */
  readonly waiting: boolean;
  readonly error: { readonly message: string; readonly kind: string } | null;
}

export const colourModes = [
  "gold",
  "cluster",
  "prediction",
  "confidence",
  "correct",
  "loss",
  "kept",
  "attribution",
] as const;
export type ColourBy = (typeof colourModes)[number];
/** `changes`: of a comparison, where the screen is narrow. */
export type Tab = "words" | "labels" | "sample" | "changes";
export type Tool = "move" | "lasso" | "box";
/** Drawer of narrow screens: its tabs only, 40 % of the height, or all of it. */
export type Drawer = "tabs" | "part" | "full";
/** What stands in front where only one thing fits. */
export type Front = "map" | "column";

export const featureKinds = ["word", "concept", "label", "prediction", "length", "characters"] as const;
/** What is counted: words (or n-grams), concepts, labels, or texts of one length in words or characters. */
export type FeatureKind = (typeof featureKinds)[number];

/** How the words over the points are found; see `LocalizedWordOptions`. Null bounds follow the number of rows. */
export interface WordSettings {
  readonly kind: FeatureKind;
  readonly ngram: 1 | 2 | 3 | 4;
  readonly minCount: number | null;
  readonly maxCount: number | null;
  /** px of a map of 970 x 480. */
  readonly locality: number;
  readonly shape: "gaussian" | "square";
  readonly invert: boolean;
  readonly stopWords: boolean;
}

export const defaultWords: WordSettings = {
  kind: "word",
  ngram: 1,
  minCount: null,
  maxCount: null,
  locality: 100,
  shape: "gaussian",
  invert: false,
  stopWords: false,
};

/** A word whose attributions by a method colour the map. */
export interface AttributionWord {
  readonly word: string;
  readonly method: AttributionMethod;
}

/** How the screen is arranged. Plain JSON, kept with the widget so that a reload finds it again. */
export interface ViewState {
  readonly colourBy: ColourBy;
  readonly tab: Tab;
  readonly tool: Tool;
  /** Words over the points. */
  readonly words: boolean;
  readonly wordSettings: WordSettings;
  /** Concepts in the lists. */
  readonly concepts: boolean;
  /** Lines from the row under the pointer or opened to its nearest rows. */
  readonly neighbours: boolean;
  /** Names that the user gave to label clusters, by their names so far. */
  readonly clusterNames: Readonly<Record<string, string>>;
  /** Right predictions in the matrix, too. */
  readonly diagonal: boolean;
  /** Two maps, where there is something to compare. */
  readonly compare: boolean;
  /** Which of the two a narrow screen shows, and its own way to colour. */
  readonly side: "a" | "b";
  readonly colourByB: ColourBy;
  /** What `colourBy` "attribution" shows; null nothing yet. */
  readonly attributionWord: AttributionWord | null;
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
  wordSettings: defaultWords,
  concepts: true,
  neighbours: false,
  clusterNames: {},
  diagonal: false,
  compare: true,
  side: "a",
  colourByB: "gold",
  attributionWord: null,
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
  /** The nearest rows of a row, nearest first; null without embeddings. */
  neighbours(
    row: number,
    signal: AbortSignal,
  ): Promise<{ readonly rows: Uint32Array; readonly similarity: Float32Array } | null>;
  /** Lays the rows out in another way; the new positions arrive as any progress does. */
  project(projection: Partial<Projection>, signal: AbortSignal): Promise<void>;
  /** Groups the labels anew, into so many clusters or as many as the silhouette chooses. */
  clusters(count: number | null, signal: AbortSignal): Promise<void>;
  /** How much each word of a row or text speaks for a label; null before there is an analysis. */
  attribute(
    subject: Subject,
    method: AttributionMethod,
    options: Partial<AttributionOptions>,
    signal: AbortSignal,
  ): Promise<Attribution | null>;
  /** What ties a row or text to its closest and its contrast row; null before there is an analysis. */
  relations(subject: Subject, kind: "token" | "similarity", signal: AbortSignal): Promise<Relations | null>;
  /** What the model says of any texts, at most 512; null before there is an analysis. */
  predict(texts: readonly string[], signal: AbortSignal): Promise<Predictions | null>;
  /** Measures the methods for about a second; asked again until `done` is `total`. Null before there is an analysis. */
  trust(methods: readonly AttributionMethod[], signal: AbortSignal): Promise<Trust | null>;
  /**
   * Words ranked by their mean attribution over the rows of a filter: works for about a second and keeps what is done;
   * asked again until `done` is `total`. Null before there is an analysis; refused where that has no model.
   */
  salience(method: AttributionMethod, filter: Filter, signal: AbortSignal): Promise<Salience | null>;
  /** Normalised scores of a word in the rows that `salience` has done; null as there. */
  wordScores(
    method: AttributionMethod,
    word: string,
    signal: AbortSignal,
  ): Promise<{ readonly rows: Int32Array; readonly scores: Float32Array } | null>;
  /** Stops the running analysis; what was computed stays. */
  cancel(): void;
  /** Runs a failed or cancelled analysis again. */
  retry(): void;
}

export type {
  AnalysisSummary,
  Attribution,
  AttributionMethod,
  AttributionOptions,
  Partner,
  Predictions,
  Relations,
  Salience,
  Subject,
  TextWord,
  Trust,
  TrustFigure,
};
