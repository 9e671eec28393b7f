/** How a row's embedding is made: see `modelLoad` of the protocol. */
export type Pooling = "cls" | "mean" | "output" | "logits";

/**
 * What is done with a value of the graph to make it the embedding, [texts, dimension]: nothing but taking it
 * ("whole"), taking its first piece ("first"), or adding up its attended pieces ("sum", divided afterwards).
 */
export interface EmbeddingPlan {
  readonly value: string;
  readonly take: "whole" | "first" | "sum";
}

/** Names of graph inputs that can be fed. */
export const feedable = ["input_ids", "attention_mask", "token_type_ids", "position_ids"] as const;
export type Feed = (typeof feedable)[number];

/** All that running a model needs to know, found without opening it. */
export interface ModelPlan {
  readonly handle: string;
  readonly folder: string;
  readonly feeds: readonly { readonly name: Feed; readonly type: "int64" | "int32" }[];
  readonly embedding: EmbeddingPlan;
  readonly pooling: Pooling;
  /** Output with the logits, [texts, labels]; null for a model without a head. */
  readonly logits: string | null;
  readonly labels: number;
  readonly dimension: number;
  readonly maxPieces: number;
  /** Position of the first piece: RoBERTa and its kin count from behind their padding index. */
  readonly firstPosition: number;
  /** Rows of the table of piece embeddings; null where the graph has none. */
  readonly vocabulary: number | null;
  /** Id that fills short texts up where the tokenizer names none. */
  readonly padId: number;
  /** Most pieces, padding included, that go into one batch of more than one text. */
  readonly batchPieces: number;
}

/** Where the files of a model folder are. */
export const files = {
  model: "model.onnx",
  tokenizer: "tokenizer.json",
  tokenizerConfig: "tokenizer_config.json",
  config: "config.json",
  sentenceConfig: "sentence_bert_config.json",
  pooling: "1_Pooling/config.json",
} as const;
