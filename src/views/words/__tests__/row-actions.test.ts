/** @jest-environment jsdom */
import "../../__tests__/screen";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { filledStore, texts } from "../../../client/__tests__/filled-store";
import { wordPostings } from "../../../core";
import { featureEntry, groupName, isOn, labelEntry } from "../entry";
import { toggled } from "../../parts/toggled";
import { createRowActions } from "../row-actions";

const postings = wordPostings(texts);
const word = (name: string) => featureEntry("word", postings, postings.features.indexOf(name));

describe("resting on a row of a list", () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test("lights the rows shown that hold it, not those it was moved over", () => {
    const store = filledStore();
    store.setFilter({ text: "top" });
    const changes: unknown[] = [];
    store.emphasis.subscribe((value) => changes.push(value));
    const actions = createRowActions(store);
    actions.light(word("card"));
    jest.advanceTimersByTime(40);
    actions.light(word("up"));
    jest.advanceTimersByTime(40);
    actions.light(word("failed"));
    jest.advanceTimersByTime(60);
    expect(changes).toEqual([null, { rows: Uint32Array.of(3), labels: [] }]);
  });

  test("lights a label's rows and its regions", () => {
    const store = filledStore();
    const actions = createRowActions(store);
    actions.light(labelEntry(store, "label", 1));
    jest.advanceTimersByTime(60);
    expect(store.emphasis.value).toEqual({ rows: Uint32Array.of(3, 4, 5), labels: [1] });
    actions.light(labelEntry(store, "prediction", 1));
    jest.advanceTimersByTime(60);
    expect(store.emphasis.value).toEqual({ rows: Uint32Array.of(2, 3, 4, 6), labels: [1] });
  });

  test("goes out when it is left, unless another row is rested on by then", () => {
    const store = filledStore();
    const actions = createRowActions(store);
    actions.light(word("card"));
    jest.advanceTimersByTime(60);
    actions.fade();
    actions.light(word("up"));
    jest.advanceTimersByTime(60);
    expect(store.emphasis.value?.rows).toEqual(Uint32Array.of(3, 4, 5));
    actions.fade();
    jest.advanceTimersByTime(60);
    expect(store.emphasis.value).toBeNull();
  });

  test("goes out at once with the list, and with a row that is taken away", () => {
    const store = filledStore();
    const actions = createRowActions(store);
    actions.light(word("card"));
    jest.advanceTimersByTime(60);
    actions.fade(word("up"));
    jest.advanceTimersByTime(60);
    expect(store.emphasis.value).not.toBeNull();
    actions.fade(word("card"));
    jest.advanceTimersByTime(60);
    expect(store.emphasis.value).toBeNull();
    actions.light(word("card"));
    jest.advanceTimersByTime(60);
    actions.dispose();
    expect(store.emphasis.value).toBeNull();
  });
});

describe("what a row stands for", () => {
  test("is a condition beside others for a word, in place of others for a label", () => {
    const store = filledStore();
    const [card, top] = [word("card"), labelEntry(store, "label", 1)];
    expect(toggled({ word: ["up"] }, card.key, card.name)).toEqual({ word: ["up", "card"] });
    expect(toggled({ word: ["up", "card"] }, card.key, card.name)).toEqual({ word: ["up"] });
    expect(toggled({ word: ["card"] }, card.key, card.name)).toEqual({ word: undefined });
    expect(toggled({ label: ["exchange_rate"] }, top.key, top.name)).toEqual({ label: ["top_up"] });
    expect(toggled({ label: ["exchange_rate", "top_up"] }, top.key, top.name)).toEqual({ label: ["top_up"] });
    expect(toggled({ label: ["top_up"] }, top.key, top.name)).toEqual({ label: undefined });
    expect(isOn({ word: ["card"] }, card)).toBe(true);
    expect(isOn({ text: "card" }, card)).toBe(false);
  });

  test("has a name as a group that says of what kind it is", () => {
    const store = filledStore();
    expect(groupName(word("card"))).toBe("“card”");
    expect(groupName({ ...word("card"), key: "concept" })).toBe("concept card");
    expect(groupName(labelEntry(store, "label", 1))).toBe("top up");
    expect(groupName(labelEntry(store, "prediction", 1))).toBe("predicted top up");
  });
});
