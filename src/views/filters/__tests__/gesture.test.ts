/** @jest-environment jsdom */
import "../../__tests__/screen";
import { describe, expect, test } from "@jest/globals";
import { filledStore } from "../../../client/__tests__/filled-store";
import { createGesture } from "../gesture";

describe("a gesture", () => {
  test("is one step of undoing, however many changes it takes", () => {
    const store = filledStore();
    store.refine({ errors: true });
    const gesture = createGesture(store);
    for (const low of [0.1, 0.2, 0.3]) gesture.apply((filter) => ({ ...filter, confidence: [low, 1] }));
    expect(store.filter.value).toEqual({ errors: true, confidence: [0.3, 1] });
    store.history.undo();
    expect(store.filter.value).toEqual({ errors: true });
    store.history.redo();
    expect(store.filter.value).toEqual({ errors: true, confidence: [0.3, 1] });
  });

  test("ends, so that what comes next is another step", () => {
    const store = filledStore();
    const gesture = createGesture(store);
    gesture.apply((filter) => ({ ...filter, text: "card" }));
    gesture.end();
    gesture.apply((filter) => ({ ...filter, text: "top" }));
    store.history.undo();
    expect(store.filter.value).toEqual({ text: "card" });
  });

  test("keeps what something else changed meanwhile", () => {
    const store = filledStore();
    const gesture = createGesture(store);
    gesture.apply((filter) => ({ ...filter, text: "card" }));
    store.refine({ errors: true });
    gesture.apply((filter) => ({ ...filter, text: "cards" }));
    expect(store.filter.value).toEqual({ errors: true, text: "cards" });
  });

  test("shows no state in between", () => {
    const store = filledStore();
    const gesture = createGesture(store);
    gesture.apply((filter) => ({ ...filter, text: "card" }));
    const seen: unknown[] = [];
    const stop = store.filter.subscribe((filter) => void seen.push(filter.text));
    gesture.apply((filter) => ({ ...filter, text: "top" }));
    stop();
    expect(seen).toEqual(["card", "top"]);
  });
});
