import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { seededRandom } from "../../../../src/core/random";
import { planBatches, shuffled } from "../batches";

const chunkOf = (lengths: readonly number[]) => ({
  rows: Uint32Array.from(lengths, (_, i) => 10 * i),
  pieces: lengths.map((length) => ({ ids: new Array<number>(length).fill(7), cut: 0 })),
});

describe("batches", () => {
  test("hold every row once with its own pieces, within the budget, texts of neighbouring lengths together", () => {
    const anyChunk = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 80 });
    fc.assert(
      fc.property(anyChunk, fc.integer({ min: 16, max: 200 }), fc.integer(), (lengths, budget, seed) => {
        const batches = planBatches(chunkOf(lengths), budget, seededRandom(seed));
        const rows = batches.flatMap((batch) => [...batch.rows]);
        expect(rows.sort((a, b) => a - b)).toEqual(lengths.map((_, i) => 10 * i));
        const spans = batches.map(({ rows, pieces }) => {
          expect(pieces.map(({ ids }) => ids.length)).toEqual([...rows].map((row) => lengths[row / 10]));
          const longest = Math.max(...pieces.map(({ ids }) => ids.length));
          expect(pieces.length === 1 || pieces.length * longest <= budget).toBe(true);
          return [Math.min(...pieces.map(({ ids }) => ids.length)), longest] as const;
        });
        spans.sort(([a, b], [c, d]) => a - c || b - d);
        spans.forEach(([shortest], i) => i > 0 && expect(shortest).toBeGreaterThanOrEqual(spans[i - 1]![1]));
      }),
    );
  });

  test("are visited in an order that follows the seed", () => {
    const chunk = chunkOf(Array.from({ length: 64 }, (_, i) => i + 1));
    const visited = (seed: number) => planBatches(chunk, 64, seededRandom(seed)).map(({ rows }) => rows[0]);
    expect(visited(1)).toEqual(visited(1));
    expect(visited(1)).not.toEqual(visited(2));
    expect(visited(1)).not.toEqual([...visited(1)].sort((a, b) => a! - b!));
  });
});

test("a shuffle puts every number in every place about equally often", () => {
  const random = seededRandom(5);
  const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
  for (let i = 0; i < 4000; i++) shuffled(4, random).forEach((value, place) => counts[place]![value]!++);
  for (const count of counts.flat()) expect(Math.abs(count - 1000)).toBeLessThan(120);
});
