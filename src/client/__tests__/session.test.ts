/**
 * @jest-environment node
 * @jest-environment-options {"customExportConditions": ["browser", "require", "default"]}
 */
import { afterEach, describe, expect, test } from "@jest/globals";
import { effect } from "@preact/signals-core";
import { tableFromArrays, tableToIPC } from "@uwdata/flechette";
import { Tensor } from "../../protocol";
import { openSession, type Session } from "..";
import { FakeHost } from "./fake-host";
import { analysis, labelColumns, progressOf, texts } from "./filled-store";

const dataset = "d".repeat(32);

let session: Session;
afterEach(() => session.dispose());

function open(host: FakeHost): Session {
  session = openSession(host);
  return session;
}

/** Waits until the condition on signals holds. */
function until(holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    effect(() => {
      if (holds()) resolve();
    });
  });
}

/** Waits until the page has sent what the condition looks for. */
async function sent(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resume) => setTimeout(resume));
}

function table(): Tensor<"uint8"> {
  const ipc = tableToIPC(tableFromArrays({ id: texts.map((_, row) => `id-${row}`), text: texts }), {});
  return new Tensor("uint8", new Uint8Array(ipc!));
}

async function openLoaded(host: FakeHost): Promise<Session> {
  host.stateNow = { ...host.stateNow, dataset, analysis };
  const { store } = open(host);
  await sent(() => host.requests.length === 2);
  host.answer("dataset/get", { name: "cards", table: table() });
  host.answer("analysis/state", progressOf({ columns: labelColumns }));
  await until(() => store.dataset.value !== null && store.gold.value !== null);
  return session;
}

describe("a session", () => {
  test("asks for data set and analysis by their handles and fills the store", async () => {
    const host = new FakeHost();
    const { store } = await openLoaded(host);
    expect(host.find("dataset/get").params).toEqual({ dataset });
    expect(host.find("analysis/state").params).toEqual({ analysis });
    expect(store.dataset.value?.texts).toEqual(texts);
    expect(store.dataset.value?.ids[7]).toBe("id-7");
    expect(store.errorCount.value).toBe(2);
    expect(store.title.value).toEqual({ dataset: "cards", model: "minilm" });
  });

  test("asks once they are known, and for each only once", async () => {
    const host = new FakeHost();
    open(host);
    host.change({ message: "Exporting" });
    expect(host.requests).toHaveLength(0);
    host.change({ dataset });
    host.change({ dataset, message: "Embedding" });
    await sent(() => host.requests.length > 0);
    expect(host.requests.map(({ method }) => method)).toEqual(["dataset/get"]);
  });

  test("forgets the columns when another analysis takes over", async () => {
    const host = new FakeHost();
    const { store } = await openLoaded(host);
    host.change({ analysis: "b".repeat(32) });
    expect(store.gold.value).toBeNull();
    expect(store.dataset.value).not.toBeNull();
  });

  test("takes in progress of its run", async () => {
    const host = new FakeHost();
    const { store } = await openLoaded(host);
    host.progress(progressOf({ stage: "layout", done: 40, total: 200, secondsLeft: 3 }));
    await until(() => store.status.value.stage === "layout");
    expect(store.status.value).toMatchObject({ done: 40, total: 200, secondsLeft: 3, phase: "running" });
  });

  test("shows what the host says of the run, and passes on cancel and retry", () => {
    const host = new FakeHost();
    const { store } = open(host);
    const error = { message: "the model is no model", kind: "bad_model" };
    host.change({ phase: "failed", message: "Failed", error });
    expect(store.status.value).toMatchObject({ phase: "failed", error });
    store.compute.retry();
    store.compute.cancel();
    expect(host.commands).toEqual(["retry", "cancel"]);
  });
});

describe("selection and filter", () => {
  test("of the host before the data set is there are found again", async () => {
    const host = new FakeHost();
    host.selectionNow = Uint32Array.of(1, 5);
    host.filterNow = { text: "card" };
    const { store } = await openLoaded(host);
    expect([...store.selection.value]).toEqual([1, 5]);
    expect([...store.shown.value]).toEqual([0, 1, 2, 5]);
    expect(host.written).toEqual({ filter: [], selection: [], view: [] });
  });

  test("chosen on the page reach the host", async () => {
    const host = new FakeHost();
    const { store } = await openLoaded(host);
    store.select([2, 3]);
    store.refine({ errors: true });
    store.setView({ tab: "labels" });
    expect(host.written.selection).toEqual([[2, 3]]);
    expect(host.written.filter).toEqual([{ errors: true }]);
    expect(host.written.view.at(-1)).toMatchObject({ tab: "labels" });
  });

  test("chosen by the host reach the page and are not sent back", async () => {
    const host = new FakeHost();
    const { store } = await openLoaded(host);
    host.chooseRows(4, 6);
    host.chooseFilter({ label: "top_up", text: null });
    expect([...store.selection.value]).toEqual([4, 6]);
    expect(store.filter.value).toEqual({ label: ["top_up"] });
    expect(host.written.selection).toEqual([]);
    expect(host.written.filter).toEqual([]);
  });

  test("keep their arrangement with the host's view", () => {
    const host = new FakeHost();
    host.viewNow = { height: 500, tab: "sample" };
    const { store } = open(host);
    expect(store.view.value).toMatchObject({ height: 500, tab: "sample", words: true });
  });
});

describe("errors", () => {
  test("of a request are shown as the sentence they are", async () => {
    const host = new FakeHost();
    host.stateNow = { ...host.stateNow, dataset };
    const { store } = open(host);
    await sent(() => host.requests.length === 1);
    host.refuse("dataset/get", "unknown data set; run the cell again", "unknown_handle");
    await until(() => store.status.value.phase === "failed");
    expect(store.status.value.error).toEqual({
      message: "unknown data set; run the cell again",
      kind: "unknown_handle",
    });
  });

  test("of an unreadable table are shown too", async () => {
    const host = new FakeHost();
    host.stateNow = { ...host.stateNow, dataset };
    const { store } = open(host);
    await sent(() => host.requests.length === 1);
    const noText = tableToIPC(tableFromArrays({ id: ["a"] }), {});
    host.answer("dataset/get", { name: "cards", table: new Tensor("uint8", new Uint8Array(noText!)) });
    await until(() => store.status.value.phase === "failed");
    expect(store.status.value.error?.message).toContain("no column text (it has id)");
  });

  test("leave what is pending with a sentence when the kernel is gone", async () => {
    const host = new FakeHost();
    const { store } = await openLoaded(host);
    const asked = store.compute.probabilities(3, new AbortController().signal);
    host.leave();
    await expect(asked).rejects.toThrow(/kernel .* gone; run the cell again/);
    expect(store.status.value.phase).toBe("closed");
  });

  test("of requests that the kernel took with it do not hide that it is gone", async () => {
    const host = new FakeHost();
    host.stateNow = { ...host.stateNow, dataset };
    const { store } = open(host);
    await sent(() => host.requests.length === 1);
    host.leave();
    await new Promise((resume) => setTimeout(resume));
    expect(store.status.value).toMatchObject({ phase: "closed", error: null });
  });
});

describe("probabilities", () => {
  test("are asked for one row, and given back as they come", async () => {
    const host = new FakeHost();
    const { store } = await openLoaded(host);
    const asked = store.compute.probabilities(3, new AbortController().signal);
    await sent(() => host.requests.length === 3);
    expect(host.find("analysis/probabilities").params).toEqual({ analysis, rows: [3] });
    host.answer("analysis/probabilities", {
      probabilities: new Tensor("float32", Float32Array.of(0.5, 0.25, 0.25), [1, 3]),
    });
    expect(await asked).toEqual(Float32Array.of(0.5, 0.25, 0.25));
  });

  test("that are no longer wanted are cancelled on the other side", async () => {
    const host = new FakeHost();
    const { store } = await openLoaded(host);
    const abort = new AbortController();
    const asked = store.compute.probabilities(3, abort.signal);
    await sent(() => host.requests.length === 3);
    abort.abort();
    await sent(() => host.cancelled.length === 1);
    const { id } = host.find("analysis/probabilities");
    expect(host.cancelled).toEqual([id]);
    host.refuse("analysis/probabilities", "cancelled", "cancelled");
    await expect(asked).rejects.toMatchObject({ kind: "cancelled" });
  });
});

describe("explanations", () => {
  const signal = new AbortController().signal;

  test("are asked for with the analysis, one subject and method a request", async () => {
    const host = new FakeHost();
    const { store } = await openLoaded(host);
    const { attribute, relations, predict, trust } = store.compute;
    const attributed = attribute({ row: 3 }, "lime", { target: 1 }, signal);
    const related = relations({ text: "top up" }, "token", signal);
    const predicted = predict(["top up", ""], signal);
    const trusted = trust(["lime"], signal);
    await sent(() => host.requests.length === 6);
    expect(host.find("explain/attribute").params).toEqual({
      analysis,
      subjects: [{ row: 3 }],
      methods: ["lime"],
      options: { target: 1 },
    });
    expect(host.find("explain/relations").params).toEqual({
      analysis,
      subject: { text: "top up" },
      kind: "token",
    });
    expect(host.find("explain/predict").params).toEqual({ analysis, texts: ["top up", ""] });
    expect(host.find("explain/trust").params).toEqual({ analysis, methods: ["lime"] });
    host.answer("explain/attribute", { attributions: [[{ method: "lime" }]] });
    host.answer("explain/relations", { text: "top up", words: [], partners: [] });
    host.answer("explain/predict", { labelNames: ["a"] });
    host.answer("explain/trust", { done: 1, total: 2, figures: [] });
    expect(await attributed).toEqual({ method: "lime" });
    expect(await related).toEqual({ text: "top up", words: [], partners: [] });
    expect(await predicted).toEqual({ labelNames: ["a"] });
    expect(await trusted).toEqual({ done: 1, total: 2, figures: [] });
  });

  test("of many rows are asked for a step at a time, and of one word with its rows", async () => {
    const host = new FakeHost();
    const { store } = await openLoaded(host);
    const ranked = store.compute.salience("gradient_l2", { text: "card" }, signal);
    const scored = store.compute.wordScores("gradient_l2", "card", signal);
    await sent(() => host.requests.length === 4);
    const asked = { analysis, method: "gradient_l2" };
    expect(host.find("explain/salience").params).toEqual({ ...asked, filter: { text: "card" } });
    expect(host.find("explain/word").params).toEqual({ ...asked, word: "card" });
    host.answer("explain/salience", { done: 2, total: 4, word: ["card"] });
    host.answer("explain/word", {
      rows: new Tensor("int32", Int32Array.of(0, 1)),
      scores: new Tensor("float32", Float32Array.of(0.5, 0.25)),
    });
    expect(await ranked).toEqual({ done: 2, total: 4, word: ["card"] });
    expect(await scored).toEqual({ rows: Int32Array.of(0, 1), scores: Float32Array.of(0.5, 0.25) });
  });

  test("are none before there is an analysis, and refused with a sentence", async () => {
    const host = new FakeHost();
    const { store } = open(host);
    expect(await store.compute.attribute({ row: 0 }, "lime", {}, signal)).toBeNull();
    expect(await store.compute.relations({ row: 0 }, "similarity", signal)).toBeNull();
    expect(await store.compute.predict(["a"], signal)).toBeNull();
    expect(await store.compute.trust(["lime"], signal)).toBeNull();
    expect(await store.compute.salience("lime", {}, signal)).toBeNull();
    expect(await store.compute.wordScores("lime", "card", signal)).toBeNull();
    host.change({ analysis });
    const asked = store.compute.predict(["a"], signal);
    await sent(() => host.requests.some(({ method }) => method === "explain/predict"));
    host.refuse("explain/predict", "the analysis has no model", "invalid_request");
    await expect(asked).rejects.toThrow("the analysis has no model");
  });
});

describe("a request that a running cell keeps from being heard", () => {
  const signal = new AbortController().signal;

  test("is waited for on screen until Python takes it up", async () => {
    const host = new FakeHost();
    const { store } = await openLoaded(host);
    const asked = store.compute.predict(["top up"], signal);
    await until(() => store.status.value.waiting);
    store.select([2]);
    expect(host.written.selection).toEqual([[2]]);
    host.take("explain/predict");
    expect(store.status.value.waiting).toBe(false);
    host.answer("explain/predict", { labelNames: ["a"] });
    expect(await asked).toEqual({ labelNames: ["a"] });
  });

  test("is no longer waited for when it is given up, answered, or the kernel gone", async () => {
    const host = new FakeHost();
    const { store } = await openLoaded(host);
    const first = store.compute.predict(["a"], signal);
    const second = store.compute.trust(["lime"], signal);
    await until(() => store.status.value.waiting);
    host.answer("explain/predict", { labelNames: ["a"] });
    await first;
    await until(() => store.status.value.waiting);
    host.leave();
    await expect(second).rejects.toThrow("run the cell again");
    expect(store.status.value).toMatchObject({ phase: "closed", waiting: false });
  });

  test("is not waited for once it was taken up, however long the answer takes", async () => {
    const host = new FakeHost();
    const { store } = await openLoaded(host);
    let waited = false;
    effect(() => {
      waited ||= store.status.value.waiting;
    });
    const taken = store.compute.predict(["a"], signal);
    await sent(() => host.requests.length === 3);
    host.take("explain/predict");
    // a later one that is not heard shows that the time is over
    const unheard = store.compute.trust(["lime"], signal);
    expect(waited).toBe(false);
    await until(() => store.status.value.waiting);
    host.take("explain/trust");
    expect(store.status.value.waiting).toBe(false);
    host.answer("explain/predict", null);
    host.answer("explain/trust", null);
    await Promise.all([taken, unheard]);
  });
});

describe("disposing", () => {
  test("stops listening and writing", async () => {
    const host = new FakeHost();
    const { store } = await openLoaded(host);
    session.dispose();
    store.select([1]);
    expect(host.written.selection).toEqual([]);
    expect(host.listening).toBe(0);
  });
});
