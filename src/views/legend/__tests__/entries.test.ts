import { describe, expect, test } from "@jest/globals";
import { listed, pickCluster, pickLabel } from "../entries";

describe("a click on the legend", () => {
  test("shows only that cluster, and a second one all again", () => {
    expect(pickCluster({}, 3, "isolate")).toEqual({ cluster: [3] });
    expect(pickCluster({ cluster: [3] }, 3, "isolate")).toEqual({ cluster: undefined });
  });

  test("among several leaves that one alone", () => {
    expect(pickCluster({ cluster: [1, 3] }, 3, "isolate")).toEqual({ cluster: [3] });
  });

  test("with a modifier key adds, and takes away what was there", () => {
    expect(pickCluster({ cluster: [1] }, 3, "add")).toEqual({ cluster: [1, 3] });
    expect(pickCluster({ cluster: [1, 3] }, 1, "add")).toEqual({ cluster: [3] });
    expect(pickCluster({ cluster: [1] }, 1, "add")).toEqual({ cluster: undefined });
  });

  test("on a label filters by its name", () => {
    expect(pickLabel({ label: ["a"] }, "b_c", "add")).toEqual({ label: ["a", "b_c"] });
  });
});

test("an open cluster lists five labels, or six where only one would be left out", () => {
  const labels = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
  expect(listed(labels(6), false)).toHaveLength(6);
  expect(listed(labels(14), false)).toEqual([0, 1, 2, 3, 4]);
  expect(listed(labels(14), true)).toHaveLength(14);
});
