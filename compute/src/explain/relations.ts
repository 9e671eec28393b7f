import { SemlaError, type TextWord } from "../../../src/protocol";
import type { Explainer } from "./attribute";
import { baselineOf, integratedGradients } from "./integrated";
import type { GradientModel, Reading } from "./model";
import { scoresOfWords } from "./pieces-to-words";

/** A text that is held against others, and its embedding. */
interface Embedded {
  readonly text: string;
  readonly embedding: Float32Array;
}

/** A text, what it is held against, and how. */
export interface RelationsInput {
  readonly own: Embedded;
  readonly others: readonly Embedded[];
  readonly kind: "token" | "similarity";
  /** Points of integrated gradients. */
  readonly points: number | null;
}

/** The words of a text, and what ties it to each of the others. */
export interface Related {
  readonly words: readonly TextWord[];
  readonly ties: readonly (Ties & { readonly words: readonly TextWord[] })[];
}

/**
 * Relates a text to others, word by word.
 * @throws Cancelled once `stopped` says true; SemlaError "not_differentiable"
 */
export async function relate(
  explainer: Pick<Explainer, "read" | "gradient">,
  { own, others, kind, points }: RelationsInput,
  stopped: () => boolean,
): Promise<Related> {
  const reading = explainer.read(own.text);
  const ties: (Ties & { words: readonly TextWord[] })[] = [];
  for (const other of others) {
    const model = await explainer.gradient();
    const theirs = explainer.read(other.text);
    const found =
      kind === "token"
        ? await tokenTies(reading, theirs, model)
        : await similarityTies(
            { reading, embedding: own.embedding },
            { reading: theirs, embedding: other.embedding },
            model,
            points,
            stopped,
          );
    ties.push({ ...found, words: theirs.words });
  }
  return { words: reading.words, ties };
}

/** One of two texts that are held against each other, with its embedding. */
export interface Side {
  readonly reading: Reading;
  readonly embedding: Float32Array;
}

/** What two texts have to do with each other, word by word. */
export interface Ties {
  /** Token to token: [words of the one, words of the other]. */
  readonly links: Float32Array | null;
  /** Token to similarity: shares of either side's words, and the larger delta of both. */
  readonly own: Float32Array | null;
  readonly theirs: Float32Array | null;
  readonly delta: number | null;
}

/**
 * Token to token (SemLa, arXiv 2403.15492): the inner product of last hidden states, for two words that of their
 * pieces which is strongest by absolute value. Special pieces are left out.
 * @throws SemlaError "not_differentiable" where the graph shows no hidden states.
 */
export async function tokenTies(own: Reading, other: Reading, model: GradientModel): Promise<Ties> {
  const ours = await model.hidden(own.ids);
  const theirs = await model.hidden(other.ids);
  if (!ours || !theirs)
    throw new SemlaError(
      "not_differentiable",
      "kind: token, but the model's hidden states are not found in its graph (allowed: similarity)",
    );
  return { links: strongestLinks(own, ours, other, theirs), own: null, theirs: null, delta: null };
}

/**
 * Token to similarity: integrated gradients, from [PAD], of the inner product of the two embeddings with respect to
 * each side's words, while the other side stays as it is.
 * @param points as of integrated gradients.
 * @throws Cancelled once `stopped` says true.
 */
export async function similarityTies(
  own: Side,
  other: Side,
  model: GradientModel,
  points: number | null,
  stopped: () => boolean,
): Promise<Ties> {
  const baseline = baselineOf("pad", model, () => undefined);
  const shares = async (side: Side, to: Float32Array): Promise<{ words: Float32Array; delta: number }> => {
    const target = { kind: "similarity", to } as const;
    const found = await integratedGradients(side.reading, model, target, { baseline, points }, stopped);
    return { words: scoresOfWords(found.scores, side.reading, true), delta: Math.abs(found.delta) };
  };
  const ours = await shares(own, other.embedding);
  const theirs = await shares(other, own.embedding);
  return {
    links: null,
    own: ours.words,
    theirs: theirs.words,
    delta: Math.max(ours.delta, theirs.delta),
  };
}

/**
 * The strongest inner product, by absolute value, between the pieces of any two words.
 * @param ours [pieces, dimension]
 * @param theirs [pieces, dimension]
 * @returns [words, words of the other]
 */
export function strongestLinks(
  own: Pick<Reading, "words" | "wordOfPiece">,
  ours: Float32Array,
  other: Pick<Reading, "words" | "wordOfPiece">,
  theirs: Float32Array,
): Float32Array {
  const width = other.words.length;
  const dimension = ours.length / own.wordOfPiece.length;
  const links = new Float32Array(own.words.length * width);
  for (const [i, word] of own.wordOfPiece.entries()) {
    if (word < 0) continue;
    for (const [j, otherWord] of other.wordOfPiece.entries()) {
      if (otherWord < 0) continue;
      let product = 0;
      for (let a = i * dimension, b = j * dimension, end = a + dimension; a < end; a++, b++)
        product += (ours[a] ?? 0) * (theirs[b] ?? 0);
      const at = word * width + otherWord;
      if (Math.abs(product) > Math.abs(links[at] ?? 0)) links[at] = product;
    }
  }
  return links;
}
