import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { differenceOf, piecesOf } from "../difference";

const words = fc.array(fc.constantFrom("my", "card", "is", "late", "not"), { maxLength: 12 });

describe("the pieces of a text", () => {
  test("are words and single marks at their places", () => {
    expect(piecesOf("My card, ok?").map(({ text, start, end }) => [text, start, end])).toEqual([
      ["My", 0, 2],
      ["card", 3, 7],
      [",", 7, 8],
      ["ok", 9, 11],
      ["?", 11, 12],
    ]);
  });

  test("keep marked letters and other scripts whole", () => {
    expect(piecesOf("עֲדַיִן לא").map(({ text }) => text)).toEqual(["עֲדַיִן", "לא"]);
    expect(piecesOf("")).toEqual([]);
  });
});

describe("the difference of two lists of words", () => {
  test("keeps what both have and tells what was replaced", () => {
    const before = ["I", "wait", "a", "week", "?"];
    const after = ["I", "wait", "one", "month", "?"];
    const changes = differenceOf(before, after);
    expect(changes.filter(({ kind }) => kind === "removed").map((change) => before[change.before])).toEqual([
      "a",
      "week",
    ]);
    expect(changes.filter(({ kind }) => kind === "added").map((change) => after[change.after])).toEqual([
      "one",
      "month",
    ]);
  });

  test("visits both lists whole and in order, and keeps only equal words", () => {
    fc.assert(
      fc.property(words, words, (before, after) => {
        const changes = differenceOf(before, after);
        const places = (side: "before" | "after"): number[] =>
          changes.map((change) => change[side]).filter((place) => place >= 0);
        expect(places("before")).toEqual([...before.keys()]);
        expect(places("after")).toEqual([...after.keys()]);
        for (const change of changes)
          if (change.kind === "kept") expect(before[change.before]).toBe(after[change.after]);
      }),
    );
  });

  test("is as short as the longest common subsequence allows", () => {
    fc.assert(
      fc.property(words, words, (before, after) => {
        const kept = differenceOf(before, after).filter(({ kind }) => kind === "kept").length;
        expect(kept).toBe(longestCommon(before, after));
      }),
    );
  });

  test("replaces the middle as a whole where comparing would take too long", () => {
    const before = ["same", ...Array.from({ length: 1100 }, (_, i) => `a${i}`), "end"];
    const after = ["same", ...Array.from({ length: 1100 }, (_, i) => `b${i}`), "end"];
    const changes = differenceOf(before, after);
    expect(changes).toHaveLength(2202);
    expect(changes.filter(({ kind }) => kind === "kept")).toHaveLength(2);
  });
});

function longestCommon(a: readonly string[], b: readonly string[]): number {
  const [first, ...rest] = a;
  if (first === undefined || b.length === 0) return 0;
  const at = b.indexOf(first);
  const without = longestCommon(rest, b);
  return at < 0 ? without : Math.max(without, 1 + longestCommon(rest, b.slice(at + 1)));
}
