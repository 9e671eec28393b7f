import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Categories } from "../../../../src/core";
import { uniteLabels } from "../label-space";

function gold(values: readonly (string | null)[], names?: readonly string[]): Categories {
  const all = names ?? [...new Set(values.filter((value) => value !== null))];
  return {
    names: all,
    codes: Int32Array.from(values, (value) => (value === null ? -1 : all.indexOf(value))),
  };
}

describe("labels of model and data", () => {
  test("keep the model's order and put what only the data has behind", () => {
    const space = uniteLabels(["a", "b", "c"], gold(["z", "c", null, "a"]));
    expect(space.names).toEqual(["a", "b", "c", "z"]);
    expect([...(space.gold ?? [])]).toEqual([3, 2, -1, 0]);
    expect(space.notices).toEqual([
      'the model does not know 1 label of the data ("z"); rows with it count as errors and have no loss',
    ]);
  });

  test("keep every row's gold label by name", () => {
    const name = fc.constantFrom("a", "b", "c", "d", "e");
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1 }), fc.array(fc.option(name)), (predicted, values) => {
        fc.pre(values.some((value) => value !== null && predicted.includes(value)));
        const space = uniteLabels(
          predicted,
          gold(values, ["unused", ...new Set(values.filter((v) => v !== null))]),
        );
        expect(Array.from(space.gold ?? [], (code) => space.names[code] ?? null)).toEqual(values);
        expect(space.names.slice(0, predicted.length)).toEqual(predicted);
        expect(new Set(space.names).size).toBe(space.names.length);
        expect(space.names).not.toContain("unused");
      }),
    );
  });

  test("with none in common are refused, naming a few of both", () => {
    expect(() => uniteLabels(["x", "y"], gold(["a", "b"]))).toThrow(
      'labels: none of the data\'s 2 ("a", "b") is among the model\'s 2 ("x", "y"); pass label_names= ',
    );
  });

  test("that differ only in spelling are pointed out but not matched", () => {
    expect(() => uniteLabels(["Card arrival"], gold(["card_arrival"]))).toThrow(
      '"card_arrival" and "Card arrival" differ only in spelling',
    );
  });

  test("that are nameless in the model and numbers in the data are matched by number", () => {
    const space = uniteLabels(["LABEL_0", "LABEL_1", "LABEL_2"], gold(["2", "0"]));
    expect(space.names).toEqual(["0", "1", "2"]);
    expect([...(space.gold ?? [])]).toEqual([2, 0]);
    expect(space.notices).toEqual([]);
  });

  test("that are nameless in the model and words in the data are refused", () => {
    expect(() => uniteLabels(["LABEL_0", "LABEL_1"], gold(["yes", "no"]))).toThrow(/pass label_names=/);
    expect(() => uniteLabels(["LABEL_0"], gold(["0", "1"]))).toThrow(/pass label_names=/);
  });

  test("of one side only are taken as they are", () => {
    expect(uniteLabels(["a"], null)).toEqual({ names: ["a"], gold: null, notices: [] });
    expect(uniteLabels([], gold(["b", null])).names).toEqual(["b"]);
    expect(uniteLabels(["a"], gold([null, null])).notices).toEqual([]);
  });
});
