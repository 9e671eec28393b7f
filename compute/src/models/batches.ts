import type { Random } from "../../../src/core/random";
import type { Pieces } from "./tokens";

/** Rows whose texts are cut into pieces and sorted by length together. */
export const CHUNK = 4096;

/** Some rows and their texts in pieces. */
export interface Tokenised {
  readonly rows: Uint32Array;
  readonly pieces: readonly Pieces[];
}

/** 0 .. n - 1 in a random order (Fisher and Yates). */
export function shuffled(n: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const held = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = held;
  }
  return order;
}

/**
 * Groups texts of about the same length into batches of at most `budget` pieces, padding included; a longer text is a
 * batch of its own. Shortest first.
 */
export function groupByLength(lengths: readonly number[], budget: number): number[][] {
  const order = Array.from(lengths.keys()).sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const i of order) {
    if (batch.length > 0 && (batch.length + 1) * (lengths[i] ?? 0) > budget) {
      batches.push(batch);
      batch = [];
    }
    batch.push(i);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

/** The batches of `groupByLength`, visited in a random order, so that the first of them are of any length. */
export function planBatches(chunk: Tokenised, budget: number, random: Random): Tokenised[] {
  const batches = groupByLength(
    chunk.pieces.map(({ ids }) => ids.length),
    budget,
  );
  return Array.from(shuffled(batches.length, random), (b) => {
    const members = batches[b] ?? [];
    return {
      rows: Uint32Array.from(members, (i) => chunk.rows[i] ?? 0),
      pieces: members.flatMap((i) => chunk.pieces[i] ?? []),
    };
  });
}
