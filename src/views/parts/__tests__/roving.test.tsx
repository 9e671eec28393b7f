/** @jest-environment jsdom */
import { focused, show } from "../../__tests__/screen";
import { describe, expect, test } from "@jest/globals";
import { signal } from "@preact/signals";
import { act } from "preact/test-utils";
import { Group } from "../group";

const names = signal<readonly string[]>([]);

function Bar() {
  return (
    <Group name="Tools" class="" axis="horizontal" role="toolbar">
      {names.value.map((name) => (
        <button key={name} type="button" disabled={name === "off"}>
          {name}
        </button>
      ))}
      <input aria-label="Search" />
    </Group>
  );
}

async function open(...shown: string[]) {
  names.value = shown;
  const screen = show(<Bar />);
  await act(async () => {});
  return screen;
}

describe("a group of controls", () => {
  test("is one tab stop: the control that had the focus last", async () => {
    const screen = await open("a", "b");
    expect(screen.texts("[tabindex='0']")).toEqual(["a"]);
    screen.control("b").focus();
    expect(screen.texts("[tabindex='0']")).toEqual(["b"]);
  });

  test("goes round by arrows and leaves out what is disabled", async () => {
    const screen = await open("a", "off", "b");
    screen.control("a").focus();
    await screen.press("ArrowRight");
    expect(focused()).toBe("b");
    await screen.press("ArrowLeft");
    await screen.press("ArrowLeft");
    expect(focused()).toBe("Search");
    await screen.press("ArrowDown");
    expect(focused()).toBe("Search");
  });

  test("leaves the arrows to a text field until its caret is at the end", async () => {
    const screen = await open("a");
    const input = screen.control("Search") as HTMLInputElement;
    input.value = "ab";
    input.focus();
    input.setSelectionRange(1, 1);
    await screen.press("ArrowRight");
    expect(focused()).toBe("Search");
    input.setSelectionRange(2, 2);
    await screen.press("ArrowRight");
    expect(focused()).toBe("a");
  });

  test("hands the focus of what is taken away to its neighbour, and at last to the screen", async () => {
    const screen = await open("a", "b", "c");
    screen.control("b").focus();
    await act(async () => {
      names.value = ["a", "c"];
    });
    expect(focused()).toBe("c");
  });
});
