/** @jest-environment jsdom */
import { focused, show } from "../../__tests__/screen";
import { describe, expect, test } from "@jest/globals";
import { act } from "preact/test-utils";
import { Popover } from "../popover";

function open() {
  return show(
    <>
      <Popover name="Filter" className="" width={300} button="Filter">
        {(close) => (
          <>
            <input aria-label="First" />
            <button type="button" onClick={close}>
              Done
            </button>
          </>
        )}
      </Popover>
      <button type="button">Elsewhere</button>
    </>,
  );
}

describe("a popover", () => {
  test("opens at its first control, and gives the focus back at Escape and when it is done", async () => {
    const screen = open();
    expect(screen.all("[role='dialog']")).toHaveLength(0);
    await screen.click("Filter");
    expect(focused()).toBe("First");
    expect(screen.control("Filter").getAttribute("aria-expanded")).toBe("true");
    await screen.press("Escape");
    expect(focused()).toBe("Filter");
    await screen.click("Filter");
    await screen.click("Done");
    expect(screen.all("[role='dialog']")).toHaveLength(0);
    expect(focused()).toBe("Filter");
  });

  test.each([
    ["a press", () => document.body.dispatchEvent(new Event("pointerdown", { bubbles: true }))],
    ["the focus", (other: HTMLElement) => other.focus()],
  ])("closes at %s elsewhere", async (_, leave) => {
    const screen = open();
    await screen.click("Filter");
    await act(() => void leave(screen.control("Elsewhere")));
    expect(screen.all("[role='dialog']")).toHaveLength(0);
  });
});
