/** @jest-environment jsdom */
import { focused, show } from "../../__tests__/screen";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { signal } from "@preact/signals";
import { act } from "preact/test-utils";
import type { Store } from "../../../client";
import { filledStore, labelColumns } from "../../../client/__tests__/filled-store";
import type { Layout } from "../../explorer/layout";
import { Bar } from "..";

function open(store: Store, layout: Layout = "wide") {
  return show(<Bar store={store} layout={signal(layout)} onHelp={() => undefined} />);
}

describe("the bar", () => {
  test("names data set and model, what is shown, how right it is, and its errors", async () => {
    const store = filledStore();
    const screen = open(store);
    expect(screen.text).toContain("cards test");
    expect(screen.text).toContain("8 of 8 rows");
    expect(screen.text).toContain("accuracy 66.7 %");
    await act(() => store.refine({ label: ["card_arrival"] }));
    expect(screen.text).toContain("3 of 8 rows");
    expect(screen.control("Show errors only, 1 error")).toBeTruthy();
  });

  test("shows errors only, and all rows again", async () => {
    const store = filledStore();
    const screen = open(store);
    await screen.click("Show errors only");
    expect([...store.shown.value]).toEqual([2, 5]);
    await screen.click("Show errors only");
    expect(store.filter.value).toEqual({});
  });

  test("offers the colours that can be shown", async () => {
    const { labelNames, prediction } = labelColumns;
    const store = filledStore({ labelNames, prediction });
    const screen = open(store);
    await screen.click("Colour by predicted label");
    expect(screen.texts("[role='menuitemradio']")).toEqual(["predicted label"]);
  });

  test("chooses a split", async () => {
    const store = filledStore();
    const screen = open(store);
    await screen.click("Data set cards test");
    await screen.click("test");
    expect(store.filter.value).toEqual({ split: ["test"] });
    await screen.click("Data set cards test");
    await screen.click("all splits");
    expect(store.filter.value).toEqual({});
  });

  test("shows icons where it is short, and still names everything", async () => {
    const screen = open(filledStore(), "single");
    expect(screen.text).toContain("8 rows66.7 % right");
    expect(screen.all("input")).toHaveLength(0);
    await screen.click("Search text");
    expect(focused()).toBe("Search text");
    expect(screen.all("input")).toHaveLength(1);
  });
});

describe("the search field", () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test("filters once the typing pauses", async () => {
    const store = filledStore();
    const screen = open(store);
    await screen.type("Search text", "c");
    await screen.type("Search text", "card");
    expect(store.filter.value).toEqual({});
    await act(() => void jest.advanceTimersByTime(120));
    expect(store.filter.value).toEqual({ text: "card" });
  });

  test("keeps what is typed on while the filter is applied", async () => {
    const store = filledStore();
    const screen = open(store);
    await screen.type("Search text", "ca");
    jest.advanceTimersByTime(120);
    await screen.type("Search text", "car");
    expect((screen.control("Search text") as HTMLInputElement).value).toBe("car");
    await act(() => void jest.advanceTimersByTime(120));
    expect(store.filter.value).toEqual({ text: "car" });
  });

  test("shows a filter set elsewhere, and clears it at Escape", async () => {
    const store = filledStore();
    const screen = open(store);
    await act(() => store.refine({ text: "top" }));
    const input = screen.control("Search text") as HTMLInputElement;
    expect(input.value).toBe("top");
    input.focus();
    await screen.press("Escape");
    expect(input.value).toBe("");
    expect(store.filter.value).toEqual({});
  });
});
