import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Tensor, type ParamsIn } from "../../../../src/protocol";
import { Models, Resources } from "../../analysis";
import { arrowTable, fakeEngine, inlineProjection } from "../../analysis/__tests__/fixtures";
import { createHandlers } from "../../rpc/handlers";
import { connect, type Caller } from "../../rpc/__tests__/connect";
import { DiskCache } from "../../store";

const folder = mkdtempSync(join(tmpdir(), "semla-queries-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = ["card", "pin", "fee"];
/** Rows of three labels in three corners; the first model takes half of "pin" for "fee", the second half of those. */
const gold = Array.from({ length: 60 }, (_, row) => row % 3);
const first = gold.map((label, row) => (label === 1 && row % 2 ? 2 : label));
const second = gold.map((label, row) =>
  label === 1 && row % 4 === 1 ? 2 : label === 0 && row === 0 ? 1 : label,
);
const nouns = [
  ["visa", "euro"],
  ["code", "dollar"],
  ["charge", "pound"],
];
const texts = gold.map((label, row) => `the ${nouns[label]![row % 2]} thing${row % 5 ? "" : " again"}`);
const positions = gold.flatMap((label, row) => [
  label * 10 + (row % 4) * 0.1,
  (label % 2) * 10 + (row % 5) * 0.1,
]);

let caller: Caller;
let dataset = "";

/** An analysis of the rows by the predictions of a model. */
async function analysed(
  prediction: readonly number[],
  more: Partial<ParamsIn<"analysis/run">> = {},
): Promise<string> {
  const source = {
    kind: "arrays" as const,
    labelNames: names,
    positions: new Tensor("float32", Float32Array.from(positions), [60, 2]),
    prediction: new Tensor("int32", Int32Array.from(prediction)),
  };
  return (await caller.call("analysis/run", { dataset, source, ...more })).analysis;
}

beforeAll(async () => {
  // a lexicon in which euro and dollar are money, and so is the pound
  const lexicon = join(folder, "concepts.bin");
  writeFileSync(lexicon, tinyLexicon());
  const disk = new DiskCache(join(folder, "cache"));
  const models = new Models(async () => fakeEngine({ loads: 0, runs: 0 }), disk);
  const unchecked = () => Promise.reject(new Error("no graph is checked here"));
  const about = { version: "0", node: "0", onnxruntime: "0", cacheFolder: "", pid: 0 };
  caller = connect(
    createHandlers(new Resources(models, inlineProjection(), disk), unchecked, about, lexicon),
  );
  await caller.initialize();
  const table = arrowTable(
    texts,
    gold.map((label) => names[label]!),
    gold.map((_, row) => (row < 30 ? "a" : "b")),
  );
  ({ dataset } = await caller.call("dataset/put", { name: "d", table }));
});

describe("words", () => {
  const words = async (params: Omit<ParamsIn<"analysis/words">, "analysis">, analysis?: string) => {
    const result = await caller.call("analysis/words", {
      analysis: analysis ?? (await analysed(first)),
      ...params,
    });
    return Object.fromEntries(result.feature.map((word, i) => [word, result.count.data[i]!]));
  };

  test("of every kind are counted where they are local", async () => {
    expect(await words({})).toMatchObject({ visa: 10, dollar: 10, pound: 10 });
    expect(await words({ kind: "label" })).toEqual({ card: 20, pin: 20, fee: 20 });
    expect(await words({ kind: "prediction" })).toEqual({ card: 20, pin: 10 });
    expect(await words({ kind: "prediction", invert: true })).toEqual({ fee: 30 });
    expect(await words({ kind: "length", invert: true })).toEqual({ "3 words": 48, "4 words": 12 });
    expect(Object.keys(await words({ kind: "characters", invert: true }))).toContain("10–19 characters");
    expect(await words({ ngram: 2 })).toMatchObject({ "visa thing": 10 });
    expect(await words({ kind: "concept", locality: 2000 })).toEqual({ money: 30 });
  });

  test("within a window are those of the rows in it, as it is shown", async () => {
    const analysis = await analysed(first);
    const whole = await caller.call("analysis/words", { analysis, minCount: 1 });
    const window = [0, 0, 485, 480] as const;
    const part = await caller.call("analysis/words", { analysis, minCount: 1, window: [...window] });
    const at = (result: typeof whole, word: string) => {
      const i = result.feature.indexOf(word);
      return i < 0 ? null : [result.x.data[i]!, result.y.data[i]!, result.spreadX.data[i]!];
    };
    const [x, y, spread] = at(whole, "visa")!;
    expect(at(part, "visa")).toEqual([
      expect.closeTo(2 * x!, 2),
      expect.closeTo(y!, 2),
      expect.closeTo(2 * spread!, 2),
    ]);
    expect(at(whole, "pound")).not.toBeNull();
    expect(at(part, "pound")).toBeNull();
    await expect(caller.call("analysis/words", { analysis, window: [5, 0, 5, 9] })).rejects.toThrow(
      "window: [5,0,5,9] (allowed: left, top, right, bottom with room between)",
    );
  });
});

describe("concepts", () => {
  const concepts = async (setting: ParamsIn<"analysis/run">["concepts"]) => {
    const { source, names, offsets, words } = await caller.call("analysis/concepts", {
      analysis: await analysed(first, { concepts: setting }),
    });
    return {
      source,
      of: names.map((name, i) => [name, words.slice(offsets.data[i], offsets.data[i + 1]).sort()]),
    };
  };

  test("come from the bundled lexicon, one's own mapping, or nowhere", async () => {
    expect(await concepts("wordnet")).toEqual({
      source: "Tiny 1.0: words by their first sense",
      of: [["money", ["dollar", "euro", "pound"]]],
    });
    expect(await concepts({ visa: ["scheme"], Code: ["secret"] })).toEqual({
      source: "your own mapping",
      of: [
        ["scheme", ["visa"]],
        ["secret", ["code"]],
      ],
    });
    expect(await concepts("none")).toEqual({ source: null, of: [] });
  });
});

describe("labels", () => {
  test("have their mean confidence where there is one", async () => {
    const { labelNames, count, recall, confidence } = await caller.call("analysis/labels", {
      analysis: await analysed(first),
    });
    expect(labelNames).toEqual(names);
    expect([...count.data]).toEqual([20, 20, 20]);
    expect([...recall.data]).toEqual([1, 0.5, 1]);
    expect([...confidence.data]).toEqual([NaN, NaN, NaN]);
  });

  test("that are confused say how many rows have neighbours of the other, none where that is unknown", async () => {
    const {
      gold: labels,
      prediction,
      count,
      near,
    } = await caller.call("analysis/confusions", { analysis: await analysed(first) });
    expect([[...labels.data], [...prediction.data], [...count.data]]).toEqual([[1], [2], [10]]);
    expect(near.data).toHaveLength(1);
  });
});

describe("a filter", () => {
  const rows = async (filter: ParamsIn<"analysis/filter">["filter"], other: string | null = null) => [
    ...(await caller.call("analysis/filter", { analysis: await analysed(first), filter, other })).rows.data,
  ];
  const where = (passes: (row: number) => boolean) => gold.map((_, row) => row).filter(passes);

  test("reads every column that the analysis has", async () => {
    expect(await rows({ word: ["visa"] })).toEqual(where((row) => gold[row] === 0 && row % 2 === 0));
    expect(await rows({ word: ["visa thing"], not: { word: ["again"] } })).toEqual(
      where((row) => gold[row] === 0 && row % 2 === 0 && row % 5 !== 0),
    );
    expect(await rows({ concept: ["money"] })).toEqual(where((row) => row % 2 === 1));
    expect(await rows({ length: [4, 9] })).toEqual(where((row) => row % 5 === 0));
    expect(await rows({ regex: "^the (visa|code) ", split: ["a"] })).toEqual(
      where((row) => row < 30 && row % 2 === 0 && gold[row] !== 2),
    );
  });

  test("reads what a second model changes", async () => {
    const other = await analysed(second);
    expect(await rows({ change: ["fixed"] }, other)).toEqual(
      where((row) => gold[row] === 1 && row % 4 === 3),
    );
    expect(await rows({ change: ["broken"] }, other)).toEqual([0]);
    await expect(rows({ change: ["fixed"] })).rejects.toThrow("there is no second model");
  });

  test("that makes no sense is told in a sentence", async () => {
    await expect(rows({ regex: "(" })).rejects.toThrow('filter regex: "(" is no regular expression');
    await expect(rows({ concept: ["x"] })).rejects.toThrow('concept: "x" (allowed: money)');
    await expect(rows({ support: 0 })).rejects.toThrow("this analysis has no support sets");
  });
});

describe("two models", () => {
  test("are compared row by row, on all rows or those of a filter", async () => {
    const [analysis, other] = [await analysed(first), await analysed(second)];
    const all = await caller.call("analysis/compare", { analysis, other });
    expect(all.rows.data).toHaveLength(60);
    expect([all.accuracyA, all.accuracyB]).toEqual([50 / 60, 54 / 60]);
    expect(all.churn).toBeCloseTo(6 / 60, 12);
    expect(all.mcnemar).toMatchObject({ fixed: 5, broken: 1, pValue: expect.closeTo(0.21875, 12) });
    const part = await caller.call("analysis/compare", {
      analysis,
      other,
      filter: { change: ["fixed", "broken"] },
    });
    expect(Array.from(part.change.data, (code) => part.changes[code])).toEqual([
      "broken",
      ...Array<string>(5).fill("fixed"),
    ]);
  });

  test("of other rows are refused", async () => {
    const { dataset: elsewhere } = await caller.call("dataset/put", {
      name: "e",
      table: arrowTable(["a", "b"]),
    });
    const source = {
      kind: "arrays" as const,
      labelNames: names,
      prediction: new Tensor("int32", Int32Array.of(0, 1)),
      positions: new Tensor("float32", new Float32Array(4), [2, 2]),
    };
    const { analysis: other } = await caller.call("analysis/run", { dataset: elsewhere, source });
    await expect(caller.call("analysis/compare", { analysis: await analysed(first), other })).rejects.toThrow(
      "other: an analysis of other rows (allowed: one of the same data set)",
    );
  });
});

describe("a contrast", () => {
  const contrast = async (params: Omit<ParamsIn<"analysis/contrast">, "analysis">) => {
    const found = await caller.call("analysis/contrast", { analysis: await analysed(first), ...params });
    return Object.fromEntries(
      found.feature.map((feature, i) => [
        feature,
        {
          counts: [found.count1.data[i], found.count2.data[i]],
          contrast: found.contrast.data[i],
          significant: found.significant.data[i] === 1,
        },
      ]),
    );
  };

  test("holds two groups against each other, the second by default all other rows", async () => {
    const words = await contrast({ a: { label: ["card"] }, b: { label: ["pin"] } });
    expect(words["visa"]).toEqual({ counts: [10, 0], contrast: -0.5, significant: true });
    expect(words["dollar"]).toMatchObject({ counts: [0, 10], contrast: 0.5 });
    expect(words["thing"]).toMatchObject({ contrast: 0, significant: false });
    expect(words["pound"]).toBeUndefined();
    expect((await contrast({ a: { label: ["card"] } }))["pound"]).toMatchObject({
      counts: [0, 10],
      contrast: 0.25,
    });
    expect(await contrast({ a: { label: ["card"] }, kind: "label" })).toMatchObject({
      card: { contrast: -1 },
      pin: { contrast: 0.5 },
    });
    expect((await contrast({ a: { split: ["a"] }, kind: "concept" }))["money"]).toMatchObject({
      counts: [15, 15],
    });
  });

  test("of two models is that of their predictions, or of the errors among the rows of a feature", async () => {
    const other = await analysed(second);
    expect(await contrast({ a: {}, other, kind: "prediction" })).toMatchObject({
      card: { counts: [20, 19] },
      pin: { counts: [10, 16] },
      fee: { counts: [30, 25] },
    });
    const words = await contrast({ a: {}, other });
    // the second model is wrong on half of the rows with a dollar that the first is wrong on
    expect(words["dollar"]).toEqual({ counts: [10, 5], contrast: -0.5, significant: false });
    await expect(contrast({ a: {}, b: {}, other })).rejects.toThrow(
      "b: a second group beside a second model",
    );
  });
});

/** The file of concepts of a lexicon that knows three words. */
function tinyLexicon(): Uint8Array {
  const sections: [string, string, Uint8Array][] = [
    ["names", "lines", Buffer.from("money")],
    ["words", "lines", Buffer.from("dollar\neuro\npound")],
    ["beneath", "Uint32Array", Buffer.from(Uint32Array.of(3).buffer)],
    ["aboveOffsets", "Uint32Array", Buffer.from(Uint32Array.of(0, 0).buffer)],
    ["above", "Uint16Array", Buffer.alloc(0)],
    ["conceptsOffsets", "Uint32Array", Buffer.from(Uint32Array.of(0, 1, 2, 3).buffer)],
    ["concepts", "Uint16Array", Buffer.from(Uint16Array.of(0, 0, 0).buffer)],
  ];
  const listed = sections.map(([name, type, bytes]) => ({ name, type, length: bytes.length }));
  const json = JSON.stringify({ source: "Tiny 1.0", sections: listed });
  const head = Buffer.from(json.padEnd(4 * Math.ceil(json.length / 4)));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  const bodies = sections.map(([, , bytes]) =>
    Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]),
  );
  return Buffer.concat([length, head, ...bodies]);
}
