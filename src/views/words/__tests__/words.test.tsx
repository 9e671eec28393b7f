/** @jest-environment jsdom */
import { show } from "../../__tests__/screen";
import { effect } from "@preact/signals";
import { describe, expect, test } from "@jest/globals";
import { act } from "preact/test-utils";
import { createStore, type Store } from "../../../client";
import { filledStore, noCompute } from "../../../client/__tests__/filled-store";
import { rowsFrom, storeOf, twoKinds } from "./made-store";
import { noPostings } from "../entry";
import { Words } from "..";

async function shiftClick(control: HTMLElement): Promise<void> {
  await act(() => {
    control.dispatchEvent(new MouseEvent("click", { bubbles: true, shiftKey: true }));
  });
}

async function indexed(store: Store): Promise<void> {
  await act(
    () =>
      new Promise<void>((resolve) => {
        effect(() => {
          const { words, phrases, concepts } = store.features;
          if (words.value && phrases.value && (concepts.value || !store.concepts.value)) resolve();
        });
      }),
  );
}

describe("the Words tab", () => {
  test("tells of all rows, and how to see those of a few", async () => {
    const store = filledStore();
    const screen = show(<Words store={store} />);
    await indexed(store);
    expect(screen.text).toContain("All shown 8 rows");
    expect(screen.text).toContain("3 gold labels, 66.7 % right");
    expect(screen.texts("[aria-label=Words] li")[0]).toBe("card50");
  });

  test("filters by a word that is clicked, and no more when it is clicked again", async () => {
    const store = filledStore();
    const screen = show(<Words store={store} />);
    await indexed(store);
    await screen.click("failed");
    expect(store.filter.value).toEqual({ word: ["failed"] });
    expect(screen.control("failed").getAttribute("aria-pressed")).toBe("true");
    await screen.click("card");
    expect(store.filter.value).toEqual({ word: ["failed", "card"] });
    await screen.click("failed");
    await screen.click("card");
    expect(store.filter.value).toEqual({});
  });

  test("says where a snapshot holds no texts to count phrases in, or has no concepts", async () => {
    const store = filledStore();
    const { dataset } = store;
    if (dataset.value)
      store.setDataset({
        ...dataset.value,
        withoutTexts: {
          words: { ...noPostings, lengths: new Uint32Array(dataset.value.rows) },
          characters: new Uint32Array(dataset.value.rows),
        },
      });
    store.setStatus({ phase: "saved" });
    const screen = show(<Words store={store} />);
    expect(screen.text).toContain("Phrases are counted in texts, which are not in this snapshot.");
    expect(screen.text).toContain("Not in what was saved.");
  });

  test("keeps a word that is filtered by in the list, beyond chance or not", async () => {
    const store = storeOf(twoKinds, ["lost", "top"]);
    store.select(rowsFrom(0, 30));
    const screen = show(<Words store={store} />);
    await indexed(store);
    expect(screen.texts("[aria-label=Words] li")).toEqual(["card100", "lost100", "cash67"]);
    await screen.click("card");
    expect(screen.control("card").getAttribute("aria-pressed")).toBe("true");
    await screen.click("card");
    expect(store.filter.value).toEqual({});
  });

  test("makes a group of a word that is clicked with Shift", async () => {
    const store = storeOf(twoKinds, ["lost", "top"]);
    const screen = show(<Words store={store} />);
    await indexed(store);
    await shiftClick(screen.control("card"));
    expect(store.groups.value).toEqual({ a: { name: "“card”", rows: rowsFrom(0, 30) }, b: null });
    expect(store.filter.value).toEqual({});
    expect(screen.text).toContain("Choose the other group");
    await shiftClick(screen.control("please"));
    expect(store.groups.value.b).toEqual({ name: "“please”", rows: rowsFrom(30, 60) });
    expect(screen.text).toContain("B minus A");
  });

  test("lists what words mean, with who says so, until that is hidden", async () => {
    const store = storeOf(twoKinds, ["lost", "top"]);
    const screen = show(<Words store={store} />);
    await indexed(store);
    expect(screen.texts("[aria-label=Concepts] li")).toEqual(["money33"]);
    expect(screen.text).toContain("from a test");
    await screen.click("money");
    expect(store.filter.value).toEqual({ concept: ["money"] });
    await screen.click("Hide concepts");
    expect(store.view.value.concepts).toBe(false);
    expect(screen.all("[aria-label=Concepts] li")).toHaveLength(0);
    await screen.click("Show concepts");
    expect(screen.all("[aria-label=Concepts] li")).toHaveLength(1);
  });

  test("says that concepts are off, awaited or not to be had", async () => {
    const store = filledStore();
    const screen = show(<Words store={store} />);
    const concepts = (): HTMLElement =>
      screen.all("section").find((each) => /^Concepts/.test(each.textContent))!;
    expect(concepts().getAttribute("aria-busy")).toBe("true");
    await act(() => store.setConcepts({ source: null, names: [], wordsOf: [] }));
    expect(concepts().textContent).toContain("Off: pass concepts= to explore");
    await act(() => {
      store.setConcepts(null);
      store.setStatus({ phase: "failed" });
    });
    expect(concepts().textContent).toContain("Not known: the analysis did not finish.");
  });

  test("shows a hundred words at most, ten at first", async () => {
    const store = storeOf(
      Array.from({ length: 300 }, (_, row) => ({ text: `word${row} word${row + 1}`, gold: 0, predicted: 0 })),
      ["any"],
    );
    const screen = show(<Words store={store} />);
    await indexed(store);
    expect(screen.all("[aria-label=Words] li")).toHaveLength(10);
    await screen.click("90 more");
    expect(screen.all("[aria-label=Words] li")).toHaveLength(100);
    await screen.click("Fewer");
    expect(screen.all("[aria-label=Words] li")).toHaveLength(10);
  });

  test("cuts a word of ten thousand characters short, and lets each word run its own way", async () => {
    const long = "x".repeat(10_000);
    const store = storeOf([
      { text: `${long} שלום`, gold: -1, predicted: -1 },
      { text: "שלום", gold: -1, predicted: -1 },
    ]);
    const screen = show(<Words store={store} />);
    await indexed(store);
    const names = screen.all("[aria-label=Words] .jp-Semla-ellipsis");
    expect(names.map((each) => each.textContent)).toEqual(["שלום", `${"x".repeat(120)}…`]);
    expect(names.every((each) => each.dir === "auto")).toBe(true);
    expect(screen.root.innerHTML.length).toBeLessThan(9000);
    await screen.click("xxx");
    expect(store.filter.value).toEqual({ word: [long] });
  });

  test("says why there are no labels", async () => {
    const store = storeOf(twoKinds);
    const screen = show(<Words store={store} />);
    expect(screen.texts(".jp-Semla-pairs")).toEqual([
      "LabelsNone: pass label= to explore, or a model that predicts some.",
    ]);
    await act(() => store.setStatus({ phase: "running" }));
    expect(screen.all(".jp-Semla-pairs[aria-busy=true]")).toHaveLength(1);
  });

  test("shows gold over predicted counts, and filters by a label", async () => {
    const store = filledStore();
    store.select([0, 1, 2, 3]);
    const screen = show(<Words store={store} />);
    expect(screen.texts(".jp-Semla-pairs li")).toEqual(["card arrival32", "top up12"]);
    await screen.click("card arrival");
    expect(store.filter.value).toEqual({ label: ["card_arrival"] });
  });

  test("compares the selection with the rest", () => {
    const store = filledStore();
    store.select([2, 3]);
    const screen = show(<Words store={store} />);
    expect(screen.text).toContain("Selection 2 rows");
    expect(screen.text).toContain("50.0 % right against 75.0 % elsewhere");
  });

  test("says why it is empty", async () => {
    const store = filledStore();
    store.select([0]);
    store.refine({ text: "hello" });
    const screen = show(<Words store={store} />);
    expect(screen.text).toBe("The filters hide every selected row. Remove one above the map.");
    await act(() => store.clearAll());
    await act(() => store.refine({ text: "nowhere to be found" }));
    expect(screen.text).toBe("No row passes the filters. Remove one above the map.");
  });

  test("stands as headings over grey tracks until there are rows", () => {
    const screen = show(<Words store={createStore(noCompute)} />);
    expect(screen.texts("h3")).toEqual(["Words", "Phrases", "Concepts", "Labels"]);
    expect(screen.all("[aria-busy='true']")).toHaveLength(1);
  });
});
