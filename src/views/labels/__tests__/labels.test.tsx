/** @jest-environment jsdom */
import { focused, show } from "../../__tests__/screen";
import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { act } from "preact/test-utils";
import { filledStore, labelColumns, noCompute, progressOf } from "../../../client/__tests__/filled-store";
import { createStore } from "../../../client";
import { Tensor } from "../../../protocol";
import { Labels } from "..";

const { labelNames, prediction, gold } = labelColumns;
const TABLE = ".jp-Semla-labelTable";
const PAIRS = ".jp-Semla-confusions";
const PICKED = `${TABLE} [data-picked='true'] th`;

afterEach(() => {
  jest.restoreAllMocks();
});

/** A store whose rows 2 and 5 have `rivals` neighbours of the label they are taken for. */
function storeWithNeighbours() {
  return filledStore({
    ...labelColumns,
    confidence: new Tensor("float32", Float32Array.of(0.9, 0.8, 0.1, 0.7, 0.9, 0.2, 0.5, 0.5)),
    rivals: new Tensor("int32", Int32Array.of(9, 9, 3, 9, 9, 0, 0, 0)),
  });
}

describe("the table of labels", () => {
  test("opens the worst cluster and counts rows, precision, recall, F1 and errors", () => {
    const screen = show(<Labels store={filledStore()} />);
    expect(screen.texts(`${TABLE} tbody tr`)).toEqual([
      "card · top26.67.67.672",
      "card arrival3.67.67.671",
      "top up3.67.67.671",
      "rate · exchange11–––0",
    ]);
  });

  test("shows mean confidence once there are confidences", () => {
    const screen = show(<Labels store={storeWithNeighbours()} />);
    expect(screen.texts(`${TABLE} thead th`)).toEqual([
      "3 labels",
      "rows",
      "precision",
      "recall",
      "F1",
      "conf.",
      "errors",
    ]);
    expect(screen.texts(`${TABLE} td[data-column='confidence']`)).toEqual([".60", ".60", ".60", ".50"]);
  });

  test("sorts by a header that is clicked, and the other way round when clicked again", async () => {
    const screen = show(<Labels store={filledStore()} />);
    expect(screen.texts("[aria-sort='ascending']")).toEqual(["recall"]);
    await screen.click("rows");
    expect(screen.texts(`${TABLE} [aria-sort='descending']`)).toEqual(["rows"]);
    await screen.click("rows");
    expect(screen.texts(`${TABLE} [aria-sort='ascending']`)).toEqual(["rows"]);
    expect(screen.texts(`${TABLE} tbody [aria-expanded]`)).toEqual(["rate · exchange1", "card · top2"]);
  });

  test("finds labels by their readable name, whatever is open", async () => {
    const screen = show(<Labels store={filledStore()} />);
    await screen.type("Find a label", "exchange rate");
    expect(screen.texts(`${TABLE} tbody th`)).toEqual(["rate · exchange1", "exchange rate"]);
    await screen.type("Find a label", "nothing");
    expect(screen.text).toContain("No label has this in its name.");
  });

  test("selects the rows of a label that is clicked, and lets go of them again", async () => {
    const store = filledStore();
    const screen = show(<Labels store={store} />);
    await screen.click("top up");
    expect([...store.selection.value]).toEqual([3, 4, 5]);
    expect(screen.texts(PICKED)).toEqual(["top up"]);
    await screen.click("top up");
    expect(store.selection.value).toHaveLength(0);
    expect(screen.texts(PICKED)).toEqual([]);
  });

  test("marks a label whenever its rows are what is selected, and only then", async () => {
    const store = filledStore();
    const screen = show(<Labels store={store} />);
    await act(() => store.select([3, 4, 5]));
    expect(screen.texts(PICKED)).toEqual(["top up"]);
    await act(() => store.select([3, 4]));
    expect(screen.texts(PICKED)).toEqual([]);
    await act(() => store.history.undo());
    expect(screen.texts(PICKED)).toEqual(["top up"]);
  });

  test("contrasts labels and clusters by Shift, under their letters, and lets go of them again", async () => {
    const store = filledStore();
    const screen = show(<Labels store={store} />);
    await click(screen.control("top up"), { shiftKey: true });
    expect(store.groups.value.a).toEqual({ name: "top up", rows: Uint32Array.of(3, 4, 5) });
    await click(screen.control("card · top"), { shiftKey: true });
    expect(store.groups.value.b?.name).toBe("card · top");
    expect(screen.texts(".jp-Semla-sideBadge")).toEqual(["B", "A"]);
    await click(screen.control("top up"), { shiftKey: true });
    expect(store.groups.value.a).toBeNull();
    expect(store.selection.value).toHaveLength(0);
  });

  test("lights a row under the pointer after a moment, and the row of what is lit elsewhere", async () => {
    jest.useFakeTimers();
    try {
      const store = filledStore();
      const screen = show(<Labels store={store} />);
      const row = screen.control("top up").closest("tr") as HTMLElement;
      row.dispatchEvent(new Event("pointerenter"));
      expect(store.emphasis.value).toBeNull();
      await act(() => {
        jest.advanceTimersByTime(60);
      });
      expect(store.emphasis.value).toEqual({ rows: Uint32Array.of(3, 4, 5), labels: [1] });
      expect(row.dataset["lit"]).toBe("true");
      row.dispatchEvent(new Event("pointerleave"));
      await act(() => {
        jest.advanceTimersByTime(60);
      });
      expect(store.emphasis.value).toBeNull();
      await act(() => store.setHover(0));
      expect(screen.texts("[data-lit='true'] th")).toEqual(["card arrival"]);
    } finally {
      jest.useRealTimers();
    }
  });

  test("follows the filter, and leaves out labels that nothing shown has", async () => {
    const store = filledStore();
    const screen = show(<Labels store={store} />);
    await act(() => store.refine({ errors: false }));
    expect(screen.text).toContain("No errors among the rows shown.");
    expect(screen.texts(`${TABLE} thead th`)[0]).toBe("2 labels of 3");
  });

  test("goes through its rows by arrow keys, as one tab stop", async () => {
    const screen = show(<Labels store={filledStore()} />);
    expect(screen.all(`${TABLE} [tabindex='0']`)).toHaveLength(1);
    screen.control("card arrival").focus();
    await screen.press("ArrowDown");
    expect(focused()).toBe("top up");
  });

  test("lists a cluster's first labels and the rest on demand", async () => {
    const screen = show(<Labels store={storeOfMany(12)} />);
    expect(screen.all(".jp-Semla-labelRow")).toHaveLength(6);
    await screen.click("7 more labels");
    expect(screen.all(".jp-Semla-labelRow")).toHaveLength(12);
  });
});

describe("a cluster", () => {
  test("is renamed by F2, Enter keeps the name", async () => {
    const store = filledStore();
    const screen = show(<Labels store={store} />);
    screen.control("card · top").focus();
    await screen.press("F2");
    expect(focused()).toBe("Name of the cluster card · top");
    (document.activeElement as HTMLInputElement).value = " cards ";
    await screen.press("Enter");
    expect(store.view.value.clusterNames).toEqual({ "card · top": "cards" });
    expect(screen.texts("[aria-expanded]")).toContain("cards2");
    expect(focused()).toBe("cards2");
  });

  test("keeps its name by Escape, and gets its first one back by an empty field", async () => {
    const store = filledStore();
    store.setView({ clusterNames: { "card · top": "cards", other: "kept" } });
    const screen = show(<Labels store={store} />);
    await rename(screen.control("cards"));
    (document.activeElement as HTMLInputElement).value = "thrown away";
    await screen.press("Escape");
    expect(store.view.value.clusterNames).toEqual({ "card · top": "cards", other: "kept" });
    await rename(screen.control("cards"));
    (document.activeElement as HTMLInputElement).value = "";
    await screen.press("Enter");
    expect(store.view.value.clusterNames).toEqual({ other: "kept" });
  });
});

describe("the number of clusters", () => {
  test("is chosen among automatic and as many as there are labels with rows", async () => {
    const asked: (number | null)[] = [];
    const clusters = (count: number | null) => {
      asked.push(count);
      return Promise.resolve();
    };
    const screen = show(<Labels store={filledStore(labelColumns, { ...noCompute, clusters })} />);
    await screen.click("Clusters: 2");
    expect(screen.texts("[role^='menuitem']")).toEqual(["automatic", "1", "2", "3"]);
    expect(screen.texts("[aria-checked='true']")).toEqual(["2"]);
    await screen.click("3");
    await screen.click("Clusters: 2");
    await screen.click("automatic");
    expect(asked).toEqual([3, null]);
  });

  test("tells what is under way, can be cancelled, and tells what failed and tries again", async () => {
    let fail: (reason: Error) => void = () => undefined;
    const signals: AbortSignal[] = [];
    const clusters = (_: number | null, signal: AbortSignal) => {
      signals.push(signal);
      return new Promise<void>((_, reject) => (fail = reject));
    };
    const screen = show(<Labels store={filledStore(labelColumns, { ...noCompute, clusters })} />);
    await screen.click("Clusters: 2");
    await screen.click("3");
    expect(screen.texts("[role='status']")[0]).toContain("Grouping the labels into 3 clusters");
    await screen.click("Cancel");
    expect(signals[0]?.aborted).toBe(true);
    expect(screen.text).not.toContain("Grouping");
    await screen.click("Clusters: 2");
    await screen.click("1");
    await act(async () => {
      fail(new Error("no embeddings"));
      await Promise.resolve();
    });
    expect(screen.texts("[role='alert']")[0]).toContain("into 1 cluster: no embeddings");
    await screen.click("Retry");
    expect(signals).toHaveLength(3);
    expect(screen.all("[role='alert']")).toHaveLength(0);
  });

  test("is not offered where labels have not been grouped", () => {
    const screen = show(<Labels store={filledStore({ labelNames, gold, prediction })} />);
    expect(screen.all("[aria-label^='Clusters']")).toHaveLength(0);
  });
});

describe("the confusions", () => {
  test("tell count, share of gold and how many lie near the label they are taken for", () => {
    const screen = show(<Labels store={storeWithNeighbours()} />);
    expect(screen.texts(`${PAIRS} tbody tr`)).toEqual(["card arrivaltop up1.331", "top upcard arrival1.330"]);
    expect(screen.control("card arrivaltop up").title).toContain("1 of 1 lie near rows of top up.");
  });

  test("have no such column while neighbours are not counted", () => {
    const screen = show(<Labels store={filledStore()} />);
    expect(screen.texts(`${PAIRS} thead th`)).toEqual(["Confusionsgold over predicted", "n", "share"]);
  });

  test("sort by either label and by every figure", async () => {
    const screen = show(<Labels store={storeWithNeighbours()} />);
    await screen.click("predicted");
    expect(screen.texts(`${PAIRS} .jp-Semla-pair`)[0]).toBe("top upcard arrival");
    expect(screen.texts(`${PAIRS} [aria-sort='ascending']`)).toHaveLength(1);
    await screen.click("near");
    expect(screen.texts(`${PAIRS} .jp-Semla-pair`)[0]).toBe("card arrivaltop up");
    expect(screen.texts(`${PAIRS} [aria-sort='descending']`)).toEqual(["near"]);
  });

  test("pick the pair for all, mark its labels, and let go of it again", async () => {
    const store = filledStore();
    const screen = show(<Labels store={store} />);
    await screen.click("card arrivaltop up");
    expect(store.pair.value).toEqual({ gold: 0, prediction: 1 });
    expect([...store.selection.value]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(screen.texts(PICKED)).toEqual(["card arrival", "top up"]);
    await screen.click("card arrivaltop up");
    expect(store.pair.value).toBeNull();
    expect(store.selection.value).toHaveLength(0);
  });

  test("filter to the pair that is picked, by button or by F, and back", async () => {
    const store = filledStore();
    const screen = show(<Labels store={store} />);
    await screen.click("card arrivaltop up");
    await screen.click("Filter to this pair");
    expect(store.filter.value).toEqual({ label: ["card_arrival"], prediction: ["top_up"] });
    expect([...store.shown.value]).toEqual([2]);
    await screen.click("Show the others again");
    expect(store.filter.value).toEqual({});
    screen.control("card arrivaltop up").focus();
    await screen.press("f");
    expect([...store.shown.value]).toEqual([2]);
  });

  test("open the clusters of what is picked elsewhere", async () => {
    const store = storeOfMany(12);
    const screen = show(<Labels store={store} />);
    await act(() => store.selectPair({ gold: 11, prediction: 0 }));
    expect(screen.texts(PICKED)).toEqual(expect.arrayContaining(["label 0", "label 11"]));
  });

  test("are listed as far as the picked pair, and on demand", async () => {
    const store = storeOfMany(40);
    const screen = show(<Labels store={store} />);
    expect(screen.all(".jp-Semla-pair")).toHaveLength(30);
    await act(() => store.selectPair({ gold: 35, prediction: 36 }));
    expect(screen.texts(`${PAIRS} [data-picked='true'] .jp-Semla-pair`)).toEqual(["label 35label 36"]);
    await screen.click("4 more pairs");
    expect(screen.all(".jp-Semla-pair")).toHaveLength(40);
  });
});

describe("the matrix", () => {
  const plane = '[role="application"]';

  test("is walked by arrows, says what it is at, and picks by Enter", async () => {
    const store = filledStore();
    const screen = show(<Labels store={store} />);
    const [matrix] = screen.all(plane);
    matrix?.focus();
    await screen.press("ArrowRight");
    expect(screen.texts(`${plane} [role='status']`)).toEqual([
      "gold card arrival, predicted exchange rate: 0 rows",
    ]);
    await screen.press("ArrowLeft");
    expect(screen.texts(`${plane} [role='status']`)).toEqual(["gold card arrival, predicted top up: 1 row"]);
    expect(screen.texts(".jp-Semla-matrixTip dd")).toEqual(["card arrival", "top up", "1 .33 of gold"]);
    await screen.press("Enter");
    expect(store.pair.value).toEqual({ gold: 0, prediction: 1 });
    await screen.press("f");
    expect([...store.shown.value]).toEqual([2]);
  });

  test("picks the cell under the pointer", async () => {
    const store = filledStore();
    sized(300);
    const screen = show(<Labels store={store} />);
    await act(() => store.setView({ diagonal: true }));
    const [canvas] = screen.all("canvas");
    await click(canvas as HTMLElement, { clientX: 50, clientY: 150 });
    expect(store.pair.value).toEqual({ gold: 1, prediction: 0 });
    await click(canvas as HTMLElement, { clientX: 150, clientY: 150 });
    expect(store.pair.value).toBeNull();
    expect([...store.selection.value]).toEqual([3, 4, 5]);
    await click(canvas as HTMLElement, { clientX: 250, clientY: 50 });
    expect([...store.selection.value]).toEqual([3, 4, 5]);
  });

  test("leaves right predictions out until they are asked for", async () => {
    const store = filledStore();
    const screen = show(<Labels store={store} />);
    const [box] = screen.all("input[type='checkbox']");
    await click(box as HTMLElement);
    expect(store.view.value.diagonal).toBe(true);
  });

  test("is a sentence beyond 200 labels, and absent of one", () => {
    const many = show(<Labels store={storeOfMany(201)} />);
    expect(many.text).toContain("The matrix shows up to 200 labels; these are 201.");
    expect(many.all("canvas")).toHaveLength(0);
    const one = show(<Labels store={storeOfMany(1)} />);
    expect(one.text).not.toContain("Matrix");
  });
});

describe("in a comparison", () => {
  function compared() {
    const store = storeWithNeighbours();
    store.setSecond({ model: "second", error: null });
    const names = ["top_up", "exchange_rate", "card_arrival"];
    // every row is top up to the second model, which numbers its labels in its own way
    store.applySecond(
      progressOf({
        columns: {
          labelNames: names,
          gold: new Tensor("int32", Int32Array.of(2, 2, 2, 0, 0, 0, -1, 1)),
          prediction: new Tensor("int32", new Int32Array(8)),
        },
      }),
    );
    return store;
  }

  test("a switch says whose figures are shown", async () => {
    const store = compared();
    const screen = show(<Labels store={store} />);
    expect(screen.control("A: minilm step 12").getAttribute("aria-pressed")).toBe("true");
    await screen.click("errors");
    await screen.click("B: second");
    expect(screen.texts(`${TABLE} [aria-sort='descending']`)).toEqual(["errors"]);
    await screen.type("Find a label", "card arrival");
    expect(screen.texts(".jp-Semla-labelRow")).toEqual(["card arrival3–.00.003"]);
  });

  test("a pair of the second model is the same pair for all, and filters to its rows", async () => {
    const store = compared();
    store.setView({ side: "b" });
    const screen = show(<Labels store={store} />);
    await screen.click("card arrivaltop up");
    expect(store.pair.value).toEqual({ gold: 0, prediction: 1 });
    expect(screen.texts(PICKED)).toEqual(expect.arrayContaining(["card arrival", "top up"]));
    await screen.click("Filter to this pair");
    expect([...store.shown.value]).toEqual([0, 1, 2]);
  });
});

describe("without some of it", () => {
  test("claims neither precision nor errors where there are only predictions", () => {
    const screen = show(<Labels store={filledStore({ labelNames, prediction })} />);
    expect(screen.texts("thead th")).toEqual(["3 labels", "rows"]);
    expect(screen.texts("tbody tr")).toEqual(["top up4", "card arrival3", "exchange rate0"]);
    expect(screen.text).toContain("No gold labels: pass label=");
    expect(screen.text).not.toContain("Confusions");
  });

  test("counts where there are only gold labels, and says what is missing", () => {
    const store = filledStore({ labelNames, gold });
    const screen = show(<Labels store={store} />);
    expect(screen.texts("tbody tr")).toEqual(["card arrival3", "top up3", "exchange rate1"]);
    expect(screen.text).toContain("No predictions: pass model=");
  });

  test("keeps a place for what is still to come", () => {
    const store = filledStore({ labelNames, gold });
    store.setStatus({ phase: "running" });
    const screen = show(<Labels store={store} />);
    expect(screen.texts("[aria-busy='true'] h3")).toEqual(["Confusions"]);
  });

  test("says what to do where there are no labels", () => {
    const screen = show(<Labels store={filledStore({})} />);
    expect(screen.text).toBe("No labels: pass label= with the rows, or a model that predicts them.");
  });
});

/** `size` labels in one cluster, each with ten rows of which one is taken for the next label. */
function storeOfMany(size: number) {
  const store = createStore(noCompute);
  const rows = 10 * size;
  const codes = Int32Array.from({ length: rows }, (_, row) => Math.floor(row / 10));
  store.setDataset({ name: "many", rows, ids: [...codes.keys()], texts: Array(rows).fill(""), split: null });
  store.applyProgress(
    progressOf({
      columns: {
        labelNames: Array.from({ length: size }, (_, label) => `label_${label}`),
        gold: new Tensor("int32", codes),
        prediction: new Tensor(
          "int32",
          codes.map((code, row) => (row % 10 || size === 1 ? code : (code + 1) % size)),
        ),
        clusterOfLabel: new Tensor("int32", new Int32Array(size)),
        clusterNames: ["all"],
      },
    }),
  );
  store.setStatus({ phase: "ready" });
  return store;
}

/** Gives every element this size, as jsdom lays nothing out. */
function sized(side: number): void {
  jest.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(side);
  jest.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(side);
}

async function click(element: HTMLElement, how: MouseEventInit = {}): Promise<void> {
  await act(() => {
    element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ...how }));
  });
}

async function rename(button: HTMLElement): Promise<void> {
  await act(() => {
    button.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
  });
}
