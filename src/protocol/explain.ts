import { z } from "zod";
import { filter } from "./analysis";
import { handle } from "./dataset";
import { tensor } from "./tensor-schema";

/** Ways to attribute a model's decision to the words of a text; definitions in `compute/src/explain/`. */
export const attributionMethods = [
  "gradient_l1",
  "gradient_l2",
  "gradient_x_input",
  "integrated_gradients",
  "attention",
  "attention_rollout",
  "lime",
  "occlusion",
  "shap",
] as const;
export const attributionMethod = z.enum(attributionMethods);
export type AttributionMethod = z.infer<typeof attributionMethod>;

/** What is explained: a row of the data set, or any text. */
export const subject = z.union([
  z.strictObject({ row: z.int().min(0) }),
  z.strictObject({ text: z.string() }),
]);
export type Subject = z.infer<typeof subject>;

/** How attributions are computed. Labels are indices of the model's label names. */
export const attributionOptions = z.strictObject({
  /** The label whose evidence is sought; null is the predicted one. */
  target: z.int().min(0).nullable().default(null),
  /** A second label: why `target` rather than this one. */
  against: z.int().min(0).nullable().default(null),
  /** A row: the inner product with its embedding is explained instead of a label. */
  similarTo: z.int().min(0).nullable().default(null),
  /** What of the label is explained: its logit (that of a probability is log-odds free and smooth), or its probability. */
  output: z.enum(["logit", "probability"]).default("logit"),
  /** Points of integrated gradients; null starts at 17 and halves their distance, up to 257, while the delta exceeds 1 %. */
  points: z.int().min(1).max(1024).nullable().default(null),
  /** What integrated gradients start from: "pad", "zero", "mask", or a piece of the vocabulary. */
  baseline: z.string().default("pad"),
  /** What perturbing methods do with a word. */
  perturbation: z.enum(["mask", "delete"]).default("mask"),
  /** Maskings that LIME tries. */
  masks: z.int().min(10).max(20_000).default(1000),
  /** Evaluations that partition SHAP may use. */
  evaluations: z.int().min(10).max(20_000).default(500),
  seed: z.int().default(0),
});
export type AttributionOptions = z.infer<typeof attributionOptions>;

/** A word of a text; `start` and `end` are UTF-16 positions in it. */
export const textWord = z.strictObject({ text: z.string(), start: z.int(), end: z.int() });
export type TextWord = z.infer<typeof textWord>;

export const attribution = z.strictObject({
  method: attributionMethod,
  text: z.string(),
  /** Label that was explained; null when it was a similarity. */
  target: z.int().nullable(),
  against: z.int().nullable(),
  /** What was explained, at this text: a logit, a probability, their difference, or a similarity. */
  value: z.number(),
  pieces: z.array(z.string()),
  /** 1 for pieces that are not text, such as [CLS]. */
  special: tensor("uint8", ["pieces"]),
  /** Score of each piece; of methods that perturb words, that of its word. */
  pieceScores: tensor("float32", ["pieces"]),
  words: z.array(textWord),
  /** Word of each piece; -1 for special ones. */
  wordOfPiece: tensor("int32", ["pieces"]),
  /** Sum over the pieces of a word for signed methods, maximum for unsigned ones. */
  scores: tensor("float32", ["words"]),
  /** Whether scores below 0 speak against the target. */
  signed: z.boolean(),
  /** Pieces of the text that did not fit into the model's window; their words are not in `words`. */
  cut: z.int(),
  /** Integrated gradients: sum of the scores less the difference that they explain, and points used. */
  delta: z.number().nullable(),
  points: z.int().nullable(),
  /** LIME: share of variance that its linear model explains, and the spread of each score over five sub-samples. */
  r2: z.number().nullable(),
  spread: tensor("float32", ["words"]).nullable(),
});
export type Attribution = z.infer<typeof attribution>;

/** Attributions of some texts by some methods, [subjects][methods]. Long lists are asked for in parts. */
export const explainAttribute = {
  params: z.strictObject({
    analysis: handle,
    subjects: z.array(subject).min(1).max(256),
    methods: z.array(attributionMethod).min(1),
    options: attributionOptions.prefault({}),
  }),
  result: z.strictObject({ attributions: z.array(z.array(attribution)) }),
};

/** A row that a text is held against. */
export const partner = z.strictObject({
  role: z.enum(["closest", "contrast"]),
  row: z.int(),
  text: z.string(),
  words: z.array(textWord),
  /** Inner product of the two embeddings, and their cosine. */
  similarity: z.number(),
  cosine: z.number(),
  /** Token to token: strongest inner product of last hidden states between the pieces of two words. */
  links: tensor("float32", ["words", "partner"]).nullable(),
  /** Token to similarity: integrated gradients of the similarity for either side's words, and their largest delta. */
  own: tensor("float32", ["words"]).nullable(),
  theirs: tensor("float32", ["partner"]).nullable(),
  delta: z.number().nullable(),
});
export type Partner = z.infer<typeof partner>;

/** What ties a text to its closest and to its contrast row, word by word. */
export const explainRelations = {
  params: z.strictObject({
    analysis: handle,
    subject,
    kind: z.enum(["token", "similarity"]).default("similarity"),
    points: z.int().min(1).max(1024).nullable().default(null),
    seed: z.int().default(0),
  }),
  result: z.strictObject({ text: z.string(), words: z.array(textWord), partners: z.array(partner) }),
};
export type Relations = z.infer<typeof explainRelations.result>;

/** What the model says of texts that are not in the data. */
export const explainPredict = {
  params: z.strictObject({ analysis: handle, texts: z.array(z.string()).min(1).max(512) }),
  result: z.strictObject({
    labelNames: z.array(z.string()),
    probabilities: tensor("float32", ["texts", "labels"]),
    prediction: tensor("int32", ["texts"]),
    probability: tensor("float32", ["texts"]),
    /** p1 - p2. */
    confidence: tensor("float32", ["texts"]),
    /** Similarity-weighted mean of the nearest rows' positions: approximate; NaN where there is no map. */
    positions: tensor("float32", ["texts", "2"]),
    /** Nearest rows of each text, nearest first, and their cosines. */
    neighbours: tensor("int32", ["texts", "size"]),
    similarity: tensor("float32", ["texts", "size"]),
    /** Pieces read, special ones included, and pieces that did not fit. */
    pieces: tensor("int32", ["texts"]),
    cut: tensor("int32", ["texts"]),
    /** How the model writes a masked word; null where its tokenizer has no such piece. */
    mask: z.string().nullable(),
  }),
};
export type Predictions = z.infer<typeof explainPredict.result>;

/** A measured figure with its 95 % bootstrap interval and the number of texts behind it. */
export const trustFigure = z.strictObject({
  method: attributionMethod,
  measure: z.enum([
    "comprehensiveness",
    "sufficiency",
    "tau_occlusion",
    "delta",
    "stability",
    "side_token_top3",
    "side_similarity_sum",
    "side_similarity_top3",
    "side_similarity_positive",
    "side_similarity_negative",
    "side_similarity_net",
  ]),
  /** Of the side test there is a second figure: of the texts that are predicted with a confidence above .9. */
  among: z.enum(["all", "confident"]),
  value: z.number(),
  low: z.number(),
  high: z.number(),
  n: z.int(),
});
export type TrustFigure = z.infer<typeof trustFigure>;

/**
 * How far each method can be trusted on this model and data, on a seeded sample of rows. Works for about a second a
 * call and keeps what is done: ask again until `done` is `total`. Figures are of the rows done so far.
 */
export const explainTrust = {
  params: z.strictObject({
    analysis: handle,
    methods: z.array(attributionMethod).min(1),
    rows: z.int().min(10).max(1000).default(80),
    seed: z.int().default(0),
  }),
  result: z.strictObject({ done: z.int(), total: z.int(), figures: z.array(trustFigure) }),
};
export type Trust = z.infer<typeof explainTrust.result>;

/**
 * Attributions of all rows of a filter, for words ranked by their mean score per label. Works for about a second a
 * call and keeps what is done, also on disk: ask again until `done` is `total`.
 */
export const explainSalience = {
  params: z.strictObject({
    analysis: handle,
    method: attributionMethod,
    options: attributionOptions.prefault({}),
    filter: filter.optional(),
  }),
  result: z.strictObject({
    done: z.int(),
    total: z.int(),
    /** Words, one entry a word and predicted label: the mean of its normalised scores and the rows behind it. */
    word: z.array(z.string()),
    label: tensor("int32", ["entries"]),
    mean: tensor("float32", ["entries"]),
    rows: tensor("int32", ["entries"]),
  }),
};
export type Salience = z.infer<typeof explainSalience.result>;

/** Normalised scores of one word in each row that has it, of what `explain/salience` has computed. */
export const explainWord = {
  params: z.strictObject({
    analysis: handle,
    method: attributionMethod,
    options: attributionOptions.prefault({}),
    word: z.string(),
  }),
  result: z.strictObject({ rows: tensor("int32", ["found"]), scores: tensor("float32", ["found"]) }),
};
