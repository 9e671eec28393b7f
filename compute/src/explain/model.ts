import type { TextWord } from "../../../src/protocol";

/** A text as the model reads it, and the words that its pieces make. */
export interface Reading {
  readonly text: string;
  /** Ids of the pieces, special ones included, at most as many as the model takes. */
  readonly ids: readonly number[];
  readonly pieces: readonly string[];
  /** 1 for pieces that are not text. */
  readonly special: Uint8Array;
  readonly words: readonly TextWord[];
  /** Word of each piece; -1 for special ones. */
  readonly wordOfPiece: Int32Array;
  /** Pieces that did not fit. */
  readonly cut: number;
}

/** What a model says of some texts: logits [texts, labels], null without a head; embeddings [texts, dimension]. */
export interface Answers {
  readonly logits: Float32Array | null;
  readonly embeddings: Float32Array;
}

/** The model forward only, as inference runs it. */
export interface ForwardModel {
  readonly labels: number;
  readonly dimension: number;
  /** Id that stands for a masked piece; null where the tokenizer has none. */
  readonly maskId: number | null;
  readonly padId: number;
  /** Texts as ids of their pieces; batched inside by a budget of pieces. */
  run(texts: readonly (readonly number[])[]): Promise<Answers>;
}

/** What is explained. `F` is a logit, a probability, a difference of either, or an inner product of embeddings. */
export type Target =
  | {
      readonly kind: "label";
      readonly label: number;
      readonly against: number | null;
      readonly output: "logit" | "probability";
    }
  | { readonly kind: "similarity"; readonly to: Float32Array };

/** A text whose word embeddings may have been changed. */
export interface GradientInput {
  readonly ids: readonly number[];
  /** Word embeddings [pieces, width]; those of `ids` where null. */
  readonly embeddings: Float32Array | null;
  /** What is explained of this text, where it is not that of the whole run. */
  readonly target?: Target;
}

/** One text's share of a gradient run. */
export interface GradientAnswer {
  /** F. */
  readonly value: number;
  readonly logits: Float32Array | null;
  readonly embedding: Float32Array;
  /** dF / d word embedding, [pieces, width]. */
  readonly gradient: Float32Array;
}

/** The model with its reverse graph. */
export interface GradientModel {
  /** Length of a word embedding. */
  readonly width: number;
  readonly padId: number;
  readonly maskId: number | null;
  /** Word embeddings of pieces, [pieces, width]. */
  lookUp(ids: readonly number[]): Float32Array;
  /** Forward and backward of inputs of any lengths; batched inside by a budget of pieces. */
  run(inputs: readonly GradientInput[], target: Target): Promise<GradientAnswer[]>;
  /** Attention of every layer, [heads, pieces, pieces] each; null where the graph has none to find. */
  attentions(ids: readonly number[]): Promise<readonly { heads: number; data: Float32Array }[] | null>;
  /** Last hidden states, [pieces, dimension]; null where the graph has none to find. */
  hidden(ids: readonly number[]): Promise<Float32Array | null>;
}
