/**
 * @jest-environment node
 * @jest-environment-options {"customExportConditions": ["browser", "require", "default"]}
 */
import { describe, expect, test } from "@jest/globals";
import { effect } from "@preact/signals-core";
import { Tensor } from "../../protocol";
import type { AnalysisSummary } from "../../protocol";
import type { Compute, Salience, Store } from "..";
import { wordScores } from "../salience";
import { filledStore, labelColumns, noCompute, progressOf } from "./filled-store";

/** Waits until the condition on signals holds. */
function until(holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    effect(() => {
      if (holds()) resolve();
    });
  });
}

const words = (done: number, total: number): Salience => ({
  done,
  total,
  word: ["card"],
  label: new Tensor("int32", Int32Array.of(0)),
  mean: new Tensor("float32", Float32Array.of(0.5)),
  rows: new Tensor("int32", Int32Array.of(done)),
});

/** A kernel that does two rows a step and answers each step when told to. */
class Kernel {
  readonly asked: { readonly method: string; readonly filter: object; readonly signal: AbortSignal }[] = [];
  readonly wordsAsked: string[] = [];
  done = 0;
  total = 4;
  failure: string | null = null;
  private answers: (() => void)[] = [];

  readonly compute: Compute = {
    ...noCompute,
    salience: (method, filter, signal) =>
      new Promise((resolve, reject) => {
        this.asked.push({ method, filter, signal });
        this.answers.push(() => {
          if (this.failure) return reject(new Error(this.failure));
          this.done = Math.min(this.total, this.done + 2);
          resolve(words(this.done, this.total));
        });
      }),
    wordScores: (method, word) => {
      this.wordsAsked.push(`${word} by ${method}, ${this.done} done`);
      return Promise.resolve({ rows: Int32Array.of(1, 2), scores: Float32Array.of(0.25, -0.5) });
    },
  };

  async answer(): Promise<void> {
    this.answers.shift()?.();
    await new Promise((resume) => setTimeout(resume));
  }
}

function analysed(kernel: Kernel, source: "model" | "arrays" = "model"): Store {
  const store = filledStore(labelColumns, kernel.compute);
  store.applyProgress(progressOf({ summary: { analysis: "a", source } as AnalysisSummary }));
  return store;
}

describe("words by attribution", () => {
  test("are asked for until all rows are done, with what is known so far", async () => {
    const kernel = new Kernel();
    const { salience } = analysed(kernel);
    salience.start({ text: "card" });
    expect(salience.running.value).toEqual({ done: 0, total: 4 });
    await kernel.answer();
    expect(salience.running.value).toEqual({ done: 2, total: 4 });
    expect(salience.result.value).toMatchObject({ method: "gradient_l2", filter: { text: "card" } });
    expect(salience.covers(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0))).toBe(false);
    await kernel.answer();
    expect(salience.running.value).toBeNull();
    expect(kernel.asked).toHaveLength(2);
    expect([...(salience.result.value?.mask ?? [])]).toEqual([1, 1, 1, 0, 0, 1, 0, 0]);
    expect(salience.covers(Uint8Array.of(1, 0, 0, 0, 0, 1, 0, 0))).toBe(true);
    expect(salience.covers(Uint8Array.of(1, 0, 0, 1, 0, 0, 0, 0))).toBe(false);
  });

  test("stop when cancelled, keep what is done, and go on when asked again", async () => {
    const kernel = new Kernel();
    const { salience } = analysed(kernel);
    salience.start({});
    await kernel.answer();
    salience.cancel();
    expect(kernel.asked[1]?.signal.aborted).toBe(true);
    expect(salience.running.value).toBeNull();
    await kernel.answer();
    expect(salience.result.value?.words.done).toBe(2);
    kernel.done = 2;
    salience.start({});
    await kernel.answer();
    expect(salience.result.value?.words.done).toBe(4);
    expect(salience.running.value).toBeNull();
  });

  test("keep the results of each method; another method stops a run", async () => {
    const kernel = new Kernel();
    const { salience } = analysed(kernel);
    salience.start({});
    await kernel.answer();
    salience.setMethod("lime");
    expect(kernel.asked[1]?.signal.aborted).toBe(true);
    expect(salience.result.value).toBeNull();
    salience.setMethod("gradient_l2");
    expect(salience.result.value?.words.done).toBe(2);
  });

  test("say why there are none, and try again", async () => {
    const kernel = new Kernel();
    kernel.failure = "gradient_l2: the graph holds QLinearMatMul";
    const { salience } = analysed(kernel);
    salience.start({});
    await kernel.answer();
    expect(salience.error.value).toBe("gradient_l2: the graph holds QLinearMatMul");
    expect(salience.running.value).toBeNull();
    kernel.failure = null;
    salience.start({});
    expect(salience.error.value).toBeNull();
    await kernel.answer();
    expect(salience.result.value?.words.done).toBe(2);
  });

  test("are not asked for where the analysis has no model", async () => {
    const kernel = new Kernel();
    const { salience } = analysed(kernel, "arrays");
    salience.start({});
    await until(() => salience.error.value !== null);
    expect(salience.error.value).toContain("no finished analysis with a model");
    expect(kernel.asked).toHaveLength(0);
  });

  test("are forgotten with the analysis that they are of", async () => {
    const kernel = new Kernel();
    kernel.total = 2;
    const store = analysed(kernel);
    store.salience.start({});
    await kernel.answer();
    expect(store.salience.covers(Uint8Array.of(1))).toBe(true);
    store.resetAnalysis();
    expect(store.salience.result.value).toBeNull();
    expect(store.salience.covers(Uint8Array.of(1))).toBe(false);
  });
});

describe("the word that colours the map", () => {
  test("is asked for while the map shows it, and again as more rows are done", async () => {
    const kernel = new Kernel();
    const store = analysed(kernel);
    store.setView({ attributionWord: { word: "card", method: "gradient_l2" } });
    expect(kernel.wordsAsked).toEqual([]);
    store.setView({ colourBy: "attribution" });
    await until(() => store.salience.coloured.value !== null);
    store.salience.start({});
    await kernel.answer();
    expect(kernel.wordsAsked).toEqual(["card by gradient_l2, 0 done", "card by gradient_l2, 2 done"]);
    expect(store.salience.coloured.value).toMatchObject({ word: "card", found: 2, signed: true, top: 0.4 });
    store.setView({ colourBy: "gold" });
    expect(store.salience.coloured.value).toBeNull();
  });

  test("has a score in the rows that have it, and a scale that nearly all lie within", () => {
    const word = { word: "card", method: "lime" as const };
    const rows = Int32Array.from({ length: 100 }, (_, row) => row);
    const scores = Float32Array.from(rows, (row) => (row < 98 ? 0.15 : 0.9));
    const { column, ...rest } = wordScores(word, 101, { rows, scores });
    expect(rest).toEqual({ ...word, found: 100, signed: false, top: 0.2 });
    expect(column[99]).toBeCloseTo(0.9);
    expect(column[100]).toBeNaN();
    const none = { rows: new Int32Array(0), scores: new Float32Array(0) };
    expect(wordScores(word, 1, none)).toMatchObject({ found: 0, signed: false });
  });
});
