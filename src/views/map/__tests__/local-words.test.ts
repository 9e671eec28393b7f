/**
 * @jest-environment node
 * @jest-environment-options {"customExportConditions": ["browser", "require", "default"]}
 */
import { describe, expect, test } from "@jest/globals";
import { defaultWords, type WordSettings } from "../../../client";
import {
  categoryPostings,
  conceptPostings,
  conceptWords,
  everyRow,
  maskOf,
  seededRandom,
  wordPostings,
} from "../../../core";
import {
  fontSize,
  localityScale,
  selectionWords,
  type WordScene,
  wordsOfView,
  wordStatistics,
} from "../local-words";

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
  concepts: null,
  settings: defaultWords,
  clusterOfRow: Int32Array.from({ length: 160 }, (_, row) => row % 4),
  steady: false,
  previous: new Map(),
  labelOf: (feature) => feature,
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
    const selection = selectionWords(scene.postings, chosen, scene.shown, defaultWords);
    const words = wordsOfView({ ...scene, selection });
    expect(words.filter(({ own }) => own).map(({ text }) => text)).toEqual(["card"]);
    expect(words).toHaveLength(4);
  });

  test("of no selection are nobody's own", () => {
    expect(selectionWords(scene.postings, none, scene.shown, defaultWords)).toBeNull();
    expect(wordsOfView(scene).every(({ own }) => !own)).toBe(true);
  });
});

describe("settings of the words", () => {
  const withSettings = (change: Partial<WordSettings>): string[] =>
    wordsAt({ settings: { ...defaultWords, ...change } });

  test("bound how many rows contain a word and how far apart they lie", () => {
    expect(withSettings({ minCount: 41 })).toEqual([]);
    expect(withSettings({ maxCount: 39 })).toEqual([]);
    expect(withSettings({ locality: 5 })).toEqual([]);
  });

  test("turn to what is spread out, and to stop words", () => {
    expect(withSettings({ invert: true })).toEqual(["same"]);
    expect(withSettings({ invert: true, stopWords: true })).toEqual(["same", "the"]);
  });

  test("take other features: labels with their names as they read", () => {
    const names = groups.map((group) => `${group}_label`);
    const codes = Int32Array.from({ length: 160 }, (_, row) => row % 4);
    const settings = { ...defaultWords, kind: "label" as const };
    const labelOf = (name: string): string => name.replace("_", " ");
    const words = wordsOfView({ ...scene, settings, labelOf, postings: categoryPostings({ names, codes }) });
    expect(words.map(({ label }) => label).sort()).toEqual(groups.map((group) => `${group} label`));
  });

  test("find concepts by the localized words that vote for them", () => {
    const texts = Array.from({ length: 160 }, (_, row) => (row % 4 ? "other" : row % 8 ? "card" : "visa"));
    const words = wordPostings(texts);
    const table = { source: "test", names: ["plastic", "lonely"], wordsOf: [["card", "visa"], ["other"]] };
    const found = wordsOfView({
      ...scene,
      settings: { ...defaultWords, kind: "concept" },
      postings: conceptPostings(words, table),
      concepts: { words, links: conceptWords(words, table) },
    });
    expect(found.map(({ text, count }) => [text, count])).toEqual([["plastic", 40]]);
  });

  test("come with what was measured of all words in view", () => {
    const { counts, spreads, minCount, maxCount } = wordStatistics(scene);
    expect([...counts].sort((a, b) => a - b)).toEqual([40, 40, 40, 40, 160]);
    expect(Math.min(...spreads)).toBeGreaterThan(1);
    expect(Math.max(...spreads)).toBeGreaterThan(300);
    expect([minCount, maxCount]).toEqual([5, 1000]);
  });
});

test("words have the cluster that most of their rows are in", () => {
  const words = wordsOfView(scene);
  expect(words.map(({ text, cluster }) => [text, cluster]).sort()).toEqual(
    groups.map((text, i) => [text, i]),
  );
  const mixed = Int32Array.from({ length: 160 }, (_, row) => row % 8);
  expect(wordsOfView({ ...scene, clusterOfRow: mixed }).map(({ cluster }) => cluster)).toEqual([
    -1, -1, -1, -1,
  ]);
});

test("while the view only moves words keep their size and stay where they are", () => {
  const before = wordsOfView(scene);
  const moved = { scale: 300, x0: 430, y0: 310 };
  const previous = new Map(
    before.map(({ text, x, y, size }) => [text, { x: x + 30, y: y + 10, size: size - 2 }]),
  );
  const after = wordsOfView({ ...scene, camera: moved, previous, steady: true });
  expect(new Map(after.map(({ text, x, y, size }) => [text, { x, y, size }]))).toEqual(previous);
  const zoomed = wordsOfView({ ...scene, camera: moved, previous, steady: false });
  expect(zoomed.map(({ size }) => size)).toEqual(before.map(({ size }) => size));
});

test("locality is as set on SemLa's map and on larger ones, less on smaller ones", () => {
  expect(localityScale({ width: 970, height: 480 })).toBe(1);
  expect(localityScale({ width: 1600, height: 900 })).toBe(1);
  expect(localityScale({ width: 485, height: 240 })).toBe(0.5);
});

test("font sizes run from 11 to 20 px", () => {
  expect([0, 0.5, 1, 2].map(fontSize)).toEqual([11, 16, 20, 20]);
});
