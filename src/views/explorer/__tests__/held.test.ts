/** @jest-environment jsdom */
import { describe, expect, test } from "@jest/globals";
import { effect, signal } from "@preact/signals";
import { followPointer, whileReleased } from "../held";

describe("a value that waits for the pointer", () => {
  test("stands still while the pointer is down and catches up when it is up, wherever that is", () => {
    const element = document.createElement("div");
    document.body.append(element);
    const pointer = followPointer(element);
    const source = signal(1);
    const settled = whileReleased(source, pointer.held);
    const seen: number[] = [];
    effect(() => void seen.push(settled.value));

    source.value = 2;
    element.dispatchEvent(new Event("pointerdown", { bubbles: true }));
    source.value = 3;
    source.value = 4;
    // pressing moves the focus, which is no release
    element.dispatchEvent(new Event("blur"));
    expect(seen).toEqual([1, 2]);
    document.body.dispatchEvent(new Event("pointerup", { bubbles: true }));
    expect(seen).toEqual([1, 2, 4]);

    pointer.dispose();
    element.dispatchEvent(new Event("pointerdown", { bubbles: true }));
    source.value = 5;
    expect(seen).toEqual([1, 2, 4, 5]);
  });
});
