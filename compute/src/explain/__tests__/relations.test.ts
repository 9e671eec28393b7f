import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { GradientModel, Reading } from "../model";
import { similarityTies, strongestLinks, tokenTies, type Side } from "../relations";

const dimension = 3;

/** A text of some words with so many pieces each, between two special ones. */
function reading(...pieces: number[]): Reading {
  const wordOfPiece = Int32Array.of(
    -1,
    ...pieces.flatMap((count, word) => Array<number>(count).fill(word)),
    -1,
  );
  return {
    text: pieces.map((_, word) => `w${word}`).join(" "),
    ids: Array.from(wordOfPiece, (_, piece) => 2 + piece),
    pieces: Array.from(wordOfPiece, (_, piece) => `p${piece}`),
    special: Uint8Array.from(wordOfPiece, (word) => (word < 0 ? 1 : 0)),
    words: pieces.map((_, word) => ({ text: `w${word}`, start: 3 * word, end: 3 * word + 2 })),
    wordOfPiece,
    cut: 0,
  };
}

/** Any number for each piece and dimension. */
const vector = (id: number): number[] => [Math.sin(id), Math.cos(3 * id), Math.sin(5 * id + 1)];

/** A model whose embedding is the sum of its word embeddings, so that its gradient is the other side itself. */
function sumModel(hidden = true): GradientModel {
  const lookUp = (ids: readonly number[]) => Float32Array.from(ids.flatMap(vector));
  return {
    width: dimension,
    padId: 0,
    maskId: null,
    lookUp,
    run: async (inputs, target) =>
      inputs.map(({ ids, embeddings }) => {
        if (target.kind !== "similarity") throw new Error("only similarities");
        const values = embeddings ?? lookUp(ids);
        const embedding = new Float32Array(dimension);
        values.forEach((value, i) => (embedding[i % dimension]! += value));
        const value = embedding.reduce((sum, each, i) => sum + each * target.to[i]!, 0);
        return { value, logits: null, embedding, gradient: values.map((_, i) => target.to[i % dimension]!) };
      }),
    attentions: async () => null,
    hidden: async (ids) => (hidden ? lookUp(ids) : null),
  };
}

function side(read: Reading): Side {
  const embedding = new Float32Array(dimension);
  for (const id of read.ids) vector(id).forEach((value, i) => (embedding[i]! += value));
  return { reading: read, embedding };
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + value * b[i]!, 0);

describe("token to token", () => {
  test("takes the strongest pair of pieces of two words, with its sign, and no special piece", () => {
    const [own, other] = [reading(2), reading(1, 1)];
    const ours = Float32Array.of(9, 9, 9, 1, 0, 0, 0, 2, 0, 9, 9, 9);
    const theirs = Float32Array.of(9, 9, 9, 2, -3, 0, 1, 0.25, 5, 9, 9, 9);
    expect([...strongestLinks(own, ours, other, theirs)]).toEqual([-6, 1]);
  });

  test("is the same from either side", async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(sizes, sizes, async (a, b) => {
        const [own, other] = [reading(...a), reading(...b)];
        const { links } = await tokenTies(own, other, sumModel());
        const { links: back } = await tokenTies(other, own, sumModel());
        for (let i = 0; i < a.length; i++)
          for (let j = 0; j < b.length; j++)
            expect(links![i * b.length + j]).toBeCloseTo(back![j * a.length + i]!, 6);
      }),
    );
  });

  test("is refused where the graph shows no hidden states", async () => {
    await expect(tokenTies(reading(1), reading(1), sumModel(false))).rejects.toThrow(
      "kind: token, but the model's hidden states are not found in its graph (allowed: similarity)",
    );
  });
});

describe("token to similarity", () => {
  test("gives each word of a linear model its own product with the other side", async () => {
    const [own, other] = [side(reading(1, 2)), side(reading(3))];
    const pad = vector(0);
    const share = (id: number, to: Float32Array): number => dot(vector(id), to) - dot(pad, to);
    const found = await similarityTies(own, other, sumModel(), null, () => false);
    expect(found.links).toBeNull();
    expect(found.own![0]).toBeCloseTo(share(3, other.embedding), 4);
    expect(found.own![1]).toBeCloseTo(share(4, other.embedding) + share(5, other.embedding), 4);
    const theirs = [3, 4, 5].reduce((sum, id) => sum + share(id, own.embedding), 0);
    expect(found.theirs![0]).toBeCloseTo(theirs, 4);
    expect(found.delta).toBeLessThan(1e-4);
  });

  test("stops when it is told to", async () => {
    const [own, other] = [side(reading(1)), side(reading(1))];
    await expect(similarityTies(own, other, sumModel(), null, () => true)).rejects.toThrow("cancelled");
  });
});
