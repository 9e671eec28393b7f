/** @jest-environment jsdom */
import "../../../__tests__/screen";
import { describe, expect, test } from "@jest/globals";
import { filledStore, noCompute, progressOf } from "../../../../client/__tests__/filled-store";
import type { Compute, Store, Trust } from "../../../../client";
import { summaryOf } from "../../__tests__/fake-explanations";
import { sayOverlap } from "../measures";
import { trustRun } from "../measuring";

const interval = (name: string, low: number, high: number) => ({ name, low, high });

describe("intervals in words", () => {
  test("overlap, or some lie above others; never a ranking of those that overlap", () => {
    expect(sayOverlap([interval("attention", 0.1, 0.4), interval("LIME", 0.3, 0.6)])).toBe(
      "The intervals overlap.",
    );
    expect(
      sayOverlap([
        interval("attention", 0.1, 0.2),
        interval("LIME", 0.3, 0.6),
        interval("gradient L2", 0.15, 0.5),
      ]),
    ).toBe("LIME lies above attention; the other intervals overlap.");
    expect(
      sayOverlap([
        interval("attention", 0.5, 0.6),
        interval("LIME", 0.1, 0.2),
        interval("gradient L2", 0.1, 0.3),
      ]),
    ).toBe("Attention lies above LIME and gradient L2; the other intervals overlap.");
    expect(sayOverlap([interval("a", 0.5, 0.6), interval("b", 0.1, 0.2)])).toBe("A lies above b.");
    expect(sayOverlap([interval("attention", 0, 1)])).toBe("");
  });
});

describe("measuring trust", () => {
  const step = (done: number): Trust => ({ done, total: 3, figures: [] });
  const storeOf = (trust: Compute["trust"]): Store => {
    const store = filledStore(undefined, { ...noCompute, trust });
    store.applyProgress(progressOf({ summary: summaryOf() }));
    return store;
  };
  const turns = async (): Promise<void> => {
    for (let i = 0; i < 10; i++) await Promise.resolve();
  };

  test("asks again until all rows are done, and keeps the figures for the analysis", async () => {
    let done = 0;
    const store = storeOf(() => Promise.resolve(step(++done)));
    const run = trustRun(store);
    run.start();
    run.start();
    await turns();
    expect(done).toBe(3);
    expect(run.now.value).toMatchObject({ state: "done", trust: { done: 3 } });
    expect(trustRun(store).now.value.state).toBe("done");
    store.applyProgress(progressOf({ summary: { ...summaryOf(), analysis: "b".repeat(32) } }));
    expect(trustRun(store).now.value.state).toBe("idle");
  });

  test("stops when it is cancelled, and goes on from there", async () => {
    const answers: ((trust: Trust) => void)[] = [];
    const signals: AbortSignal[] = [];
    const store = storeOf((_, signal) => {
      signals.push(signal);
      return new Promise((resolve) => answers.push(resolve));
    });
    const run = trustRun(store);
    run.start();
    answers[0]?.(step(1));
    await turns();
    run.cancel();
    expect(signals[0]?.aborted).toBe(true);
    expect(run.now.value).toMatchObject({ state: "cancelled", trust: { done: 1 } });
    run.start();
    answers[2]?.(step(3));
    await turns();
    expect(run.now.value).toMatchObject({ state: "done", trust: { done: 3 } });
  });

  test("says why it failed", async () => {
    const run = trustRun(storeOf(() => Promise.reject(new Error("the sidecar ended"))));
    run.start();
    await turns();
    expect(run.now.value).toMatchObject({ state: "failed", message: "the sidecar ended" });
  });
});
