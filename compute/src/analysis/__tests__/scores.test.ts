import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { Slices } from "../../threads/slices";
import { Scores, softmaxRows } from "../scores";

const logit = fc.float({ min: -80, max: 80, noNaN: true });

describe("scores", () => {
  test("are softmax, argmax, the lead of the best and cross-entropy", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(logit, logit, logit), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 2 }),
        (rows, label) => {
          const logits = Float32Array.from(rows.flat());
          const scores = new Scores(rows.length, 3, new Int32Array(rows.length).fill(label));
          scores.add([...rows.keys()], logits, "logits");
          for (const [row, values] of rows.entries()) {
            const exact = values.map(Math.fround);
            const largest = Math.max(...exact);
            const total = exact.reduce((sum, value) => sum + Math.exp(value - largest), 0);
            const sorted = exact.map((value) => Math.exp(value - largest) / total).sort((a, b) => b - a);
            expect(scores.prediction[row]).toBe(exact.indexOf(largest));
            expect(scores.probability[row]).toBeCloseTo(sorted[0]!, 6);
            expect(scores.confidence[row]).toBeCloseTo(sorted[0]! - sorted[1]!, 6);
            expect(scores.loss?.[row]).toBeCloseTo(Math.log(total) + largest - exact[label]!, 4);
          }
        },
      ),
    );
  });

  test("do not overflow and keep a loss where the probability rounds to 0", () => {
    const scores = new Scores(1, 2, Int32Array.of(1));
    scores.add([0], Float32Array.of(1e4, -1e4), "logits");
    expect(scores.probability[0]).toBe(1);
    expect(scores.loss?.[0]).toBe(2e4);
  });

  test("of rows that are not there yet are missing", () => {
    const scores = new Scores(2, 2, Int32Array.of(0, 0));
    scores.add([1], Float32Array.of(0, 1), "logits");
    expect([...scores.prediction]).toEqual([-1, 1]);
    expect(scores.confidence[0]).toBeNaN();
    expect(scores.loss?.[0]).toBeNaN();
  });

  test("have no loss without a gold label, or with one that has no column", () => {
    const scores = new Scores(2, 2, Int32Array.of(-1, 2));
    scores.add([0, 1], Float32Array.of(0, 1, 1, 0), "logits");
    expect([...(scores.loss ?? [])]).toEqual([NaN, NaN]);
    expect(new Scores(1, 2, null).loss).toBeNull();
  });

  test("of probabilities are these, and the same all at once as in pieces", async () => {
    const values = Float32Array.of(0.25, 0.75, 0.5, 0.5);
    const pieces = new Scores(2, 2, Int32Array.of(1, 0));
    pieces.add([1], values.subarray(2), "probabilities");
    pieces.add([0], values.subarray(0, 2), "probabilities");
    const whole = new Scores(2, 2, Int32Array.of(1, 0));
    await whole.addAll(values, "probabilities", new Slices());
    for (const column of ["prediction", "probability", "confidence", "loss"] as const)
      expect(whole[column]).toEqual(pieces[column]);
    expect([...whole.probability]).toEqual([0.75, 0.5]);
    expect([...whole.confidence]).toEqual([0.5, 0]);
    expect(whole.loss?.[0]).toBeCloseTo(-Math.log(0.75), 6);
  });

  test("of a single label are certain", () => {
    const scores = new Scores(1, 1, Int32Array.of(0));
    scores.add([0], Float32Array.of(-3), "logits");
    expect([scores.prediction[0], scores.probability[0], scores.confidence[0]]).toEqual([0, 1, 1]);
  });

  test("become probabilities of the rows asked for, in their order", () => {
    const logits = Float32Array.of(0, 0, 100, 0, 0, Math.log(3));
    const found = [...softmaxRows(logits, 2, [2, 0])];
    for (const [i, expected] of [0.25, 0.75, 0.5, 0.5].entries()) expect(found[i]).toBeCloseTo(expected, 6);
  });
});
