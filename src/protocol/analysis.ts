import { z } from "zod";
import type { Filter } from "../core";
import { parseFilter } from "../core";
import { handle } from "./dataset";
import { pooling } from "./model";
import { tensor } from "./tensor-schema";

/**
 * `semla_tsne` is t-SNE over exp(-<a,b>/15), `semla_umap` UMAP over its square: the layouts of SemLa (arXiv
 * 2403.15492), which read the inner product of embeddings.
 */
export const projectionMethod = z.enum(["umap", "tsne", "pca", "semla_tsne", "semla_umap"]);

/** How rows are laid out; the defaults are those of methods in the documentation. */
export const projection = z.strictObject({
  method: projectionMethod.default("umap"),
  metric: z.enum(["cosine", "euclidean"]).default("cosine"),
  neighbours: z.int().min(2).max(200).default(15),
  minDist: z.number().min(0).max(1).default(0.1),
  epochs: z.int().min(1).max(5000).nullable().default(null),
  perplexity: z.number().min(2).max(200).default(40),
  seed: z.int().default(0),
  /**
   * An analysis of the same rows whose map this one shall be comparable to: the layout starts from its positions
   * and is aligned with them (Procrustes) at the end.
   */
  anchor: handle.nullable().default(null),
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
  /** Rows that a row was compared with, best first; -1 fills up. Never the row itself nor an equal text. */
  support: tensor("int32", ["rows", "size"]).optional(),
  /** Best-scoring support row, and the one it is held against (SemLa); -1 for none. */
  closest: tensor("int32", ["rows"]).optional(),
  contrast: tensor("int32", ["rows"]).optional(),
  /** How many of a row's nearest neighbours have the label that it is predicted to have; 0 without labels. */
  rivals: tensor("int32", ["rows"]).optional(),
});
export type AnalysisColumns = z.infer<typeof analysisColumns>;

export const stage = z.enum(["model", "embedding", "neighbours", "layout", "quality", "ready"]);

/** A reason not to believe the picture, measured: the figure, the level it was held against, what to check next. */
export const signature = z.strictObject({
  name: z.enum(["no_clusters", "words_everywhere", "map_distorts", "confusion_spread"]),
  sentence: z.string(),
  advice: z.string(),
  value: z.number(),
  level: z.number(),
});
export type Signature = z.infer<typeof signature>;

export const head = z.enum(["classifier", "metric"]);

/** Which words mean which concepts: the bundled lexicon, none, or the user's own mapping from word to concepts. */
export const concepts = z.union([z.enum(["wordnet", "none"]), z.record(z.string(), z.array(z.string()))]);
export type Concepts = z.infer<typeof concepts>;

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
  head,
  /** Empty where nothing speaks against the picture; null while not measured. */
  signatures: z.array(signature).nullable(),
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
    head: head.default("classifier"),
    concepts: concepts.default("wordnet"),
    progressToken: z.string().optional(),
  }),
  result: analysisSummary,
};

/** Everything an analysis knows so far, for a view that has just been drawn. */
export const analysisState = {
  params: z.strictObject({ analysis: handle }),
  result: analysisProgress,
};

export const arrayName = z.enum(["embeddings", "logits", "probabilities"]);

/** A whole array of an analysis, rows in the order of the data set. */
export const analysisArray = {
  params: z.strictObject({ analysis: handle, name: arrayName }),
  result: z.strictObject({ array: tensor("float32", ["rows", "columns"]) }),
};

/** What later requests about a finished analysis start from, beside its columns and arrays. */
export const analysisBasis = z.strictObject({
  /** Which array rows are near each other by; null where only positions are known. */
  vectors: z.enum(["embeddings", "probabilities"]).nullable(),
  /** Mean embedding of each label, of length 1, and the rows behind it; null where labels were not grouped. */
  centroids: z
    .strictObject({
      vectors: tensor("float32", ["labels", "dimension"]),
      counts: tensor("uint32", ["labels"]),
    })
    .nullable(),
  /** How often neighbours share a gold label: mean share, the same by chance, rows; null where not measured. */
  shared: z.strictObject({ share: z.number(), chance: z.number(), rows: z.int() }).nullable(),
});
export type AnalysisBasis = z.infer<typeof analysisBasis>;

/** What has to be kept of a finished analysis, beside its state, to restore it: the basis, and which arrays it has. */
export const analysisKeep = {
  params: z.strictObject({ analysis: handle }),
  result: z.strictObject({ basis: analysisBasis, arrays: z.array(arrayName) }),
};

/**
 * Takes in a finished analysis as it was saved; nothing is computed. Its handle is a hash of the content, not of the
 * model, so that the model can be named later by restoring again. A model that is named need not be loaded before it
 * is asked for.
 */
export const analysisRestore = {
  params: z.strictObject({
    dataset: handle,
    model: handle.nullable(),
    concepts,
    columns: analysisColumns,
    /** `analysis` in it is passed over. */
    summary: analysisSummary,
    basis: analysisBasis,
    embeddings: tensor("float32", ["rows", "dimension"]).optional(),
    logits: tensor("float32", ["rows", "labels"]).optional(),
    probabilities: tensor("float32", ["rows", "labels"]).optional(),
  }),
  result: analysisSummary,
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
  params: z.strictObject({
    analysis: handle,
    filter,
    /** The second model, for conditions on what it changes. */
    other: handle.nullable().default(null),
  }),
  result: z.strictObject({ rows: tensor("uint32", ["rows"]) }),
};

/** Lays an analysis out anew; its positions, quality and signatures are replaced for every view. */
export const analysisProject = {
  params: z.strictObject({ analysis: handle, projection, progressToken: z.string().optional() }),
  result: analysisSummary,
};

/** Groups the labels anew: into so many clusters, or (null) as many as the silhouette chooses. */
export const analysisClusters = {
  params: z.strictObject({ analysis: handle, count: z.int().min(1).nullable() }),
  result: z.strictObject({
    clusterOfLabel: tensor("int32", ["labels"]),
    clusterNames: z.array(z.string()),
    silhouette: z.number().nullable(),
  }),
};

/** The nearest rows of one row in the embedding, nearest first. */
export const analysisNeighbours = {
  params: z.strictObject({ analysis: handle, row: z.int().nonnegative() }),
  result: z.strictObject({
    rows: tensor("uint32", ["neighbours"]),
    similarity: tensor("float32", ["neighbours"]),
  }),
};

/** The concepts of the data set's words: those of concept i are `words[offsets[i] .. offsets[i + 1] - 1]`. */
export const analysisConcepts = {
  params: z.strictObject({ analysis: handle }),
  result: z.strictObject({
    /** What said so, in words for the user; null where concepts are off. */
    source: z.string().nullable(),
    names: z.array(z.string()),
    offsets: tensor("uint32", ["concepts+1"]),
    words: z.array(z.string()),
  }),
};

/** What a second model changes on the same rows. */
export const analysisCompare = {
  params: z.strictObject({ analysis: handle, other: handle, filter: filter.optional() }),
  result: z.strictObject({
    rows: tensor("uint32", ["rows"]),
    /** Per row of `rows`, an index into the names of changes; -1 without gold label or prediction. */
    change: tensor("int32", ["rows"]),
    changes: z.array(z.string()),
    accuracyA: z.number().nullable(),
    accuracyB: z.number().nullable(),
    /** Share of rows predicted differently. */
    churn: z.number(),
    /** McNemar's test on the rows that only one of the two has right. */
    mcnemar: z.strictObject({ fixed: z.int(), broken: z.int(), statistic: z.number(), pValue: z.number() }),
  }),
};

export const featureKind = z.enum(["word", "concept", "label", "prediction", "length", "characters"]);

/**
 * Features of two groups of rows by the difference of their shares, p2 - p1. With `other`, the rows of `a` as two
 * models see them: shares of predictions, or for other kinds of rows that are errors; the test is then McNemar's.
 */
export const analysisContrast = {
  params: z.strictObject({
    analysis: handle,
    a: filter,
    /** Default: the rows that are not in `a`. */
    b: filter.nullable().default(null),
    other: handle.nullable().default(null),
    kind: featureKind.default("word"),
    ngram: z.int().min(1).max(4).default(1),
    stopWords: z.boolean().default(false),
    minCount: z.int().min(1).default(5),
    level: z.number().positive().max(1).default(0.05),
  }),
  result: z.strictObject({
    feature: z.array(z.string()),
    count1: tensor("int32", ["features"]),
    count2: tensor("int32", ["features"]),
    p1: tensor("float32", ["features"]),
    p2: tensor("float32", ["features"]),
    contrast: tensor("float32", ["features"]),
    pValue: tensor("float32", ["features"]),
    significant: tensor("uint8", ["features"]),
  }),
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
    /** Mean over the rows of the label. */
    confidence: tensor("float32", ["labels"]),
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
    /** How many of them have a nearest neighbour of the label they were taken for. */
    near: tensor("int32", ["pairs"]),
  }),
};

/** Localized words of the rows that a filter lets through, on a map of `size` pixels. */
export const analysisWords = {
  params: z.strictObject({
    analysis: handle,
    kind: featureKind.default("word"),
    filter: filter.optional(),
    minCount: z.int().min(1).nullable().default(null),
    maxCount: z.int().min(1).nullable().default(null),
    locality: z.number().positive().default(100),
    shape: z.enum(["gaussian", "square"]).default("gaussian"),
    invert: z.boolean().default(false),
    stopWords: z.boolean().default(false),
    ngram: z.int().min(1).max(4).default(1),
    tokens: z.enum(["unicode", "ascii"]).default("unicode"),
    size: z.tuple([z.number().positive(), z.number().positive()]).default([970, 480]),
    /** Part of the map that is looked at, in px of `size`: left, top, right, bottom. It is shown at `size`. */
    window: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable().default(null),
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
