import { describe, expect, test } from "@jest/globals";
import { Tensor, type AttributionMethod, type Partner } from "../../../../src/protocol";
import { Slices } from "../../threads/slices";
import { TrustRun, type TrustSource } from "../trust-run";
import { attribution } from "./attribution";

/** A source that notes what it is asked for; scores of a row depend on the row alone. */
function sourceOf(given: Partial<TrustSource> = {}): TrustSource & { readonly asked: string[] } {
  const asked: string[] = [];
  const floats = (...values: number[]) => new Tensor("float32", Float32Array.from(values));
  const partner = (role: Partner["role"], strength: number, kind: string): Partner => ({
    role,
    row: 0,
    text: "",
    words: [],
    similarity: 0,
    cosine: 0,
    links: kind === "token" ? floats(strength) : null,
    own: kind === "token" ? null : floats(strength),
    theirs: kind === "token" ? null : floats(-1),
    delta: null,
  });
  return {
    asked,
    attribute: async (row, method) => {
      asked.push(`${method} ${row}`);
      return attribution([row, 1, 2 - row], {
        method,
        ...(method === "integrated_gradients" ? { delta: 0.1 } : {}),
      });
    },
    erase: async (row, attributions) => {
      asked.push(`erase ${row}: ${attributions.map(({ method }) => method).join(" ")}`);
      return attributions.map(() => ({ comprehensiveness: 0.5, sufficiency: row }));
    },
    relate: async (row, kind) => {
      asked.push(`${kind} ${row}`);
      return [partner("closest", 3, kind), partner("contrast", row % 2 === 0 ? 2 : 4, kind)];
    },
    confidence: (row) => (row < 5 ? 0.95 : 0.5),
    ...given,
  };
}

async function finish(run: TrustRun, methods: AttributionMethod[], source: TrustSource): Promise<number> {
  let steps = 0;
  while (await run.step(methods, source)) steps++;
  return steps;
}

describe("measuring trust", () => {
  test("goes row by row in small steps and says how far it is", async () => {
    const run = new TrustRun(100, 12, 3);
    const source = sourceOf();
    expect(run.total).toBe(12);
    for (let step = 0; step < 3; step++) await run.step(["lime", "occlusion"], source);
    expect(run.done(["lime", "occlusion"])).toBe(1);
    const rows = new Set(source.asked.map((each) => /\d+/.exec(each)?.[0]));
    expect(rows.size).toBe(1);
    expect(await finish(run, ["lime", "occlusion"], source)).toBe(33);
    expect(run.done(["lime", "occlusion"])).toBe(12);
  });

  test("draws the sample by its seed, of all rows where there are fewer", async () => {
    const rowsOf = async (seed: number) => {
      const source = sourceOf();
      await finish(new TrustRun(100, 10, seed), ["occlusion"], source);
      return source.asked.filter((each) => each.startsWith("occlusion"));
    };
    expect(await rowsOf(1)).toEqual(await rowsOf(1));
    expect(await rowsOf(1)).not.toEqual(await rowsOf(2));
    expect(new TrustRun(4, 10, 0).total).toBe(4);
  });

  test("computes only what a further method needs", async () => {
    const run = new TrustRun(10, 10, 0);
    await finish(run, ["lime"], sourceOf());
    const source = sourceOf();
    expect(run.done(["lime"])).toBe(10);
    expect(await finish(run, ["lime", "gradient_l2"], source)).toBe(30);
    expect(source.asked.some((each) => each.startsWith("lime"))).toBe(false);
    expect(source.asked.filter((each) => each.startsWith("erase"))[0]).toMatch(/erase \d+: gradient_l2$/);
  });

  test("has the side test beside integrated gradients", async () => {
    const run = new TrustRun(10, 10, 0);
    await finish(run, ["integrated_gradients", "lime"], sourceOf());
    const figures = await run.figures(["integrated_gradients", "lime"], new Slices());
    const of = (method: string) => figures.filter((each) => each.method === method);
    expect(of("lime").map(({ measure }) => measure)).toEqual([
      "comprehensiveness",
      "sufficiency",
      "tau_occlusion",
    ]);
    const side = of("integrated_gradients").find(({ measure }) => measure === "side_token_top3");
    // stronger to the closest row in every second of ten
    expect(side).toMatchObject({ value: 0.5, n: 10 });
    expect(side!.low).toBeLessThan(0.5);
    expect(of("integrated_gradients").find(({ measure }) => measure === "side_similarity_net")).toMatchObject(
      {
        value: 0.5,
      },
    );
  });

  test("does without probabilities and without relations", async () => {
    const run = new TrustRun(10, 10, 0);
    const source = sourceOf({ erase: async () => null, relate: async () => [] });
    await finish(run, ["integrated_gradients"], source);
    const figures = await run.figures(["integrated_gradients"], new Slices());
    expect(figures.map(({ measure }) => measure)).toEqual(["tau_occlusion", "delta"]);
  });

  test("goes on where it was after a step has failed", async () => {
    const run = new TrustRun(10, 10, 0);
    let broken = true;
    const source = sourceOf({
      erase: async (_row, attributions) => {
        if (broken) throw new Error("thread died");
        return attributions.map(() => ({ comprehensiveness: 0, sufficiency: 0 }));
      },
    });
    await run.step(["occlusion"], source);
    await expect(run.step(["occlusion"], source)).rejects.toThrow("thread died");
    broken = false;
    await run.step(["occlusion"], source);
    expect(run.done(["occlusion"])).toBe(1);
    expect(source.asked).toHaveLength(1);
  });
});
