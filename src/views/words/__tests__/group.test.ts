import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { finished, maskOf, wordPostings } from "../../../core";
import { labelCounts } from "../../parts/label-counts";
import { featureOf, groupOf, shareRight, topFeatures } from "../group";

const every = (rows: number) => new Uint8Array(rows).fill(1);
const none = (rows: number) => new Uint8Array(rows);

describe("the group", () => {
  test("is all rows shown while nothing is selected", () => {
    const shown = maskOf([0, 2], 4);
    expect(groupOf(shown, none(4))).toEqual({ inside: shown, size: 2, shown, shownSize: 2, selected: false });
  });

  test("is the shown part of the selection", () => {
    const group = groupOf(maskOf([0, 1, 2], 4), maskOf([2, 3], 4));
    expect([...group.inside]).toEqual([0, 0, 1, 0]);
    expect(group).toMatchObject({ size: 1, shownSize: 3, selected: true });
  });
});

describe("top features", () => {
  const texts = [
    ...Array.from({ length: 20 }, () => "lost the card today"),
    ...Array.from({ length: 30 }, () => "top up today"),
  ];
  const postings = wordPostings(texts);

  test("of all rows are the most frequent that are not function words", () => {
    const rows = finished(topFeatures(postings, groupOf(every(50), none(50)), 3));
    expect(rows.map(({ name, count, inside, elsewhere }) => [name, count, inside, elsewhere])).toEqual([
      ["today", 50, 1, null],
      ["top", 30, 0.6, null],
      ["lost", 20, 0.4, null],
    ]);
  });

  test("of filtered rows count those rows only", () => {
    const shown = maskOf([0, 1, 20], 50);
    const rows = finished(topFeatures(postings, groupOf(shown, none(50)), 2));
    expect(rows).toEqual([
      { feature: 3, name: "today", count: 3, inside: 1, elsewhere: null },
      { feature: 0, name: "lost", count: 2, inside: 2 / 3, elsewhere: null },
    ]);
  });

  test("of a selection are what it holds more of than chance, with the share elsewhere", () => {
    const selection = maskOf(
      Array.from({ length: 20 }, (_, row) => row),
      50,
    );
    const rows = finished(topFeatures(postings, groupOf(every(50), selection), 10));
    expect(rows.map(({ name }) => name)).toEqual(["card", "lost"]);
    expect(rows[0]).toEqual({ feature: 2, name: "card", count: 20, inside: 1, elsewhere: 0 });
  });

  test("of a selection of everything are the most frequent", () => {
    const rows = finished(topFeatures(postings, groupOf(every(50), every(50)), 1));
    expect(rows[0]).toMatchObject({ name: "today", elsewhere: null });
  });

  test("tell of one by name whether it is more than chance or not", () => {
    const selection = maskOf([0, 1, 2, 20], 50);
    const group = groupOf(every(50), selection);
    expect(featureOf(postings, "today", group)).toEqual({
      feature: 3,
      name: "today",
      count: 4,
      inside: 1,
      elsewhere: 1,
    });
    expect(featureOf(postings, "card", group)).toMatchObject({ inside: 0.75, elsewhere: 17 / 46 });
    expect(featureOf(postings, "nowhere", group)).toBeNull();
  });

  test("of any rows are in order, at most as many as asked for, and counted right", () => {
    const words = ["card", "top", "lost", "rate", "cash"];
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.subarray(words), fc.boolean()), { minLength: 1 }),
        fc.integer({ min: 1, max: 6 }),
        (rows, limit) => {
          const shown = Uint8Array.from(rows, ([, isShown]) => Number(isShown));
          const built = wordPostings(rows.map(([row]) => row.join(" ")));
          const found = finished(topFeatures(built, groupOf(shown, none(rows.length)), limit));
          const counted = (word: string): number =>
            rows.filter(([row, isShown]) => isShown && row.includes(word)).length;
          const counts = words
            .map(counted)
            .filter((count) => count > 0)
            .sort((a, b) => b - a);
          expect(found.map(({ count }) => count)).toEqual(counts.slice(0, limit));
          for (const { name, count } of found) expect(count).toBe(counted(name));
        },
      ),
    );
  });
});

describe("figures of a group", () => {
  test("count the rows of each label, missing ones for none", () => {
    const labels = { names: ["a", "b", "c"], codes: Int32Array.of(0, 1, 1, -1, 1) };
    expect([...labelCounts(labels, maskOf([0, 1, 3, 4], 5))]).toEqual([1, 2, 0]);
  });

  test("share what is right among rows with both labels, here and elsewhere", () => {
    const gold = Int32Array.of(0, 1, 2, -1, 1);
    const prediction = Int32Array.of(0, 0, 2, 1, -1);
    const inside = maskOf([0, 3], 5);
    expect(shareRight({ gold, prediction }, inside)).toBe(1);
    expect(shareRight({ gold, prediction }, every(5), inside)).toBe(0.5);
    expect(shareRight({ gold, prediction: null }, every(5))).toBeNaN();
  });
});
