import { z } from "zod";
import type { Filter } from "../core";
import { parseFilter } from "../core";
import { handle } from "./dataset";
import { pooling } from "./model";
import { tensor } from "./tensor-schema";

export const projectionMethod = z.enum(["umap", "tsne", "pca"]);

/** How rows are laid out; the defaults are those of methods in the documentation. */
export const projection = z.strictObject({
  method: projectionMethod.default("umap"),
  metric: z.enum(["cosine", "euclidean"]).default("cosine"),
  neighbours: z.int().min(2).max(200).default(15),
  minDist: z.number().min(0).max(1).default(0.1),
  epochs: z.int().min(1).max(5000).nullable().default(null),
  perplexity: z.number().min(2).max(200).default(40),
  seed: z.int().default(0),
});
export type Projection = z.infer<typeof projection>;

/** Where embeddings, predictions and positions come from: a model, or what the user already has. */
export const source = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("model"), model: handle, labelNames: z.array(z.string()).optional() }),
  z.strictObject({
    kind: z.literal("arrays"),
    labelNames: z.array(z.string()),
    embeddings: tensor("float32", ["rows", "dimension"]).optional(),
    probabilities: tensor("float32", ["rows", "labels"]).optional(),
    positions: tensor("float32", ["rows", "2"]).optional(),
    prediction: tensor("int32", ["rows"]).optional(),
  }),
]);
export type Source = z.infer<typeof source>;

/** Derived columns, each present once it is known. Label codes index `labelNames`; -1 is missing, NaN not yet. */
export const analysisColumns = z.strictObject({
  labelNames: z.array(z.string()).optional(),
  gold: tensor("int32", ["rows"]).optional(),
  prediction: tensor("int32", ["rows"]).optional(),
  probability: tensor("float32", ["rows"]).optional(),
  confidence: tensor("float32", ["rows"]).optional(),
  loss: tensor("float32", ["rows"]).optional(),
  clusterOfLabel: tensor("int32", ["labels"]).optional(),
  clusterNames: z.array(z.string()).optional(),
  positions: tensor("float32", ["rows", "2"]).optional(),
  /** What `positions` are now; not final while a better layout is on its way. */
  layout: z.strictObject({ method: projectionMethod.or(z.literal("given")), final: z.boolean() }).optional(),
  kept: tensor("float32", ["rows"]).optional(),
});
export type AnalysisColumns = z.infer<typeof analysisColumns>;

export const stage = z.enum(["model", "embedding", "neighbours", "layout", "quality", "ready"]);

/** What is known when an analysis is complete. */
export const analysisSummary = z.strictObject({
  analysis: handle,
  rows: z.int(),
  source: z.enum(["model", "arrays"]),
  pooling: pooling.nullable(),
  dimension: z.int().nullable(),
  layout: projection.or(z.literal("given")),
  quality: z
    .strictObject({
      trustworthiness: z.number(),
      continuity: z.number(),
      /** Mean share of the true neighbours that the map keeps. */
      kept: z.number(),
      neighbours: z.int(),
      sample: z.int(),
    })
    .nullable(),
  accuracy: z.number().nullable(),
  silhouette: z.number().nullable(),
  seconds: z.strictObject({ embedding: z.number(), layout: z.number(), total: z.number() }),
  cached: z.boolean(),
  notices: z.array(z.string()),
});
export type AnalysisSummary = z.infer<typeof analysisSummary>;

/** Value of `$/progress` of a run. `done` of `total` counts rows, epochs or steps of the stage. */
export const analysisProgress = z.strictObject({
  analysis: handle,
  stage,
  done: z.number(),
  total: z.number(),
  secondsLeft: z.number().nullable(),
  columns: analysisColumns.optional(),
  summary: analysisSummary.optional(),
});
export type AnalysisProgress = z.infer<typeof analysisProgress>;

/** Runs an analysis, or joins the one under way; ends with the whole. Progress comes under `progressToken`. */
export const analysisRun = {
  params: z.strictObject({
    dataset: handle,
    source,
    projection: projection.prefault({}),
    progressToken: z.string().optional(),
  }),
  result: analysisSummary,
};

/** Everything an analysis knows so far, for a view that has just been drawn. */
export const analysisState = {
  params: z.strictObject({ analysis: handle }),
  result: analysisProgress,
};

/** A whole array of an analysis, rows in the order of the data set. */
export const analysisArray = {
  params: z.strictObject({ analysis: handle, name: z.enum(["embeddings", "logits", "probabilities"]) }),
  result: z.strictObject({ array: tensor("float32", ["rows", "columns"]) }),
};

/** Probabilities of a few rows, for the sample view. */
export const analysisProbabilities = {
  params: z.strictObject({ analysis: handle, rows: z.array(z.int().nonnegative()).max(1000) }),
  result: z.strictObject({ probabilities: tensor("float32", ["rows", "labels"]) }),
};

export const filter = z
  .custom<Filter>((value) => {
    parseFilter(value);
    return true;
  })
  .meta({ description: "conditions on rows, combined by and", type: "object" });

/** Rows that a filter lets through. */
export const analysisFilter = {
  params: z.strictObject({ analysis: handle, filter }),
  result: z.strictObject({ rows: tensor("uint32", ["rows"]) }),
};

/** Count, precision, recall, F1 and cluster of every label. */
export const analysisLabels = {
  params: z.strictObject({ analysis: handle }),
  result: z.strictObject({
    labelNames: z.array(z.string()),
    count: tensor("int32", ["labels"]),
    precision: tensor("float32", ["labels"]),
    recall: tensor("float32", ["labels"]),
    f1: tensor("float32", ["labels"]),
    cluster: tensor("int32", ["labels"]),
  }),
};

/** Pairs of gold and predicted label that differ, most frequent first. */
export const analysisConfusions = {
  params: z.strictObject({ analysis: handle }),
  result: z.strictObject({
    labelNames: z.array(z.string()),
    gold: tensor("int32", ["pairs"]),
    prediction: tensor("int32", ["pairs"]),
    count: tensor("int32", ["pairs"]),
  }),
};

/** Localized words of the rows that a filter lets through, on a map of `size` pixels. */
export const analysisWords = {
  params: z.strictObject({
    analysis: handle,
    kind: z.enum(["word", "label", "prediction"]).default("word"),
    filter: filter.optional(),
    minCount: z.int().min(1).nullable().default(null),
    maxCount: z.int().min(1).default(1000),
    locality: z.number().positive().default(100),
    shape: z.enum(["gaussian", "square"]).default("gaussian"),
    invert: z.boolean().default(false),
    stopWords: z.boolean().default(false),
    ngram: z.int().min(1).max(4).default(1),
    tokens: z.enum(["unicode", "ascii"]).default("unicode"),
    size: z.tuple([z.number().positive(), z.number().positive()]).default([970, 480]),
  }),
  result: z.strictObject({
    feature: z.array(z.string()),
    count: tensor("int32", ["words"]),
    x: tensor("float32", ["words"]),
    y: tensor("float32", ["words"]),
    spreadX: tensor("float32", ["words"]),
    spreadY: tensor("float32", ["words"]),
  }),
};
