import { describe, expect, test } from "@jest/globals";
import { seededRandom } from "../../../../src/core/random";
import { Cancelled } from "../cancelled";
import { exactNeighbours } from "../neighbours";
import { rivalsOf, rowRelations, type Labelled } from "../relations";
import { clusters, createSession } from "./session";

const rows = 1300;
const embeddings = clusters(rows, 8, 40, 1);

/** Labels and predictions at random, so that most of what is wanted is not among the neighbours. */
function labelled(labels: number): Labelled {
  const random = seededRandom(labels);
  const codes = () => Int32Array.from({ length: rows }, () => Math.floor(random() * labels));
  const [gold, prediction] = [codes(), codes()];
  const runnerUp = prediction.map((label) => (label + 1 + Math.floor(random() * (labels - 1))) % labels);
  const texts = Int32Array.from({ length: rows }, (_, row) => (row % 13 === 0 ? 0 : row));
  return { example: gold, gold, prediction, runnerUp, texts };
}

/** The nearest row of a label with another text, by comparing all in double precision. */
function nearestOf(label: number, row: number, { example, texts }: Labelled): number {
  const { data, dimension } = embeddings;
  let best = -1;
  let most = -Infinity;
  for (let other = 0; other < rows; other++) {
    if (example![other] !== label || texts[other] === texts[row]) continue;
    let [product, squared] = [0, 0];
    for (let i = 0; i < dimension; i++) {
      const value = data[other * dimension + i]!;
      product += value * data[row * dimension + i]!;
      squared += value * value;
    }
    const cosine = product / Math.sqrt(squared);
    if (cosine <= most) continue;
    most = cosine;
    best = other;
  }
  return best;
}

describe("relations of rows", () => {
  test.each([2, 60])("are those of comparing every pair (%i labels)", async (labels) => {
    const given = labelled(labels);
    const neighbours = await exactNeighbours(embeddings, { k: 15 }, createSession);
    const { closest, contrast, support } = await rowRelations(embeddings, neighbours, given, createSession);
    for (let row = 0; row < rows; row++) {
      const [predicted, own] = [given.prediction![row]!, given.gold![row]!];
      expect(closest[row]).toBe(nearestOf(predicted, row, given));
      expect(contrast[row]).toBe(nearestOf(own === predicted ? given.runnerUp![row]! : own, row, given));
      const set = [...support.subarray(5 * row, 5 * row + 5)].filter((other) => other >= 0);
      expect(new Set(set).size).toBe(set.length);
      expect(set.map((other) => given.texts[other])).not.toContain(given.texts[row]);
    }
  });

  test("without probabilities hold a right row against the nearest one of another label", async () => {
    const { example, texts } = labelled(3);
    const given = { example, gold: example, prediction: example, runnerUp: null, texts };
    const neighbours = await exactNeighbours(embeddings, { k: 15 }, createSession);
    const { contrast } = await rowRelations(embeddings, neighbours, given, createSession);
    for (let row = 0; row < rows; row++) {
      const near = neighbours.indices.subarray(15 * row, 15 * row + 15);
      const other = near.find((each) => example![each] !== example![row] && texts[each] !== texts[row]);
      expect(contrast[row]).toBe(other ?? -1);
    }
  });

  test("of a label that no row has are none", async () => {
    const texts = Int32Array.from({ length: rows }, (_, row) => row);
    const gold = new Int32Array(rows);
    const prediction = new Int32Array(rows).fill(1);
    const given = { example: gold, gold, prediction, runnerUp: null, texts };
    const neighbours = await exactNeighbours(embeddings, { k: 15 }, createSession);
    const { closest, contrast, rivals, support } = await rowRelations(
      embeddings,
      neighbours,
      given,
      createSession,
    );
    expect(new Set(closest)).toEqual(new Set([-1]));
    expect(new Set(rivals)).toEqual(new Set([0]));
    expect(contrast[7]).toBe(neighbours.indices[7 * 15]);
    expect(support[7 * 5]).toBe(contrast[7]);
  });

  test("stop when told to", async () => {
    const neighbours = await exactNeighbours(embeddings, { k: 15 }, createSession);
    const seen: number[] = [];
    const control = {
      shouldStop: () => seen.length === 2,
      onProgress: (done: number) => void seen.push(done),
    };
    const running = rowRelations(embeddings, neighbours, labelled(60), createSession, control);
    await expect(running).rejects.toThrow(Cancelled);
    expect(seen).toEqual([1, 2]);
  });
});

test("rivals are the neighbours with the predicted label, fifteen at most", () => {
  const indices = Int32Array.from({ length: 2 * 20 }, (_, i) => (i < 20 ? 1 : 0));
  const neighbours = { rows: 2, k: 20, indices, distances: new Float32Array(40) };
  expect(rivalsOf(neighbours, Int32Array.of(0, 1), Int32Array.of(1, 1))).toEqual(Int32Array.of(15, 0));
  expect(rivalsOf(neighbours, Int32Array.of(0, 1), Int32Array.of(-1, 0))).toEqual(Int32Array.of(0, 15));
  expect(rivalsOf(neighbours, null, null)).toEqual(Int32Array.of(0, 0));
});
