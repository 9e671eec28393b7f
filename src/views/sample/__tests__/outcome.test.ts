/** @jest-environment jsdom */
import "../../__tests__/screen";
import { describe, expect, test } from "@jest/globals";
import { filledStore } from "../../../client/__tests__/filled-store";
import { neighbouringError, outcomeOf } from "../outcome";

describe("the outcome of a row", () => {
  test("is right, an error with its place among those shown, or unknown", () => {
    const store = filledStore();
    expect(outcomeOf(store, 0)).toEqual({ kind: "right", place: 0, errors: 2 });
    expect(outcomeOf(store, 5)).toEqual({ kind: "error", place: 2, errors: 2 });
    expect(outcomeOf(store, 6)).toMatchObject({ kind: "unknown" });
    expect(outcomeOf(store, 7)).toMatchObject({ kind: "unknown" });
  });

  test("stays an error when the filter hides it, without a place", () => {
    const store = filledStore();
    store.refine({ label: ["top_up"] });
    expect(outcomeOf(store, 2)).toEqual({ kind: "error", place: 0, errors: 1 });
  });
});

describe("the neighbouring error", () => {
  test("goes round in both directions", () => {
    const store = filledStore();
    expect(neighbouringError(store, 2, 1)).toBe(5);
    expect(neighbouringError(store, 5, 1)).toBe(2);
    expect(neighbouringError(store, 2, -1)).toBe(5);
    expect(neighbouringError(store, 4, -1)).toBe(2);
  });

  test("is none where nothing shown is wrong", () => {
    const store = filledStore();
    store.refine({ errors: false });
    expect(neighbouringError(store, 2, 1)).toBe(-1);
  });
});
