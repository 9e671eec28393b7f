import { describe, expect, test } from "@jest/globals";
import { everyRow, maskOf, seededRandom, wordPostings } from "../../../core";
import { fontSize, localityOf, selectionWords, type WordScene, wordsOfView } from "../local-words";

/** Four groups of forty rows in the corners of the plane; each has its word, all share "the same". */
const groups = ["card", "loan", "rate", "visa"];
const texts = Array.from({ length: 160 }, (_, row) => `the same ${groups[row % 4] ?? ""}`);
const random = seededRandom(1);
const truth = Float32Array.from({ length: 320 }, (_, i) => {
  const group = (i >> 1) % 4;
  const side = i % 2 ? group >> 1 : group & 1;
  return (side ? 0.7 : -0.7) + (random() - 0.5) * 0.05;
});
const none = { rows: new Uint32Array(0), mask: new Uint8Array(160) };
const scene: WordScene = {
  postings: wordPostings(texts),
  truth,
  drawn: truth,
  shown: everyRow(160),
  camera: { scale: 300, x0: 400, y0: 300 },
  size: { width: 800, height: 600 },
  blocked: [],
  selection: null,
  previous: new Map(),
  measure: (text, size) => text.length * size * 0.6,
};

function wordsAt(change: Partial<WordScene>): string[] {
  return wordsOfView({ ...scene, ...change })
    .map(({ text }) => text)
    .sort();
}

describe("words of the view", () => {
  test("are those whose rows lie together, near the middle of them", () => {
    const words = wordsOfView(scene);
    expect(words.map(({ text }) => text).sort()).toEqual(groups);
    const card = words.find(({ text }) => text === "card");
    expect(Math.hypot((card?.x ?? 0) - 190, (card?.y ?? 0) - 90)).toBeLessThan(10);
  });

  test("come only from rows that the filter shows and the view holds", () => {
    expect(wordsAt({ shown: Uint8Array.from({ length: 160 }, (_, row) => (row % 4 === 0 ? 0 : 1)) })).toEqual(
      ["loan", "rate", "visa"],
    );
    expect(wordsAt({ camera: { scale: 300, x0: 700, y0: 300 } })).toEqual(["card", "rate"]);
  });

  test("stand where their rows are drawn, though local by where they truly lie", () => {
    const drawn = truth.map((value, i) => (i % 2 ? value : value + 0.1));
    const moved = wordsOfView({ ...scene, drawn }).find(({ text }) => text === "card");
    const card = wordsOfView(scene).find(({ text }) => text === "card");
    expect((moved?.x ?? 0) - (card?.x ?? 0)).toBeCloseTo(30, 0);
  });

  test("keep off panels", () => {
    expect(wordsAt({ blocked: [{ x: 0, y: 0, width: 400, height: 300 }] })).toEqual(["loan", "rate", "visa"]);
  });

  test("that tell a selection are marked as its own", () => {
    const rows = Uint32Array.from({ length: 40 }, (_, i) => 4 * i);
    const chosen = { rows, mask: maskOf(rows, 160) };
    const selection = selectionWords(scene.postings, chosen, scene.shown);
    const words = wordsOfView({ ...scene, selection });
    expect(words.filter(({ own }) => own).map(({ text }) => text)).toEqual(["card"]);
    expect(words).toHaveLength(4);
  });

  test("of no selection are nobody's own", () => {
    expect(selectionWords(scene.postings, none, scene.shown)).toBeNull();
    expect(wordsOfView(scene).every(({ own }) => !own)).toBe(true);
  });
});

test("locality is 100 px on SemLa's map and on larger ones, less on smaller ones", () => {
  expect(localityOf({ width: 970, height: 480 })).toBe(100);
  expect(localityOf({ width: 1600, height: 900 })).toBe(100);
  expect(localityOf({ width: 485, height: 240 })).toBe(50);
});

test("font sizes run from 11 to 20 px", () => {
  expect([0, 0.5, 1, 2].map(fontSize)).toEqual([11, 16, 20, 20]);
});
