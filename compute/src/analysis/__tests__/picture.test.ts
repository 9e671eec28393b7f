import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { seededRandom } from "../../../../src/core";
import { Tensor, type Result } from "../../../../src/protocol";
import { createInferenceEngine } from "../../models";
import { bundleWorker } from "../../threads/__tests__/bundle";
import { newLog, sidecar } from "./caller";
import { arrowTable, fakeEngine } from "./fixtures";

const rows = 720;
const labels = 6;
const dimension = 16;
const labelNames = Array.from({ length: labels }, (_, label) => `label ${label}`);

/** What is wrong with the data, one thing at a time. */
type Fault = "no_clusters" | "words_everywhere" | "map_distorts" | "confusion_spread";

/**
 * Rows of six topics that lie in six places of the embedding. Healthy, a row's topic is its label, its words are
 * those of the topic, and one in eight is taken for the next label.
 */
async function signaturesOf(
  fault: Fault | null,
  seed: number,
): Promise<Result<"analysis/run">["signatures"]> {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const any = (count: number) => Math.floor(random() * count);
  const topics = Array.from({ length: rows }, (_, row) => row % labels);
  const centres = Array.from({ length: labels * dimension }, normal);
  const gold = topics.map((topic) => (fault === "no_clusters" ? any(labels) : topic));
  const texts = topics.map((topic) => {
    const about = () => (fault === "words_everywhere" ? any(labels) : topic);
    return Array.from({ length: 5 }, () => `topic${about()}word${any(8)}`).join(" ");
  });
  const embeddings = topics.flatMap((topic) =>
    Array.from({ length: dimension }, (_, i) => centres[topic * dimension + i]! + 0.3 * normal()),
  );
  const prediction = gold.map((label) => {
    if (fault === "confusion_spread") return random() < 0.5 ? label : any(labels);
    return random() < 7 / 8 ? label : (label + 1) % labels;
  });
  const caller = await sidecar(fakeEngine(newLog()));
  const { dataset } = await caller.call("dataset/put", {
    name: "d",
    table: arrowTable(
      texts,
      gold.map((label) => labelNames[label]!),
    ),
  });
  // each topic in its own place, but within it every row anywhere
  const scrambled = topics.flatMap((topic) => [10 * topic + random(), 10 * (topic % 2) + random()]);
  const { signatures } = await caller.call("analysis/run", {
    dataset,
    source: {
      kind: "arrays",
      labelNames,
      embeddings: new Tensor("float32", Float32Array.from(embeddings), [rows, dimension]),
      prediction: new Tensor("int32", Int32Array.from(prediction)),
      ...(fault === "map_distorts"
        ? { positions: new Tensor("float32", Float32Array.from(scrambled), [rows, 2]) }
        : {}),
    },
    projection: { epochs: 200 },
  });
  return signatures;
}

describe("reasons not to believe the picture", () => {
  test.each([1, 2, 3])("are none on healthy data (seed %i)", async (seed) => {
    expect(await signaturesOf(null, seed)).toEqual([]);
  });

  describe.each<Fault>(["no_clusters", "words_everywhere", "map_distorts", "confusion_spread"])(
    "%s",
    (fault) => {
      test.each([1, 2, 3])("is told of data made to have it, and nothing else is (seed %i)", async (seed) => {
        const found = await signaturesOf(fault, seed);
        expect(found?.map(({ name }) => name)).toEqual([fault]);
        expect(found?.[0]?.sentence).toMatch(/\.$/);
        expect(found?.[0]?.advice).toMatch(/\.$/);
      });
    },
  );

  test("are not measured where there is nothing to measure", async () => {
    const caller = await sidecar(fakeEngine(newLog()));
    const { dataset } = await caller.call("dataset/put", { name: "d", table: arrowTable(["a", "b", "c"]) });
    const positions = new Tensor("float32", Float32Array.of(0, 1, 2, 3, 4, 5), [3, 2]);
    const source = { kind: "arrays" as const, labelNames: [], positions };
    expect((await caller.call("analysis/run", { dataset, source })).signatures).toBeNull();
  });

  test("are none for the demo", async () => {
    const assets = resolve(__dirname, "../../../../semla/demo_assets");
    const engine = createInferenceEngine({ workerFile: bundleWorker("threads/inference-worker.ts") });
    try {
      const caller = await sidecar(engine);
      // fields with commas stand in quotes
      const lines = readFileSync(join(assets, "utterances.csv"), "utf8").trim().split("\n").slice(1);
      const fields = lines.map((line) =>
        [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
          ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
        ),
      );
      const table = arrowTable(
        fields.map(([, text]) => text!),
        fields.map(([, , intent]) => intent!),
      );
      const { dataset } = await caller.call("dataset/put", { name: "demo", table });
      const { model } = await caller.call("model/load", { folder: join(assets, "model/step-1400") });
      const summary = await caller.call("analysis/run", { dataset, source: { kind: "model", model } });
      expect(summary.accuracy).toBeGreaterThan(0.9);
      expect(summary.signatures).toEqual([]);
    } finally {
      await engine.close();
    }
  }, 60_000);
});
