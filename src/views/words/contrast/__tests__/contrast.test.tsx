/** @jest-environment jsdom */
import { focused, type Screen, show } from "../../../__tests__/screen";
import { effect } from "@preact/signals";
import { describe, expect, test } from "@jest/globals";
import { act } from "preact/test-utils";
import type { Store } from "../../../../client";
import { progressOf } from "../../../../client/__tests__/filled-store";
import {
  categoryPostings,
  contrastFeatures,
  maskOf,
  pairedCategories,
  pairedContrast,
} from "../../../../core";
import { Words } from "../..";
import { columnsOf, type Row, rowsFrom, storeOf, twoKinds } from "../../__tests__/made-store";
import { points } from "../list";

const labels = ["lost_card", "top_up"];

async function indexed(store: Store): Promise<void> {
  await act(
    () =>
      new Promise<void>((resolve) => {
        effect(() => {
          const { words, phrases, concepts } = store.features;
          if (words.value && phrases.value && concepts.value) resolve();
        });
      }),
  );
}

/** The lists of two groups of made rows. */
async function contrastOf(
  a: Uint32Array,
  b: Uint32Array,
  rows: readonly Row[] = twoKinds,
  names: readonly string[] = labels,
): Promise<{ store: Store; screen: Screen }> {
  const store = storeOf(rows, names);
  store.setGroups({ a: { name: "first", rows: a }, b: { name: "second", rows: b } });
  const screen = show(<Words store={store} />);
  await indexed(store);
  return { store, screen };
}

const rowsOf = (screen: Screen, list: string): string[] => screen.texts(`[aria-label="${list}"] li`);

describe("two groups", () => {
  test("show what core counts, with signs, from what B has more of to what A has", async () => {
    const { store, screen } = await contrastOf(rowsFrom(0, 30), rowsFrom(20, 60));
    const masks = [maskOf(rowsFrom(0, 30), 60), maskOf(rowsFrom(20, 60), 60)] as const;
    const counted = [
      ["Words", store.features.words.value!, false],
      ["Phrases", store.features.phrases.value!, false],
      ["Concepts", store.features.concepts.value!, true],
      ["Gold labels", categoryPostings(store.gold.value!), true],
      ["Predicted labels", categoryPostings(store.prediction.value!), true],
    ] as const;
    for (const [list, postings, stopWords] of counted) {
      const found = contrastFeatures(postings, ...masks, { stopWords });
      expect(found.length).toBeGreaterThan(0);
      expect(rowsOf(screen, list)).toEqual(
        found.map(({ word, contrast }) => `${word.replaceAll("_", " ")}${points(contrast)}`),
      );
    }
    expect(rowsOf(screen, "Gold labels")).toEqual(["top up+75.0", "lost card−75.0"]);
  });

  test("fill a bar beyond chance and outline it within, on the side that has more", async () => {
    const { screen } = await contrastOf(rowsFrom(0, 30), rowsFrom(30, 60));
    const bar = (name: string) => screen.control(name).querySelector<HTMLElement>("[data-side]");
    expect(bar("top")?.dataset).toMatchObject({ side: "b", chance: "false" });
    expect(bar("lost")?.dataset).toMatchObject({ side: "a", chance: "false" });
    expect(bar("top")?.style.width).toBe("50%");
    expect(bar("today")).toBeNull();
    expect(screen.control("top").title).toContain("A 0.0 %, B 100.0 %, more than chance at 5 % (BH)");
    const few = await contrastOf(rowsFrom(0, 3), rowsFrom(3, 8));
    expect(few.screen.control("cash").querySelector<HTMLElement>("[data-side]")?.dataset.chance).toBe("true");
  });

  test("filter by a row that is clicked, and no more when it is clicked again", async () => {
    const { store, screen } = await contrastOf(rowsFrom(0, 30), rowsFrom(20, 60));
    for (const [name, filter] of [
      ["top+", { word: ["top"] }],
      ["top up+", { word: ["top up"] }],
      ["money", { concept: ["money"] }],
    ] as const) {
      await screen.click(name);
      expect(store.filter.value).toEqual(filter);
      await act(() => store.clearAll());
      await act(() =>
        store.setGroups({
          a: { name: "first", rows: rowsFrom(0, 30) },
          b: { name: "second", rows: rowsFrom(20, 60) },
        }),
      );
    }
    await act(() => screen.all('[aria-label="Predicted labels"] button')[0]!.click());
    expect(store.filter.value).toEqual({ prediction: ["top_up"] });
    expect(screen.text).toContain("The filters show no row of");
  });

  test("are found by typing, and say when nothing is", async () => {
    const { screen } = await contrastOf(rowsFrom(0, 30), rowsFrom(30, 60));
    await screen.type("Search the lists", "Lost_c");
    expect(rowsOf(screen, "Gold labels")).toEqual(["lost card−100.0"]);
    expect(rowsOf(screen, "Phrases")).toEqual(["lost card−100.0"]);
    expect(rowsOf(screen, "Words")).toEqual([]);
    expect(screen.text).toContain("None has “lost c” in its name.");
    screen.control("Search the lists").focus();
    await screen.press("Escape");
    expect(rowsOf(screen, "Words").length).toBeGreaterThan(0);
  });

  test("fold to their ends, open by a hundred, and are one tab stop that arrows walk", async () => {
    const many: Row[] = Array.from({ length: 1200 }, (_, row) => ({
      text: `word${row % 300} half${row % 2}`,
      gold: row % 150,
      predicted: row % 150,
    }));
    const names = Array.from({ length: 150 }, (_, label) => `label_${label}`);
    const everyThird = Uint32Array.from({ length: 400 }, (_, i) => i * 3);
    const { screen } = await contrastOf(everyThird, rowsFrom(0, 1200), many, names);
    const list = '[aria-label="Gold labels"]';
    expect(screen.all(`${list} li`)).toHaveLength(17);
    expect(screen.all(`${list} [tabindex="0"]`)).toHaveLength(1);
    screen.all(`${list} button`)[0]!.focus();
    await screen.press("End");
    await screen.press("ArrowDown");
    expect(document.activeElement).toBe(screen.all(`${list} button`)[0]);
    await screen.click("134 more between");
    expect(screen.all(`${list} li`)).toHaveLength(117);
    await screen.click("34 more between");
    expect(screen.all(`${list} li`)).toHaveLength(150);
    await screen.click("Only the ends");
    expect(screen.all(`${list} li`)).toHaveLength(17);
  });

  test("say what is empty, identical or shared", async () => {
    const { store, screen } = await contrastOf(rowsFrom(0, 30), rowsFrom(0, 30));
    expect(screen.text).toContain("A and B are the same rows: nothing can differ.");
    expect(screen.all("[aria-label=Words]")).toHaveLength(0);
    const groups = (a: Uint32Array, b: Uint32Array) =>
      act(() => store.setGroups({ a: { name: "first", rows: a }, b: { name: "second", rows: b } }));
    await groups(rowsFrom(0, 30), new Uint32Array(0));
    expect(screen.text).toContain("The filters show no row of B: there is nothing to contrast.");
    await groups(rowsFrom(0, 30), rowsFrom(20, 50));
    expect(screen.text).toContain("10 rows are in both, which makes differences look smaller.");
    await groups(rowsFrom(0, 30), rowsFrom(0, 50));
    expect(screen.text).toContain("A lies inside B: 30 rows are in both");
    await groups(rowsFrom(0, 2), rowsFrom(2, 4));
    expect(screen.text).toContain("No word is in five rows of both together.");
    await act(() => store.refine({ text: "nowhere" }));
    expect(screen.text).toContain("The filters show no row of A or B");
  });

  test("stand as headings over grey tracks until the words are counted, and say that labels are missing", async () => {
    const store = storeOf(twoKinds);
    store.setGroups({
      a: { name: "first", rows: rowsFrom(0, 30) },
      b: { name: "second", rows: rowsFrom(30, 60) },
    });
    const screen = show(<Words store={store} />);
    expect(screen.all("[aria-busy=true]")).toHaveLength(3);
    expect(screen.text).toContain("Gold labels share of rowsNone: pass label= to explore.");
    await indexed(store);
    expect(screen.all("[aria-busy=true]")).toHaveLength(0);
  });

  test("follow the filters", async () => {
    const { store, screen } = await contrastOf(rowsFrom(0, 30), rowsFrom(30, 60));
    await act(() => store.refine({ split: ["train"] }));
    expect(screen.control("Group A").textContent).toContain("15");
    const masks = [rowsFrom(0, 30), rowsFrom(30, 60)].map((rows) =>
      maskOf(
        rows.filter((row) => row % 2 === 0),
        60,
      ),
    );
    const [first] = contrastFeatures(store.features.words.value!, masks[0]!, masks[1]!);
    expect(rowsOf(screen, "Words")[0]).toBe(`${first!.word}${points(first!.contrast)}`);
  });
});

describe("choosing groups", () => {
  test("holds a label against the selection, by the keyboard", async () => {
    const store = storeOf(twoKinds, labels);
    store.select(rowsFrom(0, 10));
    const screen = show(<Words store={store} />);
    await screen.click("Compare with…");
    expect(focused()).toBe("Search groups");
    await screen.type("Search groups", "top");
    await screen.press("ArrowDown");
    expect(focused()).toContain("top up");
    await act(() => (document.activeElement as HTMLElement).click());
    expect(store.groups.value).toEqual({
      a: { name: "selection", rows: rowsFrom(0, 10) },
      b: { name: "top up", rows: rowsFrom(30, 60) },
    });
    expect(screen.text).toContain("B minus A");
  });

  test("offers the rest, clusters and labels, but not the selection beside itself", async () => {
    const store = storeOf(twoKinds, labels);
    store.select(rowsFrom(0, 10));
    const screen = show(<Words store={store} />);
    await screen.click("Compare with…");
    expect(screen.texts("[role=dialog] li")).toEqual([
      "the rest50",
      "even · ones30",
      "odd · ones30",
      "lost card30",
      "top up30",
    ]);
    await screen.type("Search groups", "nothing like it");
    expect(screen.text).toContain("No group has this in its name.");
  });

  test("without a selection begins with A; the rest of it follows it", async () => {
    const store = storeOf(twoKinds, labels);
    const screen = show(<Words store={store} />);
    await screen.click("Compare with…");
    await screen.click("lost card");
    expect(screen.text).toContain("Choose the other group");
    await screen.click("Choose group B");
    await screen.click("the rest");
    expect(store.groups.value.b).toEqual({ name: "the rest", rows: rowsFrom(30, 60) });
    await screen.click("Group A");
    await act(() => screen.all('[aria-label="Labels"] button')[1]!.click());
    expect(store.groups.value.a?.name).toBe("top up");
    expect(store.groups.value.b).toEqual({ name: "the rest", rows: rowsFrom(0, 30) });
  });

  test("swaps, removes one and ends, each one step back", async () => {
    const { store, screen } = await contrastOf(rowsFrom(0, 30), rowsFrom(30, 60));
    await screen.click("Swap A and B");
    expect(store.groups.value.a?.name).toBe("second");
    store.history.undo();
    expect(store.groups.value).toMatchObject({ a: { name: "first" }, b: { name: "second" } });
    await screen.click("Remove group A");
    expect(store.groups.value).toMatchObject({ a: null, b: { name: "second" } });
    expect(screen.text).toContain("All shown 60 rows");
    await act(() => store.history.undo());
    await screen.click("Compare no more");
    expect(store.groups.value).toEqual({ a: null, b: null });
  });

  test("says that there is nothing to choose yet", async () => {
    const store = storeOf(twoKinds);
    const screen = show(<Words store={store} />);
    await screen.click("Compare with…");
    expect(screen.text).toContain("There is no group to choose yet: select rows, or pass label= to explore.");
  });
});

describe("two models", () => {
  const second = twoKinds.map((row, i) => ({ ...row, predicted: i < 6 ? 1 : row.gold }));

  async function compared(): Promise<{ store: Store; screen: Screen }> {
    const store = storeOf(twoKinds, labels);
    store.setSecond({ model: "later", error: null });
    const screen = show(<Words store={store} />);
    await indexed(store);
    return { store, screen };
  }

  test("contrast what they predict, paired, and the words on which they err", async () => {
    const { store, screen } = await compared();
    expect(screen.all("[aria-busy=true]")).toHaveLength(2);
    await act(() => store.applySecond(progressOf({ columns: columnsOf(second, labels) })));
    expect(screen.text).toContain("B minus A60 rows, percentage points");
    const { a, b } = store.sides.value!;
    const every = new Uint8Array(60).fill(1);
    expect(rowsOf(screen, "Predicted labels")).toEqual(
      pairedCategories(a.prediction.value!, b.prediction.value!, every).map(
        ({ word, contrast }) => `${word.replace("_", " ")}${points(contrast)}`,
      ),
    );
    const words = pairedContrast(store.features.words.value!, a.errors.value, b.errors.value, every);
    expect(rowsOf(screen, "Words")).toEqual(
      words.map(({ word, contrast }) => {
        const rows = twoKinds.filter(({ text }) => text.includes(word)).length;
        return `${word}${rows}${points(contrast)}`;
      }),
    );
    expect(rowsOf(screen, "Words").at(-1)).toBe("top30−20.0");
  });

  test("select the rows of a label that only the second one knows, which no filter can ask for", async () => {
    const { store, screen } = await compared();
    const third = second.map((row, i) => ({ ...row, predicted: i < 6 ? 2 : row.gold }));
    const columns = columnsOf(third, [...labels, "stolen_card"]);
    await act(() => store.applySecond(progressOf({ columns })));
    const stolen = screen.control("stolen card");
    expect(stolen.title).toContain("Only B has this label: click to select its rows");
    expect(stolen.getAttribute("aria-pressed")).toBeNull();
    await screen.click("stolen card");
    expect(store.filter.value).toEqual({});
    expect(store.selection.value).toEqual(rowsFrom(0, 6));
  });

  test("leave out of errors the rows that have no gold label", async () => {
    const unlabelled = twoKinds.map((row, i) => ({ ...row, gold: i % 2 ? row.gold : -1 }));
    const store = storeOf(unlabelled, labels);
    store.setSecond({ model: "later", error: null });
    const columns = columnsOf(
      second.map((row, i) => ({ ...row, gold: unlabelled[i]!.gold })),
      labels,
    );
    store.applySecond(progressOf({ columns }));
    const screen = show(<Words store={store} />);
    await indexed(store);
    // of the 15 judged rows with "top" A has three wrong, B none; of the 15 with "card" B has three wrong
    expect(rowsOf(screen, "Words")).toContain("top15−20.0");
    expect(rowsOf(screen, "Words")).toContain("card15+20.0");
  });

  test("do so for the selection, and light what either predicts", async () => {
    const { store, screen } = await compared();
    await act(() => {
      store.applySecond(progressOf({ columns: columnsOf(second, labels) }));
      store.select(rowsFrom(0, 10));
    });
    expect(screen.text).toContain("10 selected rows, percentage points");
    expect(rowsOf(screen, "Predicted labels")).toEqual(["top up+60.0", "lost card−60.0"]);
    await act(() => {
      screen.control("top up").focus();
    });
    await act(
      () =>
        new Promise<void>((resolve) => {
          store.emphasis.subscribe((lit) => lit && resolve());
        }),
    );
    expect(store.emphasis.value?.labels).toEqual([1]);
    expect(store.emphasis.value?.rows.length).toBe(24 + 6 + 6);
  });

  test("give way to two groups, and to the error of the second model", async () => {
    const { store, screen } = await compared();
    await act(() => store.setSecond({ model: "later", error: "it has other labels" }));
    expect(screen.text).toContain("it has other labels");
    await act(() =>
      store.setGroups({
        a: { name: "first", rows: rowsFrom(0, 30) },
        b: { name: "second", rows: rowsFrom(30, 60) },
      }),
    );
    expect(rowsOf(screen, "Gold labels")).toHaveLength(2);
  });
});

describe("two frames", () => {
  test("contrast the rows of one with those of the other, of the selection too", async () => {
    const rows = twoKinds.map((row, i) => ({ ...row, split: i < 30 ? 0 : 1 }));
    const store = storeOf(rows, labels);
    store.setFrames(["train", "test"]);
    const screen = show(<Words store={store} />);
    await indexed(store);
    expect(screen.text).toContain("A train 30 rowsB test 30 rows");
    expect(rowsOf(screen, "Gold labels")).toEqual(["top up+100.0", "lost card−100.0"]);
    await act(() => store.select(rowsFrom(20, 60)));
    expect(screen.text).toContain("A train 10 selected rows");
    await act(() => store.select(rowsFrom(0, 5)));
    expect(screen.text).toContain("The selection holds no row of B: there is nothing to contrast.");
    await act(() => store.setView({ compare: false }));
    expect(screen.text).toContain("Selection 5 rows");
  });
});

test("percentage points have a sign and a real minus", () => {
  expect([0.134, -0.268, 0.0004, 0].map(points)).toEqual(["+13.4", "−26.8", "0.0", "0.0"]);
});
