import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Attribution, AttributionMethod, ParamsIn } from "../../../../src/protocol";
import { exportedModel, shared } from "../../__tests__/shared-model";
import { sidecar } from "../../analysis/__tests__/caller";
import { arrowTable } from "../../analysis/__tests__/fixtures";
import { createInferenceEngine, type InferenceEngine } from "../../models";
import type { Caller } from "../../rpc/__tests__/connect";
import { bundleWorker } from "../../threads/__tests__/bundle";

interface Sample {
  readonly text: string;
  readonly pieces: readonly string[];
  readonly special: readonly boolean[];
  readonly target_index: number;
  readonly logit: number;
  readonly ig_pad_delta: number;
  readonly ig_zero_delta: number;
  readonly [list: string]: unknown;
}

/** What the golden file allows, as a share of the largest absolute value of each list. */
const TOLERANCE = 1e-3;
const folder = exportedModel("banking77-minilm/step-2191");
// the machine may be busy, and these are twelve texts at fifty points
const PATIENCE = 600_000;

(folder === null ? describe.skip : describe)("attributions of the shared model by torch and captum", () => {
  let engine: InferenceEngine;
  let caller: Caller;
  let analysis: string;
  let samples: readonly Sample[];

  beforeAll(async () => {
    const golden = JSON.parse(readFileSync(join(shared, "golden/attributions.json"), "utf8")) as {
      samples: Sample[];
    };
    samples = golden.samples;
    engine = createInferenceEngine({ workerFile: bundleWorker("threads/inference-worker.ts") });
    caller = await sidecar(engine);
    const table = arrowTable(samples.map(({ text }) => text));
    const { dataset } = await caller.call("dataset/put", { name: "golden", table });
    const { model } = await caller.call("model/load", { folder: folder ?? "" });
    const projection = { method: "pca" as const };
    ({ analysis } = await caller.call("analysis/run", {
      dataset,
      source: { kind: "model", model },
      projection,
    }));
  }, PATIENCE);
  afterAll(() => engine.close());

  async function attribute(
    method: AttributionMethod,
    options: ParamsIn<"explain/attribute">["options"] = {},
  ): Promise<Attribution[]> {
    const subjects = samples.map((_, row) => ({ row }));
    const params = { analysis, subjects, methods: [method], options };
    return (await caller.call("explain/attribute", params)).attributions.flat();
  }

  /** Largest difference between ours and a golden list, as a share of the list's largest absolute value. */
  function difference(found: readonly Attribution[], list: string): number {
    return Math.max(
      ...samples.map((sample, i) => {
        const wanted = sample[list] as number[];
        const scale = Math.max(...wanted.map(Math.abs));
        const ours = found[i]?.pieceScores.data ?? [];
        expect(ours).toHaveLength(wanted.length);
        return Math.max(...wanted.map((value, piece) => Math.abs(value - (ours[piece] ?? NaN)))) / scale;
      }),
    );
  }

  test.each<AttributionMethod>(["gradient_l1", "gradient_l2", "gradient_x_input"])(
    "are equal by %s",
    async (method) => {
      const found = await attribute(method);
      expect(difference(found, method)).toBeLessThan(TOLERANCE);
      samples.forEach(({ pieces, special, target_index: target, logit, text }, i) => {
        expect(found[i]).toMatchObject({
          text,
          pieces,
          target,
          signed: method === "gradient_x_input",
          cut: 0,
        });
        expect([...(found[i]?.special.data ?? [])]).toEqual(special.map(Number));
        expect(found[i]?.value).toBeCloseTo(logit, 3);
      });
    },
    PATIENCE,
  );

  test.each<["pad" | "zero"]>([["pad"], ["zero"]])(
    "are equal by integrated gradients of 50 points from %s",
    async (baseline) => {
      const found = await attribute("integrated_gradients", { points: 50, baseline });
      expect(difference(found, `integrated_gradients_${baseline}`)).toBeLessThan(TOLERANCE);
      samples.forEach((sample, i) => {
        expect(found[i]?.points).toBe(50);
        expect(Math.abs((found[i]?.delta ?? NaN) - sample[`ig_${baseline}_delta`])).toBeLessThan(TOLERANCE);
      });
    },
    PATIENCE,
  );

  test(
    "are equal by attention, and by occlusion where a word is one piece",
    async () => {
      expect(difference(await attribute("attention"), "attention_mean")).toBeLessThan(TOLERANCE);
      const found = await attribute("occlusion");
      let compared = 0;
      samples.forEach((sample, i) => {
        const wanted = sample["occlusion_mask_piece"] as number[];
        const scale = Math.max(...wanted.map(Math.abs));
        const words = [...(found[i]?.wordOfPiece.data ?? [])];
        words.forEach((word, piece) => {
          if (word < 0 || words.filter((each) => each === word).length > 1) return;
          compared++;
          const ours = found[i]?.scores.data[word] ?? NaN;
          expect(Math.abs(ours - (wanted[piece] ?? NaN)) / scale).toBeLessThan(TOLERANCE);
        });
      });
      expect(compared).toBeGreaterThan(100);
    },
    PATIENCE,
  );

  test(
    "need few points for a delta under one per cent",
    async () => {
      for (const { delta, points, pieceScores } of await attribute("integrated_gradients")) {
        const sum = pieceScores.data.reduce((total, score) => total + score, 0);
        expect([17, 33, 65, 129, 257]).toContain(points);
        if (points !== 257)
          expect(Math.abs(delta ?? NaN)).toBeLessThanOrEqual(0.0101 * Math.abs(sum - (delta ?? NaN)));
      }
    },
    PATIENCE,
  );
});
