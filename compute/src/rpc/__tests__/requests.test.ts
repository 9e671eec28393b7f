import { describe, expect, test } from "@jest/globals";
import { SemlaError } from "../../../../src/protocol";
import { readParams } from "../serve";

const handle = "0123456789abcdef0123456789abcdef";
const model = { kind: "model", model: handle };

function complaint(params: unknown): string {
  try {
    readParams("analysis/run", params);
  } catch (error) {
    expect(error).toBeInstanceOf(SemlaError);
    expect((error as SemlaError).kind).toBe("invalid_request");
    return (error as SemlaError).message;
  }
  throw new Error("nothing was wrong with it");
}

describe("parameters", () => {
  test("get their defaults", () => {
    expect(readParams("analysis/run", { dataset: handle, source: model }).projection).toEqual({
      method: "umap",
      metric: "cosine",
      neighbours: 15,
      minDist: 0.1,
      epochs: null,
      perplexity: 40,
      seed: 0,
      anchor: null,
    });
  });

  test.each([
    [
      { dataset: handle, source: model, projection: { neighbors: 5 } },
      'analysis/run: projection: unknown key "neighbors" (allowed: method, metric, neighbours, minDist, epochs, perplexity, seed, anchor)',
    ],
    [
      { dataset: handle, source: model, colour: 1, size: 2 },
      'analysis/run: unknown keys "colour", "size" (allowed: dataset, source, projection, head, concepts, progressToken)',
    ],
    [
      { dataset: handle, source: { ...model, labels: [] } },
      'analysis/run: source: unknown key "labels" (allowed: kind, model, labelNames)',
    ],
    [
      { dataset: handle, source: { kind: "magic" } },
      'analysis/run: source.kind: "magic" (allowed: model, arrays)',
    ],
    [
      { dataset: handle, source: model, projection: { method: "mds" } },
      'analysis/run: projection.method: "mds" (allowed: umap, tsne, pca, semla_tsne, semla_umap)',
    ],
    [
      { dataset: handle, source: model, projection: { neighbours: 1 } },
      "analysis/run: projection.neighbours: 1 (allowed: at least 2)",
    ],
    [
      { dataset: handle, source: model, projection: { minDist: 3 } },
      "analysis/run: projection.minDist: 3 (allowed: at most 1)",
    ],
    [{ source: model }, "analysis/run: dataset: missing (allowed: string)"],
    [
      { dataset: handle, source: { kind: "arrays", labelNames: [], embeddings: [1] } },
      "analysis/run: source.embeddings: expected a tensor float32 [rows, dimension]",
    ],
  ])("that are wrong are told in one sentence: %j", (params, sentence) => {
    expect(complaint(params)).toBe(sentence);
  });

  test("with a filter that makes no sense say so in the filter's own words", () => {
    expect(() => readParams("analysis/filter", { analysis: handle, filter: { colour: "red" } })).toThrow(
      /filter key: "colour" \(allowed: errors, text, regex, word, .*, change, not\)/,
    );
  });
});
