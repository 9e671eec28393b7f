/** @jest-environment jsdom */
import { show } from "../../__tests__/screen";
import { effect } from "@preact/signals";
import { describe, expect, test } from "@jest/globals";
import { act } from "preact/test-utils";
import { createStore, type Store } from "../../../client";
import { filledStore, noCompute } from "../../../client/__tests__/filled-store";
import { Words } from "..";

async function indexed(store: Store): Promise<void> {
  await act(
    () =>
      new Promise<void>((resolve) => {
        effect(() => {
          if (store.features.words.value && store.features.phrases.value) resolve();
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
    expect(screen.texts("section:first-of-type li")[0]).toBe("card50");
  });

  test("filters by a word that is clicked, and no more when it is clicked again", async () => {
    const store = filledStore();
    const screen = show(<Words store={store} />);
    await indexed(store);
    await screen.click("failed");
    expect(store.filter.value).toEqual({ text: "failed" });
    expect(screen.control("failed").getAttribute("aria-pressed")).toBe("true");
    await screen.click("failed");
    expect(store.filter.value).toEqual({});
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
    expect(screen.texts("h3")).toEqual(["Words", "Phrases", "Labels"]);
    expect(screen.all("[aria-busy='true']")).toHaveLength(1);
  });
});
