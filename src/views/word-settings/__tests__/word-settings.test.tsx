/** @jest-environment jsdom */
import { show } from "../../__tests__/screen";
import { describe, expect, test } from "@jest/globals";
import { act } from "preact/test-utils";
import { filledStore } from "../../../client/__tests__/filled-store";
import { createMapState } from "../../map/state";
import { WordSettingsButton } from "..";

function opened() {
  const store = filledStore();
  const state = createMapState();
  const screen = show(
    <WordSettingsButton store={store} state={state} disabled={false} onToggle={() => undefined} />,
  );
  void act(() => screen.control("Settings of the words").click());
  const settings = () => store.view.value.wordSettings;
  const set = (selector: string, value: string, event: string): void => {
    const [control] = screen.all(selector) as (HTMLInputElement | HTMLSelectElement)[];
    if (!control) throw new Error(`no ${selector}`);
    control.value = value;
    void act(() => void control.dispatchEvent(new Event(event, { bubbles: true })));
  };
  return { store, state, screen, settings, set };
}

describe("the settings of the words", () => {
  test("choose what is counted, and words over the points come on", () => {
    const { store, settings, set, screen } = opened();
    void act(() => store.setView({ words: false }));
    set("select", "label", "change");
    expect(settings().kind).toBe("label");
    expect(store.view.value.words).toBe(true);
    expect(screen.texts("legend")).not.toContain("Words a phrase");
  });

  test("offer only what is known", () => {
    const { screen, store } = opened();
    const disabled = (): string[] => screen.texts("option:disabled");
    expect(disabled()).toEqual(["Concepts"]);
    void act(() => store.setConcepts({ source: "WordNet 3.1", names: [], wordsOf: [] }));
    expect(disabled()).toEqual([]);
    expect(screen.text).toContain("from WordNet 3.1");
  });

  test("follow the sliders at once; a frequency that is not moved keeps following the rows", () => {
    const { settings, set } = opened();
    set("[aria-labelledby=semla-locality]", "150", "input");
    expect(settings().locality).toBe(150);
    set('[aria-label="Rows in view with the word, least"]', "1.3", "input");
    expect([settings().minCount, settings().maxCount]).toEqual([20, null]);
  });

  test("take SemLa's numbers and go back to the defaults", async () => {
    const { screen, settings } = opened();
    await screen.click("SemLa's");
    expect([settings().minCount, settings().maxCount, settings().locality]).toEqual([30, 1000, 100]);
    await screen.click("Default");
    expect([settings().minCount, settings().maxCount]).toEqual([null, null]);
  });

  test("show how many words there are and how frequent they are", () => {
    const { screen, state } = opened();
    void act(() => {
      state.words.value = 12;
      state.wordStatistics.value = {
        counts: Uint32Array.of(2, 2, 40),
        spreads: Float64Array.of(20, 90, 350),
        minCount: 5,
        maxCount: 1000,
      };
    });
    expect(screen.text).toContain("12 words now");
    expect(screen.text).toContain("5 to 1,000");
    expect(screen.all(".jp-Semla-rangeBars").length).toBe(4);
  });

  test("close with Escape and give the focus back, and by a press elsewhere", () => {
    const { screen, state } = opened();
    const [dialog] = screen.all("[role=dialog]");
    void act(
      () => void dialog?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true })),
    );
    expect(state.wordSettingsOpen.value).toBe(false);
    expect(document.activeElement).toBe(screen.control("Settings of the words"));
    void act(() => screen.control("Settings of the words").click());
    void act(() => void document.body.dispatchEvent(new Event("pointerdown", { bubbles: true })));
    expect(state.wordSettingsOpen.value).toBe(false);
  });
});
