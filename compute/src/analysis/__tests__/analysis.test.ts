import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Tensor, type ParamsIn } from "../../../../src/protocol";
import { newFolder, newLog, prepared, projection, sidecar } from "./caller";
import { arrowTable, fakeEngine, intents, utterances } from "./fixtures";

describe("an analysis", () => {
  test("ends with every column, a map of finite positions, and figures that are true", async () => {
    const caller = await sidecar(fakeEngine(newLog()));
    const summary = await caller.call("analysis/run", {
      ...(await prepared(caller, 84)),
      progressToken: "t",
    });
    expect(summary).toMatchObject({
      rows: 84,
      source: "model",
      pooling: "mean",
      dimension: 12,
      cached: false,
      notices: [],
    });
    // every seventh text names another intent than its label
    expect(summary.accuracy).toBeCloseTo(6 / 7, 6);
    expect(summary.quality?.neighbours).toBe(15);
    const { columns } = await caller.call("analysis/state", { analysis: summary.analysis });
    expect(Object.keys(columns ?? {}).sort()).toEqual([
      "closest",
      "clusterNames",
      "clusterOfLabel",
      "confidence",
      "contrast",
      "gold",
      "kept",
      "labelNames",
      "layout",
      "loss",
      "positions",
      "prediction",
      "probability",
      "rivals",
      "support",
    ]);
    expect(columns?.positions?.data.every(Number.isFinite)).toBe(true);
    expect(columns?.layout).toEqual({ method: "umap", final: true });
    expect(columns?.clusterNames?.length).toBe(Math.max(...(columns?.clusterOfLabel?.data ?? [])) + 1);
    const last = caller.progress.at(-1);
    expect(last).toMatchObject({
      token: "t",
      value: { stage: "ready", summary: { analysis: summary.analysis } },
    });
  });

  test("is the same, byte for byte, when it is made anew", async () => {
    const positions = [];
    for (let i = 0; i < 2; i++) {
      const caller = await sidecar(fakeEngine(newLog()));
      const { analysis } = await caller.call("analysis/run", await prepared(caller, 60));
      positions.push((await caller.call("analysis/state", { analysis })).columns?.positions?.data);
    }
    expect(positions[0]).toEqual(positions[1]);
  });

  test("puts each row's numbers in its own row, whatever the order of batches", async () => {
    const caller = await sidecar(fakeEngine(newLog()));
    const { analysis } = await caller.call("analysis/run", await prepared(caller, 50));
    const { columns } = await caller.call("analysis/state", { analysis });
    const { texts } = utterances(50);
    const named = texts.map((text) => intents.findIndex((intent) => text.startsWith(intent)));
    expect([...(columns?.prediction?.data ?? [])]).toEqual(named);
    const { array } = await caller.call("analysis/array", { analysis, name: "embeddings" });
    expect(array.shape).toEqual([50, 12]);
    for (const [row, intent] of named.entries()) expect(array.data[row * 12 + intent]).toBeGreaterThan(2.9);
    const { array: all } = await caller.call("analysis/array", { analysis, name: "probabilities" });
    const { probabilities } = await caller.call("analysis/probabilities", { analysis, rows: [7, 3] });
    expect([...probabilities.data]).toEqual([...all.data.subarray(42, 48), ...all.data.subarray(18, 24)]);
  });

  test("comes from the cache the second time: in this process, and in another without opening the model", async () => {
    const folder = newFolder();
    const log = newLog();
    const first = await sidecar(fakeEngine(log), folder);
    const made = await first.call("analysis/run", await prepared(first, 60));
    expect(await first.call("analysis/run", await prepared(first, 60))).toMatchObject({ cached: true });
    expect(log).toMatchObject({ runs: 1 });

    const otherLog = newLog();
    const other = await sidecar(fakeEngine(otherLog), folder);
    const again = await other.call("analysis/run", {
      ...(await prepared(other, 60)),
      progressToken: "again",
    });
    expect(again).toEqual({
      ...made,
      cached: true,
      seconds: { embedding: 0, layout: 0, total: expect.any(Number) },
    });
    expect(otherLog.runs).toBe(0);
    expect(other.progress.at(-1)?.value.columns?.positions?.shape).toEqual([60, 2]);
    const { array } = await other.call("analysis/array", { analysis: again.analysis, name: "logits" });
    expect(array.shape).toEqual([60, 6]);
    expect(otherLog.runs).toBe(0);
  });

  test("of the same texts laid out otherwise does not run the model again", async () => {
    const log = newLog();
    const caller = await sidecar(fakeEngine(log));
    const params = await prepared(caller, 60);
    const one = await caller.call("analysis/run", params);
    const two = await caller.call("analysis/run", { ...params, projection: { method: "pca" } });
    expect(two.analysis).not.toBe(one.analysis);
    expect(log.runs).toBe(1);
  });

  test("with damaged files is made again, and the notice says so once", async () => {
    const folder = newFolder();
    const first = await sidecar(fakeEngine(newLog()), folder);
    const made = await first.call("analysis/run", await prepared(first, 60));
    for (const file of readdirSync(folder)) writeFileSync(join(folder, file), "rubbish");
    const log = newLog();
    const other = await sidecar(fakeEngine(log), folder);
    const again = await other.call("analysis/run", await prepared(other, 60));
    expect(log.runs).toBe(1);
    expect(again).toMatchObject({ accuracy: made.accuracy, quality: made.quality, cached: false });
    expect(again.notices.join("\n")).toMatch(/is damaged .* removed and computed again/);
    const third = await sidecar(fakeEngine(newLog()), folder);
    expect(await third.call("analysis/run", await prepared(third, 60))).toMatchObject({
      cached: true,
      notices: [],
    });
  });

  test("works where nothing can be written, and says so", async () => {
    const file = join(newFolder(), "file");
    writeFileSync(file, "");
    const caller = await sidecar(fakeEngine(newLog()), join(file, "below"));
    const summary = await caller.call("analysis/run", await prepared(caller, 30));
    expect(summary.notices).toEqual([
      expect.stringMatching(/could not be written .* kept for this session only/),
    ]);
    expect(await caller.call("analysis/run", await prepared(caller, 30))).toMatchObject({ cached: true });
    await caller.call("analysis/array", { analysis: summary.analysis, name: "embeddings" });
  });

  test("asked for twice at once runs once, and both hear of it", async () => {
    const log = newLog();
    const caller = await sidecar(fakeEngine(log));
    const params = await prepared(caller, 60);
    const [one, two] = await Promise.all([
      caller.call("analysis/run", { ...params, progressToken: "one" }),
      caller.call("analysis/run", { ...params, progressToken: "two" }),
    ]);
    expect(two).toEqual(one);
    expect(log.runs).toBe(1);
    for (const token of ["one", "two"])
      expect(caller.progress.some((each) => each.token === token && each.value.stage === "ready")).toBe(true);
  });

  test("that one of two callers gives up goes on for the other, and stops when both have", async () => {
    let wake: (() => void)[] = [];
    const log = newLog();
    const pause = (): Promise<void> => new Promise((resolve) => wake.push(resolve));
    const caller = await sidecar(fakeEngine(log, { pause }));
    const params = await prepared(caller, 60);
    const one = caller.cancellable("analysis/run", { ...params, progressToken: "one" });
    const two = caller.cancellable("analysis/run", { ...params, progressToken: "two" });
    const oneFails = expect(one.result).rejects.toMatchObject({ code: -32800, data: { kind: "cancelled" } });
    const twoFails = expect(two.result).rejects.toMatchObject({ data: { kind: "cancelled" } });
    await caller.until(({ stage }) => stage === "embedding", "one");
    one.cancel();
    await oneFails;
    wake.splice(0).forEach((each) => each());
    await caller.until(({ done, stage }) => stage === "embedding" && done >= 8, "two");
    two.cancel();
    await twoFails;
    wake.splice(0).forEach((each) => each());

    // the next call starts anew and ends
    const three = caller.call("analysis/run", { ...params, progressToken: "three" });
    const timer = setInterval(() => wake.splice(0).forEach((each) => each()), 1);
    expect((await three).cached).toBe(false);
    clearInterval(timer);
    wake = [];
    expect(log.runs).toBe(2);
  });

  test("that fails tells why, leaves nothing half known behind, and can be tried again", async () => {
    const caller = await sidecar(fakeEngine(newLog(), { broken: "the disk fell off" }));
    const params = await prepared(caller, 60);
    for (let i = 0; i < 2; i++)
      await expect(caller.call("analysis/run", params)).rejects.toMatchObject({
        message: "analysis/run failed: the disk fell off; this is a fault in SemLa, please report it",
        data: { kind: "internal" },
      });
  });
});

describe("few or odd rows", () => {
  test.each([
    ["one row", ["play music"], ["play music"]],
    ["two rows", ["play music", "set alarm"], ["play music", "set alarm"]],
    [
      "texts that are all the same",
      Array<string>(30).fill("play music"),
      Array<string>(30).fill("play music"),
    ],
    ["fewer rows than neighbours", utterances(4).texts, utterances(4).labels],
    ["empty texts", ["", "", ""], ["play music", "set alarm", null]],
    ["no label at all", utterances(20).texts, Array<null>(20).fill(null)],
    [
      "emoji, right-to-left and long texts",
      ["🧀🎉", "مرحبا بالعالم", "x".repeat(10_000)],
      ["play music", null, "set alarm"],
    ],
  ])("of %s have a map", async (_what, texts, labels) => {
    for (const method of ["umap", "tsne", "pca"] as const) {
      const caller = await sidecar(fakeEngine(newLog()));
      const params = await prepared(caller, texts.length, labels, texts);
      const summary = await caller.call("analysis/run", { ...params, projection: { method, epochs: 10 } });
      const { columns } = await caller.call("analysis/state", { analysis: summary.analysis });
      expect(columns?.positions?.shape).toEqual([texts.length, 2]);
      expect(columns?.positions?.data.every(Number.isFinite)).toBe(true);
      if (texts.length === 1) expect([...(columns?.positions?.data ?? [])]).toEqual([0, 0]);
      if (texts.length < 3) expect(summary.quality).toBeNull();
      await caller.call("analysis/labels", { analysis: summary.analysis });
      await caller.call("analysis/words", { analysis: summary.analysis });
    }
  });

  test("without labels have predictions but no accuracy, and clusters by prediction", async () => {
    const caller = await sidecar(fakeEngine(newLog()));
    const summary = await caller.call("analysis/run", await prepared(caller, 42, null));
    expect(summary.accuracy).toBeNull();
    const { columns } = await caller.call("analysis/state", { analysis: summary.analysis });
    expect(columns?.gold).toBeUndefined();
    expect(columns?.loss).toBeUndefined();
    expect(columns?.clusterOfLabel?.data.every((cluster) => cluster >= 0)).toBe(true);
    const labels = await caller.call("analysis/labels", { analysis: summary.analysis });
    expect(labels.labelNames).toEqual(intents);
    expect([...labels.count.data]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(
      (await caller.call("analysis/confusions", { analysis: summary.analysis })).count.data,
    ).toHaveLength(0);
  });

  test("whose labels are not the model's are refused", async () => {
    const caller = await sidecar(fakeEngine(newLog()));
    const params = await prepared(caller, 4, ["a", "b", "a", "b"]);
    await expect(caller.call("analysis/run", params)).rejects.toMatchObject({
      message: expect.stringMatching(/none of the data's 2 \("a", "b"\).*pass label_names=/),
      data: { kind: "bad_data" },
    });
  });

  test("take label names that are passed, if there are as many as the model has labels", async () => {
    const caller = await sidecar(fakeEngine(newLog()));
    const params = await prepared(caller, 6, ["a", "b", "c", "d", "e", "f"]);
    const source = params.source as { kind: "model"; model: string };
    const named = { ...params, source: { ...source, labelNames: ["a", "b", "c", "d", "e", "f"] } };
    expect((await caller.call("analysis/run", named)).accuracy).toBe(1);
    const short = { ...params, source: { ...source, labelNames: ["a"] } };
    await expect(caller.call("analysis/run", short)).rejects.toMatchObject({
      message: "label_names: 1 names (allowed: 6, one for each label of the model, in its order)",
    });
  });
});

describe("arrays instead of a model", () => {
  const matrix = (rows: number, columns: number, value = (i: number): number => Math.sin(i * 12.9)) =>
    new Tensor(
      "float32",
      Float32Array.from({ length: rows * columns }, (_, i) => value(i)),
      [rows, columns],
    );

  async function withArrays(
    arrays: Omit<Extract<ParamsIn<"analysis/run">["source"], { kind: "arrays" }>, "kind">,
    labels?: readonly (string | null)[],
  ) {
    const caller = await sidecar(fakeEngine(newLog()));
    const { texts } = utterances(20);
    const { dataset } = await caller.call("dataset/put", { name: "d", table: arrowTable(texts, labels) });
    const summary = await caller.call("analysis/run", {
      dataset,
      source: { kind: "arrays", ...arrays },
      projection,
    });
    const { columns = {} } = await caller.call("analysis/state", { analysis: summary.analysis });
    return { caller, summary, columns };
  }

  test("embeddings alone are laid out", async () => {
    const { summary, columns } = await withArrays(
      { labelNames: [], embeddings: matrix(20, 5) },
      utterances(20).labels,
    );
    expect(summary).toMatchObject({ source: "arrays", dimension: 5, pooling: null, accuracy: null });
    expect(columns.prediction).toBeUndefined();
    expect(columns.clusterOfLabel).toBeDefined();
    expect(columns.positions?.shape).toEqual([20, 2]);
  });

  test("probabilities alone give predictions and the layout, and the notice says so", async () => {
    const values = matrix(20, 2, (i) => (i % 4 === 0 || i % 4 === 3 ? 0.75 : 0.25));
    const { summary, columns, caller } = await withArrays({ labelNames: ["a", "b"], probabilities: values });
    expect(summary.notices).toEqual([
      "no embeddings were given: rows are laid out by their probabilities (cosine)",
    ]);
    expect([...(columns.prediction?.data ?? [])].slice(0, 4)).toEqual([0, 1, 0, 1]);
    expect(columns.confidence?.data[0]).toBe(0.5);
    const { array } = await caller.call("analysis/array", {
      analysis: summary.analysis,
      name: "probabilities",
    });
    expect(array.data).toEqual(values.data);
    await expect(
      caller.call("analysis/array", { analysis: summary.analysis, name: "logits" }),
    ).rejects.toThrow(/logits: this analysis has none/);
  });

  test("positions alone are the map, and stay as they are", async () => {
    const positions = matrix(20, 2);
    const { summary, columns } = await withArrays({ labelNames: [], positions });
    expect(summary).toMatchObject({ layout: "given", quality: null, dimension: null });
    expect(columns.layout).toEqual({ method: "given", final: true });
    expect(columns.positions?.data).toEqual(positions.data);
  });

  test("positions with embeddings are judged by them", async () => {
    const { summary, columns } = await withArrays({
      labelNames: [],
      positions: matrix(20, 2),
      embeddings: matrix(20, 5),
    });
    expect(summary.quality?.kept).toBeGreaterThan(0);
    expect(columns.kept?.data).toHaveLength(20);
  });

  test.each([
    [
      { labelNames: [] },
      "arrays: nothing to place the rows by; pass embeddings=, probabilities= or x= and y=",
    ],
    [
      { labelNames: [], embeddings: matrix(19, 5) },
      "embeddings: 19 rows (allowed: 20, one for each row of the data set, in its order)",
    ],
    [
      { labelNames: [], embeddings: matrix(20, 5, (i) => (i === 42 ? NaN : 1)) },
      "embeddings: NaN in row 8 (allowed: finite numbers); leave the row out",
    ],
    [{ labelNames: [], positions: matrix(20, 3) }, "x and y: 3 columns (allowed: 2)"],
    [
      { labelNames: [], positions: matrix(20, 2, (i) => (i === 5 ? Infinity : 1)) },
      "x and y: Infinity in row 2 (allowed: finite numbers); leave the row out",
    ],
    [
      { labelNames: ["a"], probabilities: matrix(20, 2, () => 0.5) },
      "probabilities: 2 columns (allowed: 1, one for each of label_names)",
    ],
    [
      { labelNames: ["a", "b"], probabilities: matrix(20, 2, () => 3) },
      "probabilities: row 0 adds up to 6.000 (allowed: 1); logits need a softmax first",
    ],
    [
      { labelNames: ["a", "b"], probabilities: matrix(20, 2, (i) => (i % 2 ? 1.5 : -0.5)) },
      "probabilities: -0.5 in row 0 (allowed: 0 to 1); logits need a softmax first",
    ],
    [
      { labelNames: ["a", "a"], positions: matrix(20, 2) },
      'label_names: "a" stands there twice; give each label its own name',
    ],
    [
      {
        labelNames: ["a"],
        positions: matrix(20, 2),
        prediction: new Tensor("int32", new Int32Array(20).fill(1)),
      },
      "prediction: 1 in row 0 (allowed: -1 to 0)",
    ],
  ])("that do not fit are refused: %#", async (arrays, sentence) => {
    await expect(withArrays(arrays)).rejects.toMatchObject({ message: sentence, data: { kind: "bad_data" } });
  });
});

describe("questions about an analysis", () => {
  const rows = 84;
  async function ready() {
    const caller = await sidecar(fakeEngine(newLog()));
    const { texts, labels } = utterances(rows);
    const splits = texts.map((_, row) => (row < 10 ? "test" : "train"));
    const { dataset } = await caller.call("dataset/put", {
      name: "d",
      table: arrowTable(texts, labels, splits),
    });
    const { model } = await caller.call("model/load", { folder: "/nowhere" });
    const { analysis } = await caller.call("analysis/run", {
      dataset,
      source: { kind: "model", model },
      projection,
    });
    return { caller, analysis, texts, labels };
  }

  test("filter by errors, text, label, split and cluster", async () => {
    const { caller, analysis, texts, labels } = await ready();
    const rowsOf = async (filter: object) => [
      ...(await caller.call("analysis/filter", { analysis, filter })).rows.data,
    ];
    const every = [...texts.keys()];
    expect(await rowsOf({})).toEqual(every);
    expect(await rowsOf({ errors: true })).toEqual(every.filter((row) => row % 7 === 6));
    expect(await rowsOf({ text: "ALARM" })).toEqual(every.filter((row) => texts[row]?.includes("alarm")));
    expect(await rowsOf({ label: "set alarm", split: ["test"] })).toEqual(
      every.filter((row) => labels[row] === "set alarm" && row < 10),
    );
    const { columns } = await caller.call("analysis/state", { analysis });
    const inCluster = every.filter(
      (row) => columns?.clusterOfLabel?.data[columns.gold?.data[row] ?? -1] === 0,
    );
    expect(await rowsOf({ cluster: 0 })).toEqual(inCluster);
  });

  test("say what is wrong with a filter", async () => {
    const { caller, analysis } = await ready();
    await expect(
      caller.call("analysis/filter", { analysis, filter: { label: ["nap"] } }),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/^label: "nap" \(allowed: play music/),
      data: { kind: "invalid_request" },
    });
  });

  test("count labels and confusions", async () => {
    const { caller, analysis } = await ready();
    const labels = await caller.call("analysis/labels", { analysis });
    expect(labels.labelNames).toEqual(intents);
    expect([...labels.count.data]).toEqual([14, 14, 14, 14, 14, 14]);
    for (const recall of labels.recall.data) expect(recall).toBeCloseTo(12 / 14, 6);
    const confusions = await caller.call("analysis/confusions", { analysis });
    expect([...confusions.count.data]).toEqual([2, 2, 2, 2, 2, 2]);
    expect([...confusions.prediction.data]).toEqual([...confusions.gold.data].map((gold) => (gold + 1) % 6));
  });

  test("find localized words, labels and predictions on the map asked for", async () => {
    const { caller, analysis } = await ready();
    const found = await caller.call("analysis/words", { analysis, locality: 1e6, minCount: 10 });
    expect(found.feature).toEqual(expect.arrayContaining(["alarm", "pizza", "music"]));
    const labels = await caller.call("analysis/words", {
      analysis,
      kind: "label",
      locality: 1e6,
      size: [100, 100],
    });
    expect([...labels.feature].sort()).toEqual([...intents].sort());
    expect([...labels.x.data, ...labels.y.data].every((value) => value > 0 && value < 100)).toBe(true);
    const few = await caller.call("analysis/words", {
      analysis,
      locality: 1e6,
      minCount: 1,
      filter: { label: ["order pizza"] },
    });
    expect(few.feature).toContain("pizza");
    expect(few.count.data[few.feature.indexOf("pizza")]).toBe(12);
  });

  test("give the data set back as it was sent", async () => {
    const { caller } = await ready();
    const table = arrowTable(["a", "b"]);
    const { dataset } = await caller.call("dataset/put", { name: "back", table });
    const got = await caller.call("dataset/get", { dataset });
    expect(got.name).toBe("back");
    expect(got.table.data).toEqual(table.data);
  });

  test("of handles nobody knows are answered by their own kind of error", async () => {
    const { caller, analysis } = await ready();
    const unknown = "f".repeat(32);
    for (const request of [
      caller.call("analysis/state", { analysis: unknown }),
      caller.call("dataset/get", { dataset: unknown }),
      caller.call("analysis/run", { dataset: unknown, source: { kind: "model", model: unknown } }),
    ])
      await expect(request).rejects.toMatchObject({ code: -32001, data: { kind: "unknown_handle" } });
    await expect(caller.call("analysis/probabilities", { analysis, rows: [rows] })).rejects.toThrow(
      `rows: ${rows} (allowed: 0 to ${rows - 1})`,
    );
  });
});
