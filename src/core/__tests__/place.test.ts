import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { placeWords, wordSize } from "../place";
import type { PlacedWord, Rect, WordToPlace } from "../place";

const measure = (text: string, size: number): number => text.length * size * 0.6;
const view = { width: 600, height: 400 };
const boxOf = (word: PlacedWord): Rect => ({
  x: word.x - word.width / 2,
  y: word.y - word.height / 2,
  width: word.width,
  height: word.height,
});
const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const anyWords = fc.uniqueArray(
  fc.record({
    text: fc.stringMatching(/^[a-z]{2,10}$/),
    x: fc.integer({ min: -20, max: 620 }),
    y: fc.integer({ min: -20, max: 420 }),
    weight: fc.integer({ min: 1, max: 90 }),
  }),
  { selector: (word) => word.text, maxLength: 60 },
);
const word = (text: string, weight: number, x = 300, y = 200): WordToPlace => ({ text, x, y, weight });

test("placed words never overlap, never touch what is blocked, lie in the view and near their centre", () => {
  const anyRect = fc.record({
    x: fc.integer({ min: 0, max: 500 }),
    y: fc.integer({ min: 0, max: 300 }),
    width: fc.integer({ min: 1, max: 200 }),
    height: fc.integer({ min: 1, max: 200 }),
  });
  fc.assert(
    fc.property(anyWords, fc.array(anyRect, { maxLength: 3 }), (words, blocked) => {
      const placed = placeWords(words, measure, { ...view, blocked });
      const boxes = placed.map(boxOf);
      boxes.forEach((box, i) => {
        expect(boxes.slice(i + 1).filter((other) => overlap(box, other))).toEqual([]);
        expect(blocked.filter((other) => overlap(box, other))).toEqual([]);
        const { x, y, width, height } = placed[i]!;
        expect(
          x - width / 2 >= 0 && y - height / 2 >= 0 && x + width / 2 <= 600 && y + height / 2 <= 400,
        ).toBe(true);
        const wanted = words.find((candidate) => candidate.text === placed[i]!.text)!;
        expect(Math.hypot(placed[i]!.x - wanted.x, placed[i]!.y - wanted.y)).toBeLessThanOrEqual(37);
      });
    }),
  );
});

test("the order of the candidates does not matter", () => {
  fc.assert(
    fc.property(anyWords, (words) => {
      expect(placeWords([...words].reverse(), measure, view)).toEqual(placeWords(words, measure, view));
    }),
  );
});

test("the heaviest word takes the centre, others move aside, and what finds no room is left out", () => {
  const words = [word("light", 5), word("heavy", 50)];
  const placed = placeWords(words, measure, view);
  expect(placed[0]).toMatchObject({ text: "heavy", x: 300, y: 200, size: 20 });
  expect(placed[1]!.text).toBe("light");
  expect(placed[1]).not.toMatchObject({ x: 300, y: 200 });
  expect(placeWords(words, measure, { ...view, maxShift: 5 }).map((w) => w.text)).toEqual(["heavy"]);
});

test("a previous place is kept while it is allowed", () => {
  const words = [word("pin", 5)];
  const at = (x: number, y: number) => new Map([["pin", { x, y }]]);
  expect(placeWords(words, measure, { ...view, previous: at(310, 190) })[0]).toMatchObject({
    x: 310,
    y: 190,
  });
  expect(placeWords(words, measure, { ...view, previous: at(400, 200) })[0]).toMatchObject({
    x: 300,
    y: 200,
  });
  const blocked = [{ x: 305, y: 185, width: 30, height: 4 }];
  expect(placeWords(words, measure, { ...view, blocked, previous: at(310, 190) })[0]).not.toMatchObject({
    x: 310,
    y: 190,
  });
});

test("at most `limit` words are placed, and words without a place are left out", () => {
  const words = [word("one", 3, 100), word("two", 2, 300), word("three", 1, 500), word("nowhere", 9, NaN)];
  expect(placeWords(words, measure, { ...view, limit: 2 }).map((w) => w.text)).toEqual(["one", "two"]);
});

test("sizes run from 11 to 20 px by count", () => {
  expect([0, 25, 100, 400].map((count) => wordSize(count, 100))).toEqual([11, 16, 20, 20]);
  expect(wordSize(3, 0)).toBe(11);
});

test("where words with a place choose first, a heavier newcomer does not push them away", () => {
  const previous = new Map([["old", { x: 300, y: 200 }]]);
  const words = [word("old", 3), word("newcomer", 90)];
  const place = (keepPrevious: boolean) =>
    placeWords(words, measure, { ...view, previous, keepPrevious }).map(({ text, x, y }) => [text, x, y]);
  expect(place(true)[0]).toEqual(["old", 300, 200]);
  expect(place(false)[0]).toEqual(["newcomer", 300, 200]);
});
