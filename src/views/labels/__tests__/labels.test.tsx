/** @jest-environment jsdom */
import { focused, show } from "../../__tests__/screen";
import { describe, expect, test } from "@jest/globals";
import { act } from "preact/test-utils";
import { filledStore, labelColumns } from "../../../client/__tests__/filled-store";
import { Labels } from "..";

const { labelNames, prediction, gold } = labelColumns;

describe("the Labels tab", () => {
  test("opens the worst cluster and counts rows, precision, recall and errors", () => {
    const screen = show(<Labels store={filledStore()} />);
    expect(screen.texts("tbody tr")).toEqual([
      "card · top26.67.672",
      "card arrival3.67.671",
      "top up3.67.671",
      "rate · exchange11––0",
    ]);
  });

  test("selects the rows of a pair, marks its labels, and lets go of them again", async () => {
    const store = filledStore();
    const screen = show(<Labels store={store} />);
    await screen.click("card arrivaltop up");
    expect([...store.selection.value]).toEqual([2]);
    expect(screen.texts("[data-picked='true'] th")).toEqual(["card arrival", "top up"]);
    await screen.click("card arrivaltop up");
    expect(store.selection.value).toHaveLength(0);
  });

  test("forgets what was picked when something else is selected", async () => {
    const store = filledStore();
    const screen = show(<Labels store={store} />);
    await screen.click("top up");
    expect([...store.selection.value]).toEqual([3, 4, 5]);
    await act(() => store.select([0]));
    expect(screen.all("[data-picked='true']")).toHaveLength(0);
  });

  test("finds labels by their readable name, whatever is open", async () => {
    const screen = show(<Labels store={filledStore()} />);
    await screen.type("Find a label", "exchange rate");
    expect(screen.texts("tbody th")).toEqual(["rate · exchange1", "exchange rate"]);
    await screen.type("Find a label", "nothing");
    expect(screen.text).toContain("No label has this in its name.");
  });

  test("sorts by a header that is clicked", async () => {
    const screen = show(<Labels store={filledStore()} />);
    await screen.click("rows");
    expect(screen.texts("[aria-sort='descending']")).toEqual(["rows"]);
    expect(screen.texts("[aria-sort='ascending']")).toEqual([]);
  });

  test("follows the filter", async () => {
    const store = filledStore();
    const screen = show(<Labels store={store} />);
    await act(() => store.refine({ errors: false }));
    expect(screen.text).toContain("No errors among the rows shown.");
  });

  test("claims neither precision nor errors where there are only predictions", () => {
    const screen = show(<Labels store={filledStore({ labelNames, prediction })} />);
    expect(screen.texts("thead th")).toEqual(["3 labels", "rows"]);
    expect(screen.texts("tbody tr")).toEqual(["top up4", "card arrival3", "exchange rate0"]);
    expect(screen.text).not.toContain("Confusions");
  });

  test("counts where there are only gold labels", () => {
    const screen = show(<Labels store={filledStore({ labelNames, gold })} />);
    expect(screen.texts("tbody tr")).toEqual(["card arrival3", "top up3", "exchange rate1"]);
  });

  test("says what to do where there are no labels", () => {
    const screen = show(<Labels store={filledStore({})} />);
    expect(screen.text).toBe("No labels: pass label= with the rows, or a model that predicts them.");
  });

  test("goes through its rows by arrow keys, as one tab stop", async () => {
    const screen = show(<Labels store={filledStore()} />);
    expect(screen.all("table [tabindex='0']")).toHaveLength(1);
    screen.control("card arrival").focus();
    await screen.press("ArrowDown");
    expect(focused()).toBe("top up");
  });
});
