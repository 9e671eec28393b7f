import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Categories } from "../columns";
import { accuracyOf, confusionMatrix, confusions, labelReport } from "../labels";
import golden from "./golden/labels.json";

const names = ["a", "b", "c", "d", "e", "f", "g"];
const gold: Categories = { names, codes: Int32Array.from(golden.gold) };
const prediction: Categories = { names, codes: Int32Array.from(golden.prediction) };
const reversed: Categories = { names: [...names].reverse(), codes: prediction.codes.map((code) => 6 - code) };

describe.each([
  ["in the same order", prediction],
  ["in another order", reversed],
])("with predicted labels %s, against scikit-learn", (_, prediction) => {
  test("precision, recall, f1 and counts agree", () => {
    const report = labelReport(gold, prediction);
    report.forEach((entry, label) => {
      for (const key of ["precision", "recall", "f1"] as const) {
        const theirs = golden[key][label];
        // scikit-learn sets an f1 of 0 where the precision is undefined and there are rows; so do we
        if (theirs === null) expect(entry[key]).toBeNaN();
        else expect(entry[key]).toBeCloseTo(theirs!, 12);
      }
      expect(entry.count).toBe(golden.count[label]);
      expect(entry.errors).toBe(golden.count[label]! - golden.confusion_matrix[label]![label]!);
    });
  });

  test("confusions are the rest of the confusion matrix, most frequent first", () => {
    const pairs = confusions(gold, prediction);
    const matrix = golden.confusion_matrix.map((row, i) => row.map((n, j) => (i === j ? n : 0)));
    for (const { gold: i, prediction: j, count } of pairs)
      matrix[i]![names.indexOf(prediction.names[j]!)]! += count;
    expect(matrix).toEqual(golden.confusion_matrix);
    expect(pairs.map((pair) => pair.count)).toEqual(pairs.map((pair) => pair.count).sort((a, b) => b - a));
  });

  test("the confusion matrix agrees, in any order of the labels", () => {
    expect(confusionMatrix(gold, prediction, names)).toEqual(
      Uint32Array.from(golden.confusion_matrix.flat()),
    );
    expect(confusionMatrix(gold, prediction, ["g", "a", "d"])).toEqual(
      Uint32Array.from(golden.confusion_matrix_of_g_a_d.flat()),
    );
  });

  test("accuracy agrees", () => {
    expect(accuracyOf(gold, prediction).accuracy).toBeCloseTo(golden.accuracy, 12);
  });
});

test("mean confidence is that of the rows with the gold label, those without confidence left out", () => {
  const confidence = Float32Array.from(golden.confidence, (value) => value ?? NaN);
  const means = labelReport(gold, prediction, undefined, { confidence }).map((entry) => entry.meanConfidence);
  golden.mean_confidence.forEach((theirs, label) => {
    if (theirs === null) expect(means[label]).toBeNaN();
    else expect(means[label]).toBeCloseTo(theirs, 6);
  });
});

test("confusions count the rows that have neighbours of the label they are taken for", () => {
  const two: Categories = { names: ["x", "y"], codes: Int32Array.of(0, 0, 0, 1, 0) };
  const guesses: Categories = { names: ["x", "y"], codes: Int32Array.of(1, 1, 1, 0, 0) };
  const rivals = Int32Array.of(2, 0, 5, 0, 9);
  expect(confusions(two, guesses, undefined, rivals)).toEqual([
    { gold: 0, prediction: 1, count: 3, near: 2 },
    { gold: 1, prediction: 0, count: 1, near: 0 },
  ]);
  expect(confusions(two, guesses, Uint8Array.of(0, 1, 1, 1, 1), rivals)[0]?.near).toBe(1);
  expect(confusions(two, guesses)[0]?.near).toBeNull();
});

test("a mask restricts everything as if the other rows were not there", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 240, maxLength: 240, max: 1 }), (mask) => {
      const pick = (column: Categories): Categories => ({
        names,
        codes: column.codes.filter((_, row) => mask[row]),
      });
      expect(labelReport(gold, prediction, undefined, { mask })).toEqual(
        labelReport(pick(gold), pick(prediction)),
      );
      expect(confusions(gold, prediction, mask)).toEqual(confusions(pick(gold), pick(prediction)));
      expect(confusionMatrix(gold, prediction, names, mask)).toEqual(
        confusionMatrix(pick(gold), pick(prediction), names),
      );
      expect(accuracyOf(gold, prediction, mask)).toEqual(accuracyOf(pick(gold), pick(prediction)));
    }),
  );
});

test("labels that only the model knows follow those of the data", () => {
  const report = labelReport(
    { names: ["x", "y"], codes: Int32Array.of(0, 0, 1) },
    { names: ["z", "x"], codes: Int32Array.of(1, 0, -1) },
    Int32Array.of(3, 4),
    { confidence: Float32Array.of(0.5, 1, NaN) },
  );
  expect(report).toEqual([
    {
      label: 0,
      name: "x",
      count: 2,
      precision: 1,
      recall: 0.5,
      f1: 2 / 3,
      errors: 1,
      cluster: 3,
      meanConfidence: 0.75,
    },
    {
      label: 1,
      name: "y",
      count: 1,
      precision: NaN,
      recall: NaN,
      f1: NaN,
      errors: 0,
      cluster: 4,
      meanConfidence: NaN,
    },
    {
      label: 2,
      name: "z",
      count: 0,
      precision: 0,
      recall: NaN,
      f1: 0,
      errors: 0,
      cluster: -1,
      meanConfidence: NaN,
    },
  ]);
});

test("without predictions there are counts only, and accuracy of nothing is not a number", () => {
  const [first] = labelReport(gold, undefined);
  expect(first).toMatchObject({ count: golden.count[0], precision: NaN, recall: NaN, f1: NaN, errors: 0 });
  expect(accuracyOf(gold, prediction, new Uint8Array(240))).toEqual({ count: 0, correct: 0, accuracy: NaN });
});
