import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { prepared, sidecar } from "../../analysis/__tests__/caller";
import { explainingEngine, newExplainLog } from "./explaining-engine";

const rows = 60;

async function analysed(
  log = newExplainLog(),
  beforeText?: () => void,
  head: "classifier" | "metric" = "classifier",
) {
  const caller = await sidecar(explainingEngine(log, beforeText));
  const { analysis } = await caller.call("analysis/run", { ...(await prepared(caller, rows)), head });
  return { caller, analysis, log };
}

afterEach(() => void jest.restoreAllMocks());

describe("trust in methods", () => {
  test("is measured on a sample, for each method what makes sense for it", async () => {
    const { caller, analysis, log } = await analysed();
    const methods = ["lime", "integrated_gradients", "occlusion"] as const;
    const found = await caller.call("explain/trust", { analysis, methods: [...methods], rows: 12 });
    expect(found).toMatchObject({ done: 12, total: 12 });
    const measures = (method: string) =>
      found.figures
        .filter((each) => each.method === method && each.among === "all")
        .map(({ measure }) => measure);
    expect(measures("occlusion")).toEqual(["comprehensiveness", "sufficiency"]);
    expect(measures("lime")).toEqual(["comprehensiveness", "sufficiency", "tau_occlusion", "stability"]);
    expect(measures("integrated_gradients")).toEqual([
      "comprehensiveness",
      "sufficiency",
      "tau_occlusion",
      "delta",
      "side_token_top3",
      "side_similarity_sum",
      "side_similarity_top3",
      "side_similarity_positive",
      "side_similarity_negative",
      "side_similarity_net",
    ]);
    const [first] = found.figures;
    expect(first).toMatchObject({ value: expect.closeTo(0.3), low: expect.closeTo(0.3), n: 12 });
    expect(log).toMatchObject({ erased: 12, related: 24 });
    expect(found.figures.find(({ measure }) => measure === "side_token_top3")).toMatchObject({
      value: 1,
      n: 12,
    });
  });

  test("is worked out a while at a time and remembered", async () => {
    let now = performance.now();
    jest.spyOn(performance, "now").mockImplementation(() => now);
    const { caller, analysis, log } = await analysed(newExplainLog(), () => (now += 600));
    const ask = () => caller.call("explain/trust", { analysis, methods: ["lime"], rows: 10 });
    // two attributions are a while; erasure comes with the next call
    expect(await ask()).toMatchObject({ done: 0, total: 10, figures: [] });
    expect(await ask()).toMatchObject({ done: 1 });
    let found = await ask();
    for (let i = 0; found.done < 10 && i < 30; i++) found = await ask();
    expect(found.done).toBe(10);
    const asked = log.attributed.length;
    expect(asked).toBe(20);
    expect(await ask()).toEqual(found);
    expect(log.attributed).toHaveLength(asked);
  });

  test("has no erasure for a head without probabilities of its own", async () => {
    const { caller, analysis, log } = await analysed(newExplainLog(), undefined, "metric");
    const { figures } = await caller.call("explain/trust", { analysis, methods: ["lime"], rows: 10 });
    expect(figures.map(({ measure }) => measure)).toEqual(["tau_occlusion", "stability"]);
    expect(log.erased).toBe(0);
  });
});
