import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { finished } from "../../../../src/core/steps";
import { DiskCache } from "../../store";
import { rankWords, salientWords, type SalientWords } from "../salience";
import { SalienceRows } from "../salience-rows";

const textWords = (...texts: string[]) => texts.map((text) => ({ text, start: 0, end: text.length }));
const salient = (given: Record<string, number>): SalientWords => ({
  words: Object.keys(given),
  scores: Float32Array.from(Object.values(given)),
});

describe("salient words of a text", () => {
  test("are shares of all scores with their signs, lower-cased, both of a word that stands there twice", () => {
    const found = salientWords({
      words: textWords("Card", "lost", ",", "card", "I'm"),
      scores: Float32Array.of(4, -2, 1, 2, 1),
    });
    expect(found.words).toEqual(["card", "lost", "i"]);
    expect(found.scores).toEqual(Float32Array.of(0.6, -0.2, 0.1));
  });

  test("are nothing where all scores are, and of a text without words", () => {
    expect(salientWords({ words: textWords("a"), scores: Float32Array.of(0) }).scores[0]).toBe(0);
    expect(salientWords({ words: [], scores: new Float32Array() }).words).toEqual([]);
  });
});

describe("ranking words", () => {
  test("gives means over the rows of each label that have the word, highest first", () => {
    const ranked = finished(
      rankWords([
        [salient({ card: 0.5, lost: 0.25 }), 1],
        [salient({ card: 0.25 }), 1],
        [salient({ card: -0.5, top: 0.5 }), 0],
        [salient({ card: 1 }), -1],
      ]),
    );
    expect(ranked.word).toEqual(["top", "card", "card", "lost"]);
    expect([...ranked.label]).toEqual([0, 0, 1, 1]);
    expect([...ranked.mean]).toEqual([0.5, -0.5, 0.375, 0.25]);
    expect([...ranked.rows]).toEqual([1, 1, 2, 1]);
  });

  test("keeps the words with most rows where there are very many", () => {
    const rows = Array.from({ length: 21_000 }, (_, i): [SalientWords, number] => [
      salient({ [`rare${i}`]: 0.9, common: 0.1 }),
      i % 2,
    ]);
    const ranked = finished(rankWords(rows));
    expect(ranked.word).toHaveLength(20_000);
    expect(ranked.word.filter((word) => word === "common")).toHaveLength(2);
  });
});

describe("salient words of all rows", () => {
  const texts = Array.from({ length: 700 }, (_, row) => `text ${row}`);
  const computed = { model: "m", method: "gradient_l2" };
  const everyRow = () => true;
  const signal = new AbortController().signal;
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "semla-salience-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const open = (given: unknown = computed, rows = texts) =>
    new SalienceRows(rows, given, new DiskCache(folder));

  test("come back from disk as far as they were done, also the rows of a text without words", async () => {
    const first = open();
    const done = first.missing(everyRow).slice(0, 600);
    for (const row of done)
      first.add(row, row % 5 === 0 ? salient({}) : salient({ text: 0.5, [`w${row}`]: -0.5 }));
    await first.save();
    expect(await readdir(folder)).toHaveLength(2);

    const second = open();
    await second.load(everyRow, signal);
    expect(new Set(second.missing(everyRow))).toEqual(new Set(first.missing(everyRow)));
    for (const row of done) expect(second.get(row)).toEqual(first.get(row));
    expect(second.bytes).toBe(first.bytes);
  });

  test("do not come back for another method, or for texts that have changed", async () => {
    const first = open();
    for (const row of first.missing(everyRow)) first.add(row, salient({ text: 1 }));
    await first.save();
    const other = open({ ...computed, method: "lime" });
    await other.load(everyRow, signal);
    expect(other.missing(everyRow)).toHaveLength(700);
    const changed = open(computed, texts.with(3, "another"));
    await changed.load(everyRow, signal);
    // the block of the changed text is computed again, the other one is not
    expect([700 - 512, 512]).toContain(changed.missing(everyRow).length);
  });

  test("are visited in one random order, whatever is asked for", () => {
    const order = open().missing(everyRow);
    expect([...order].sort((a, b) => a - b)).toEqual([...texts.keys()]);
    expect(order).not.toEqual([...texts.keys()]);
    const even = (row: number) => row % 2 === 0;
    expect(open().missing(even)).toEqual(order.filter(even));
  });

  test("are worked on by one at a time", async () => {
    const rows = open();
    const log: string[] = [];
    const task = (name: string) => async () => {
      log.push(`${name} begins`);
      await new Promise(setImmediate);
      log.push(`${name} ends`);
      if (name === "a") throw new Error("a failed");
    };
    const [a] = await Promise.allSettled([rows.alone(task("a")), rows.alone(task("b"))]);
    expect(a.status).toBe("rejected");
    expect(log).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  });
});
