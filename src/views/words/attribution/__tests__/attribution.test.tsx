/** @jest-environment jsdom */
import { show, type Screen } from "../../../__tests__/screen";
import { effect } from "@preact/signals";
import { describe, expect, test } from "@jest/globals";
import { act } from "preact/test-utils";
import { type Compute, createStore, type Store } from "../../../../client";
import { noCompute, progressOf } from "../../../../client/__tests__/filled-store";
import type { Filter } from "../../../../core";
import { tokenize } from "../../../../core";
import { type AnalysisSummary, Tensor } from "../../../../protocol";
import { columnsOf, rowsFrom, twoKinds } from "../../__tests__/made-store";
import { Words } from "../..";

const NAMES = ["lost", "top"];

/** Attributes rows, twenty a step: each word has an equal share, "lost" of its rows speaks against. */
function fakeCompute(store: () => Store, asked: { method: string; filter: Filter }[]): Compute {
  const done = new Set<number>();
  const wordsOf = (row: number): string[] => tokenize(twoKinds[row]!.text, "unicode");
  const score = (row: number, word: string): number =>
    (word === "lost" ? -1 : 1) / new Set(wordsOf(row)).size;
  return {
    ...noCompute,
    salience: (method, filter) => {
      asked.push({ method, filter });
      const rows = [...store().matching(filter).entries()].filter(([, bit]) => bit).map(([row]) => row);
      for (const row of rows.filter((each) => !done.has(each)).slice(0, 20)) done.add(row);
      const entries = new Map<string, { word: string; label: number; sum: number; rows: number }>();
      for (const row of rows.filter((each) => done.has(each)))
        for (const word of new Set(wordsOf(row))) {
          const label = twoKinds[row]!.predicted;
          const entry = entries.get(`${label} ${word}`) ?? { word, label, sum: 0, rows: 0 };
          entries.set(`${label} ${word}`, {
            ...entry,
            sum: entry.sum + score(row, word),
            rows: entry.rows + 1,
          });
        }
      const all = [...entries.values()];
      return Promise.resolve({
        done: rows.filter((row) => done.has(row)).length,
        total: rows.length,
        word: all.map(({ word }) => word),
        label: new Tensor(
          "int32",
          Int32Array.from(all, ({ label }) => label),
        ),
        mean: new Tensor(
          "float32",
          Float32Array.from(all, ({ sum, rows: behind }) => sum / behind),
        ),
        rows: new Tensor(
          "int32",
          Int32Array.from(all, (entry) => entry.rows),
        ),
      });
    },
    wordScores: (_, word) => {
      const rows = [...done].filter((row) => wordsOf(row).includes(word));
      return Promise.resolve({
        rows: Int32Array.from(rows),
        scores: Float32Array.from(rows, (row) => score(row, word)),
      });
    },
  };
}

async function open(source: "model" | "arrays" = "model", held = false) {
  const asked: { method: string; filter: Filter }[] = [];
  const fake = fakeCompute(() => store, asked);
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const store: Store = createStore({
    ...fake,
    salience: async (method, filter, signal) => {
      // the second step waits, so that a run can be looked at
      if (held && asked.length === 1) await gate;
      return signal.aborted ? null : fake.salience(method, filter, signal);
    },
  });
  store.setDataset({
    name: "made",
    rows: twoKinds.length,
    ids: twoKinds.map((_, row) => row),
    texts: twoKinds.map(({ text }) => text),
    split: null,
  });
  store.setConcepts({ source: null, names: [], wordsOf: [] });
  const summary = { analysis: "a", source, signatures: [], notices: [] } as unknown as AnalysisSummary;
  store.applyProgress(progressOf({ columns: columnsOf(twoKinds, NAMES), summary }));
  store.setStatus({ phase: "ready", message: "Ready" });
  const screen = show(<Words store={store} />);
  await until(() => store.features.words.value !== null && store.features.phrases.value !== null);
  return { store, screen, asked, release };
}

async function until(holds: () => boolean): Promise<void> {
  await act(
    () =>
      new Promise<void>((resolve) => {
        effect(() => {
          if (holds()) resolve();
        });
      }),
  );
}

const finished = (store: Store): Promise<void> =>
  until(() => store.salience.running.value === null && store.salience.result.value !== null);

const list = (screen: Screen): string[] => screen.texts("[aria-label='Words by attribution'] li");

function select(screen: Screen, name: string): HTMLSelectElement {
  return screen.all(`select[aria-label='${name}']`)[0] as HTMLSelectElement;
}

async function choose(screen: Screen, name: string, value: string): Promise<void> {
  await act(() => {
    const element = select(screen, name);
    element.value = value;
    element.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

describe("words by attribution", () => {
  test("are computed for all rows, and ranked over all labels or for one", async () => {
    const { store, screen, asked } = await open();
    expect(list(screen)).toEqual([]);
    await screen.click("Compute for all rows");
    await finished(store);
    expect(asked).toHaveLength(3);
    expect(asked[0]).toEqual({ method: "gradient_l2", filter: {} });
    // more than half of the rows are predicted "lost"
    expect(select(screen, "Predicted label").selectedOptions[0]?.textContent).toBe("lost, 36");
    expect(list(screen)).toEqual([
      "card.2830",
      "today.2736",
      "cash.2520",
      "please.256",
      "top.256",
      "up.256",
      "lost−.2830",
    ]);
    await choose(screen, "Predicted label", "label top");
    expect(list(screen)).toEqual(["please.2524", "today.2524", "top.2524", "up.2524"]);
    await choose(screen, "Predicted label", "label ");
    expect(list(screen)[0]).toBe("card.2830");
    await screen.click("highest first");
    expect(list(screen)[0]).toBe("lost−.2830");
  });

  test("offer nothing to compute where the explorer was saved", async () => {
    const { store, screen } = await open();
    await act(() => store.setStatus({ phase: "saved" }));
    expect(screen.text).toContain("Not in what was saved; run the cell again to compute it.");
    expect(screen.text).not.toContain("Compute for");
  });

  test("say how far they are, stop, and go on from there", async () => {
    const { store, screen, asked, release } = await open("model", true);
    await screen.click("Compute for all rows");
    await until(() => store.salience.running.value?.done === 20);
    expect(screen.texts("[role=status]")).toEqual(["20 of 60 rows"]);
    await screen.click("Cancel");
    expect(screen.text).toContain("20 of 60 rows");
    release();
    await screen.click("Continue");
    await finished(store);
    expect(asked.at(-1)).toEqual({ method: "gradient_l2", filter: {} });
    expect(screen.all("[role=status]")).toHaveLength(0);
    expect(store.salience.result.value?.words.done).toBe(60);
  });

  test("filter by a click, are ranked anew for the rows left, and light their rows", async () => {
    const { store, screen, asked } = await open();
    await screen.click("Compute for all rows");
    await finished(store);
    const entry = screen.all("[aria-label='Words by attribution'] li > button")[4]!;
    expect(entry.textContent).toContain("cash");
    await act(async () => {
      entry.focus();
      await new Promise<void>((resolve) => {
        effect(() => {
          if (store.emphasis.value) resolve();
        });
      });
    });
    expect(store.emphasis.value?.rows).toHaveLength(20);
    await act(() => entry.click());
    await finished(store);
    expect(store.filter.value).toEqual({ word: ["cash"] });
    expect(asked.at(-1)).toEqual({ method: "gradient_l2", filter: { word: ["cash"] } });
    expect(store.salience.result.value?.words.total).toBe(20);
    expect(screen.all("[aria-label='Words by attribution'] [aria-pressed=true]")[0]?.textContent).toContain(
      "cash",
    );
  });

  test("of a selection are of the rows predicted as it is, or of all", async () => {
    const { store, screen, asked } = await open();
    await act(() => store.select(rowsFrom(31, 34)));
    await screen.click("Compute for 24 rows");
    await until(() => store.salience.result.value?.words.done === 24);
    expect(asked[0]?.filter).toEqual({ prediction: ["top"] });
    expect(select(screen, "Predicted label").selectedOptions[0]?.textContent).toBe("top, 24");
    await choose(screen, "Rows to rank words of", "shown");
    expect(screen.text).toContain("These are of 24 rows computed before");
    await screen.click("Compute for all rows");
    await until(() => store.salience.result.value?.words.done === 60);
    expect(screen.text).not.toContain("computed before");
  });

  test("colour the map, and no more by the second click", async () => {
    const { store, screen } = await open();
    await act(() => store.setView({ colourBy: "prediction" }));
    await screen.click("Compute for all rows");
    await finished(store);
    await screen.click("Colour the map by “cash”");
    expect(store.view.value).toMatchObject({
      colourBy: "attribution",
      attributionWord: { word: "cash", method: "gradient_l2" },
    });
    await until(() => store.salience.coloured.value !== null);
    expect(store.salience.coloured.value).toMatchObject({ found: 20, signed: false });
    expect(screen.control("Colour the map by “cash”").getAttribute("aria-pressed")).toBe("true");
    await screen.click("Colour the map by “cash”");
    expect(store.view.value.colourBy).toBe("prediction");
  });

  test("say why a method cannot be had, and are asked for by another", async () => {
    const { store, screen, asked } = await open();
    store.compute.salience = () => Promise.reject(new Error("no gradient"));
    await screen.click("Compute for all rows");
    await until(() => store.salience.error.value !== null);
    expect(screen.texts("[role=alert]")).toEqual(["no gradientRetry"]);
    await choose(screen, "Method of attribution", "occlusion");
    expect(screen.all("[role=alert]")).toHaveLength(0);
    expect(asked).toHaveLength(0);
  });

  test("are not there without a model", async () => {
    const { screen } = await open("arrays");
    expect(screen.text).not.toContain("Words by attribution");
  });
});
