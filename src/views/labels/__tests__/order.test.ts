import { describe, expect, test } from "@jest/globals";
import type { LabelReport } from "../../../core";
import { groupLabels } from "../order";

function report(label: number, recall: number, count = 10, errors = 0): LabelReport {
  return {
    label,
    name: `label ${label}`,
    count,
    recall,
    precision: recall,
    f1: recall,
    errors,
    cluster: -1,
    meanConfidence: NaN,
  };
}

const reports = [
  report(0, 0.9, 40, 4),
  report(1, NaN, 0),
  report(2, 0.5, 10, 5),
  report(3, 1, 30),
  report(4, 0.8, 5, 1),
];
const clusters = [
  { index: 0, name: "zebra", labels: [0, 1, 3] },
  { index: 1, name: "apple", labels: [2] },
  { index: 2, name: "empty", labels: [] },
];
const shape = (sort: Parameters<typeof groupLabels>[2]) =>
  groupLabels(reports, clusters, sort).map((group) => [
    group.cluster,
    group.labels.map(({ label }) => label),
  ]);

describe("labels by cluster", () => {
  test("stand worst recall first, those without one last, and labels without cluster together", () => {
    expect(shape("recall")).toEqual([
      [1, [2]],
      [-1, [4]],
      [0, [0, 3, 1]],
    ]);
  });

  test("stand most errors or rows first", () => {
    expect(shape("errors").map(([cluster]) => cluster)).toEqual([1, 0, -1]);
    expect(shape("count")).toEqual([
      [0, [0, 3, 1]],
      [1, [2]],
      [-1, [4]],
    ]);
  });

  test("stand by name", () => {
    expect(groupLabels(reports, clusters, "name").map(({ figures }) => figures.name)).toEqual([
      "apple",
      "other labels",
      "zebra",
    ]);
  });

  test("add up rows and errors and average the shares that are known", () => {
    const [, , zebra] = groupLabels(reports, clusters, "recall");
    expect(zebra?.figures).toMatchObject({ count: 70, errors: 4, recall: 0.95 });
  });

  test("without clusters are one group", () => {
    expect(groupLabels(reports, [], "count").map(({ cluster }) => cluster)).toEqual([-1]);
  });
});
