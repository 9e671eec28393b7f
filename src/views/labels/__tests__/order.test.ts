import { describe, expect, test } from "@jest/globals";
import type { LabelReport } from "../../../core";
import { groupLabels, type Order, pairKeys, type PairSort, type SortBy, sorted, turned } from "../order";

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
const by = (key: SortBy, reversed = false): Order<SortBy> => ({ by: key, reversed });
const shape = (sort: Order<SortBy>) =>
  groupLabels(reports, clusters, sort).map((group) => [
    group.cluster,
    group.labels.map(({ label }) => label),
  ]);

describe("labels by cluster", () => {
  test("stand worst recall first, those without one last, and labels without cluster together", () => {
    expect(shape(by("recall"))).toEqual([
      [1, [2]],
      [-1, [4]],
      [0, [0, 3, 1]],
    ]);
  });

  test("stand the other way round when reversed, those without a figure still last", () => {
    expect(shape(by("recall", true))).toEqual([
      [0, [3, 0, 1]],
      [-1, [4]],
      [1, [2]],
    ]);
  });

  test("stand most errors or rows first", () => {
    expect(shape(by("errors")).map(([cluster]) => cluster)).toEqual([1, 0, -1]);
    expect(shape(by("count"))).toEqual([
      [0, [0, 3, 1]],
      [1, [2]],
      [-1, [4]],
    ]);
  });

  test("stand by name", () => {
    expect(groupLabels(reports, clusters, by("name")).map(({ figures }) => figures.name)).toEqual([
      "apple",
      "other labels",
      "zebra",
    ]);
  });

  test("add up rows and errors and average the shares that are known", () => {
    const [, , zebra] = groupLabels(reports, clusters, by("recall"));
    expect(zebra?.figures).toMatchObject({ count: 70, errors: 4, recall: 0.95, f1: 0.95 });
  });

  test("without clusters are one group", () => {
    expect(groupLabels(reports, [], by("count")).map(({ cluster }) => cluster)).toEqual([-1]);
  });

  test("average confidence over rows, not over labels", () => {
    const sure = [
      { ...report(0, 1, 30), meanConfidence: 1 },
      { ...report(1, 1, 10), meanConfidence: 0.2 },
      report(3, 1, 50),
    ];
    const [group] = groupLabels(sure, clusters, by("count"));
    expect(group?.figures.meanConfidence).toBeCloseTo(0.8, 12);
  });

  test("keep only the labels that are given, and clusters without a name have a number", () => {
    const [group] = groupLabels([report(3, 1)], [{ index: 4, name: "", labels: [0, 3] }], by("name"));
    expect(group?.labels.map(({ label }) => label)).toEqual([3]);
    expect(group?.figures.name).toBe("cluster 5");
  });
});

describe("confusions", () => {
  const pair = (goldName: string, predictionName: string, count: number, near: number | null) => ({
    gold: 0,
    prediction: 1,
    goldName,
    predictionName,
    count,
    share: count / 40,
    near,
  });
  const pairs = [pair("b", "x", 5, 1), pair("a", "z", 3, null), pair("c", "y", 2, 2)];
  test.each<[PairSort, string]>([
    ["gold", "abc"],
    ["prediction", "bca"],
    ["count", "bac"],
    ["share", "bac"],
    ["near", "cba"],
  ])("stand by %s", (key, expected) => {
    const order = sorted(pairs, pairKeys, { by: key, reversed: false });
    expect(order.map(({ goldName }) => goldName).join("")).toBe(expected);
  });
});

test("a second click on a header turns the order, a third turns it back, another header begins anew", () => {
  const first = turned({ by: "recall", reversed: false }, "recall");
  expect(first).toEqual({ by: "recall", reversed: true });
  expect(turned(first, "recall")).toEqual({ by: "recall", reversed: false });
  expect(turned<SortBy>(first, "f1")).toEqual({ by: "f1", reversed: false });
});
