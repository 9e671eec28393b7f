/** @jest-environment jsdom */
import { show } from "../../__tests__/screen";
import { describe, expect, test } from "@jest/globals";
import { isTextField, undoKey } from "../keys";

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

describe("the keys that undo", () => {
  test.each([
    ["z", { ctrlKey: true }, "undo"],
    ["z", { metaKey: true }, "undo"],
    ["Z", { ctrlKey: true, shiftKey: true }, "redo"],
    ["Z", { metaKey: true, shiftKey: true }, "redo"],
    ["y", { ctrlKey: true }, "redo"],
    ["y", { metaKey: true }, null],
    ["z", {}, null],
    ["z", { ctrlKey: true, altKey: true }, null],
    ["x", { ctrlKey: true }, null],
  ] as const)("%s with %j: %s", (key, held, expected) => {
    expect(undoKey({ ...plain, key, ...held })).toBe(expected);
  });
});

test("text fields undo for themselves, sliders and check boxes do not", () => {
  const screen = show(
    <>
      <input type="search" />
      <textarea />
      <input type="range" />
      <button type="button">b</button>
    </>,
  );
  const texts = [...screen.root.children].filter(isTextField).map((each) => each.tagName);
  expect(texts).toEqual(["INPUT", "TEXTAREA"]);
});
