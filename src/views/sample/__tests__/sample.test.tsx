/** @jest-environment jsdom */
import { focused, show } from "../../__tests__/screen";
import { describe, expect, test } from "@jest/globals";
import { act } from "preact/test-utils";
import { addSecond, filledStore, labelColumns, noCompute } from "../../../client/__tests__/filled-store";
import { Tensor } from "../../../protocol";
import { Sample } from "..";

describe("the Sample tab", () => {
  test("says what brings it a row", () => {
    const screen = show(<Sample store={filledStore()} />);
    expect(screen.text).toBe("Click a point on the map to see its text, labels and probabilities.");
  });

  test("says in a sentence what was read and what was right, and goes to the next error", async () => {
    const store = filledStore();
    store.openRow(2);
    const screen = show(<Sample store={store} />);
    expect(screen.text).toContain("Errorrow id-2, 1 of 2 errors");
    expect(screen.text).toContain("Read as top up, gold is card arrival.");
    await screen.click("Next error");
    expect(store.view.value.row).toBe(5);
    expect(screen.text).toContain("Read as card arrival, gold is top up.");
  });

  test.each([
    [0, "Read as card arrival, which is the gold label."],
    [6, "Read as top up; it has no gold label."],
    [7, "Gold is exchange rate."],
  ])("of row %d says: %s", (row, sentence) => {
    const store = filledStore();
    store.openRow(row);
    expect(show(<Sample store={store} />).text).toContain(sentence);
  });

  test("lists the five most probable labels", async () => {
    const probabilities = () => Promise.resolve(Float32Array.of(0.1, 0.898, 0.002));
    const store = filledStore(labelColumns, { ...noCompute, probabilities });
    store.openRow(3);
    const screen = show(<Sample store={store} />);
    await act(async () => {});
    expect(screen.texts(".jp-Semla-probabilities li")).toEqual([
      "top up.90",
      "card arrival.10",
      "exchange rate< .01",
    ]);
  });

  test("keeps the last probabilities until the next are there", async () => {
    const answers: ((values: Float32Array) => void)[] = [];
    const probabilities = () => new Promise<Float32Array>((resolve) => answers.push(resolve));
    const store = filledStore(labelColumns, { ...noCompute, probabilities });
    store.openRow(3);
    const screen = show(<Sample store={store} />);
    await act(async () => answers[0]?.(Float32Array.of(0, 1, 0)));
    await act(() => store.openRow(4));
    expect(screen.texts(".jp-Semla-probabilities li")[0]).toBe("top up1.00");
    expect(screen.all(".jp-Semla-probabilities[aria-busy='true']")).toHaveLength(1);
    await act(async () => answers[1]?.(Float32Array.of(1, 0, 0)));
    expect(screen.texts(".jp-Semla-probabilities li")[0]).toBe("card arrival1.00");
  });

  test("shows an error in the place of what failed, and tries again", async () => {
    let fails = true;
    const probabilities = () =>
      fails
        ? Promise.reject(new Error("the sidecar ended; try again"))
        : Promise.resolve(Float32Array.of(1, 0, 0));
    const store = filledStore(labelColumns, { ...noCompute, probabilities });
    store.openRow(0);
    const screen = show(<Sample store={store} />);
    await act(async () => {});
    expect(screen.texts("[role='alert']")[0]).toContain("the sidecar ended; try again");
    expect(screen.text).toContain("where is my card");
    fails = false;
    await screen.click("Retry");
    await act(async () => {});
    expect(screen.all("[role='alert']")).toHaveLength(0);
    expect(screen.texts(".jp-Semla-probabilities li")[0]).toBe("card arrival1.00");
  });

  test("shows the rows it is held against, rings them under the pointer and opens them", async () => {
    const rows = (values: number[]) => new Tensor("int32", Int32Array.from(values));
    const store = filledStore({
      ...labelColumns,
      closest: rows([1, 0, 3, 4, 3, 0, -1, -1]),
      contrast: rows([2, 2, 5, -1, 5, 4, -1, -1]),
    });
    store.openRow(2);
    const screen = show(<Sample store={store} />);
    expect(screen.texts(".jp-Semla-partners li")).toEqual([
      "closesttop up failedtop up",
      "contrastcard top uptop up also an error",
    ]);
    expect(screen.control("contrast").title).toContain("The nearest row of the gold label");
    const enter = new Event("pointerenter");
    await act(() => void screen.control("contrast").dispatchEvent(enter));
    expect(store.hover.value).toBe(5);
    screen.control("closest").focus();
    expect(store.hover.value).toBe(3);
    await screen.press("ArrowDown");
    expect(focused()).toContain("contrast");
    await screen.click("closest");
    expect(store.view.value.row).toBe(3);
    expect(screen.texts(".jp-Semla-partners li")).toHaveLength(1);
  });

  test("filters to the row's label and prediction, and its support set where there is one", async () => {
    const store = filledStore({
      ...labelColumns,
      support: new Tensor("int32", Int32Array.of(1, 2, 0, 4, 3, 4, 0, 1), [8, 1]),
    });
    store.openRow(5);
    const screen = show(<Sample store={store} />);
    await screen.click("Its support set");
    expect([...store.shown.value]).toEqual([4, 5]);
    await screen.click("Same label");
    await screen.click("Same prediction");
    expect(store.filter.value).toEqual({ support: 5, label: ["top_up"], prediction: ["card_arrival"] });
    await screen.click("Same label");
    expect(store.filter.value).toEqual({ support: 5, prediction: ["card_arrival"] });
  });

  test("shows what both models of a comparison read", async () => {
    const store = filledStore();
    addSecond(store);
    store.openRow(2);
    const screen = show(<Sample store={store} />);
    expect(screen.texts(".jp-Semla-twoModels li")).toEqual(["Atop up–", "Bcard arrival–"]);
    expect(screen.all(".jp-Semla-verdictMark").map((mark) => mark.title)).toEqual(["wrong", "right"]);
    await act(() => store.setView({ compare: false }));
    expect(screen.all(".jp-Semla-twoModels")).toHaveLength(0);
  });
});
