import { describe, expect, test } from "@jest/globals";
import type { Attribution } from "../../../../client";
import type { Asked } from "../../asked";
import { attributionOf } from "../../__tests__/fake-explanations";
import { formerTotals } from "../former";
import type { VifiMethod } from "../../../parts/methods";
import { type Answers, failureOf, pictureOf } from "../picture";

const nothing: Asked<Attribution> = {
  value: null,
  current: false,
  failed: null,
  took: 0,
  retry: () => undefined,
};

function answers(given: Partial<Record<VifiMethod, Partial<Asked<Attribution>>>>): Answers {
  const of = (method: VifiMethod): Asked<Attribution> => ({ ...nothing, ...given[method] });
  return {
    attention: of("attention"),
    integrated_gradients: of("integrated_gradients"),
    gradient_l2: of("gradient_l2"),
    lime: of("lime"),
  };
}

describe("the picture of the answers", () => {
  const before = attributionOf("gradient_l2", "where is my card", [1, 1, 1, 1]);
  const slow = attributionOf("lime", "where is my card", [1, 2, 3, 4]);
  const after = attributionOf("gradient_l2", "where is my cat", [0, 0, 1, 3]);

  test("is none before the first answer", () => {
    expect(pictureOf(answers({}))).toBeNull();
  });

  test("shows the first method while the others are asked", () => {
    const picture = pictureOf(answers({ gradient_l2: { value: after, current: true } }));
    expect(picture?.parts.map(({ method }) => method)).toEqual(["gradient_l2"]);
    expect([...(picture?.parts[0]?.shares ?? [])]).toEqual([0, 0, 0.25, 0.75]);
  });

  test("never mixes two texts: once one method has read the new one, the others' old answers leave", () => {
    const picture = pictureOf(
      answers({ gradient_l2: { value: after, current: true }, lime: { value: slow, current: false } }),
    );
    expect(picture?.text).toBe("where is my cat");
    expect(picture?.parts).toHaveLength(1);
    expect(picture?.current).toBe(true);
  });

  test("keeps the last text as a whole until then", () => {
    const picture = pictureOf(answers({ gradient_l2: { value: before }, lime: { value: slow } }));
    expect(picture?.parts.map(({ method }) => method)).toEqual(["gradient_l2", "lime"]);
    expect(picture?.current).toBe(false);
  });

  test("leaves out scores that are not numbers, and says so", () => {
    const broken = { ...nothing, value: attributionOf("lime", "a b", [NaN, 1]), current: true };
    expect(pictureOf(answers({ lime: broken }))).toBeNull();
    expect(failureOf(broken)).toBe("its scores are not finite numbers");
    expect(failureOf({ ...nothing, failed: "no gradient" })).toBe("no gradient");
    expect(failureOf(nothing)).toBeNull();
  });

  test("knows what its words weighed before an edit, allowing for the number of words", () => {
    const former = pictureOf(answers({ gradient_l2: { value: before, current: true } }));
    const short = attributionOf("gradient_l2", "where is cat", [1, 2, 3]);
    const picture = pictureOf(answers({ gradient_l2: { value: short, current: true } }));
    const totals = formerTotals(picture!, former!);
    expect(totals[0]).toBeCloseTo((1 / 4) * (4 / 3));
    expect(totals[2]).toBeNaN();
  });
});
