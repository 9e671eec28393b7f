/** @jest-environment jsdom */
import { focused, show } from "../../__tests__/screen";
import { describe, expect, test } from "@jest/globals";
import { act } from "preact/test-utils";
import { Menu } from "../menu";

function menu() {
  const chosen: string[] = [];
  const item = (name: string, checked = false) => ({ name, checked, onSelect: () => chosen.push(name) });
  const screen = show(
    <>
      <Menu name="Colour" className="" items={[item("gold"), item("cluster", true), item("loss")]}>
        Colour
      </Menu>
      <button type="button">Elsewhere</button>
    </>,
  );
  return { screen, chosen };
}

describe("a menu", () => {
  test("opens at the choice taken, moves by arrows round and round, and by Home and End", async () => {
    const { screen } = menu();
    screen.control("Colour").focus();
    await screen.press("ArrowDown");
    expect(focused()).toBe("cluster");
    await screen.press("ArrowDown");
    expect(focused()).toBe("loss");
    await screen.press("ArrowDown");
    expect(focused()).toBe("gold");
    await screen.press("ArrowUp");
    expect(focused()).toBe("loss");
    await screen.press("Home");
    expect(focused()).toBe("gold");
    await screen.press("End");
    expect(focused()).toBe("loss");
  });

  test("chooses, shuts and gives the focus back", async () => {
    const { screen, chosen } = menu();
    await screen.click("Colour");
    await screen.click("loss");
    expect(chosen).toEqual(["loss"]);
    expect(screen.all("[role='menu']")).toHaveLength(0);
    expect(focused()).toBe("Colour");
  });

  test("shuts at Escape without choosing, and keeps the key to itself", async () => {
    const { screen, chosen } = menu();
    const heard: string[] = [];
    screen.root.addEventListener("keydown", (event) => heard.push(event.key));
    await screen.click("Colour");
    await screen.press("Escape");
    expect(screen.all("[role='menu']")).toHaveLength(0);
    expect(focused()).toBe("Colour");
    expect(chosen).toEqual([]);
    expect(heard).toEqual([]);
  });

  test("shuts when the focus or the pointer goes elsewhere", async () => {
    const { screen } = menu();
    await screen.click("Colour");
    await act(() => screen.control("Elsewhere").focus());
    expect(screen.all("[role='menu']")).toHaveLength(0);
    await screen.click("Colour");
    await act(() => void document.body.dispatchEvent(new Event("pointerdown", { bubbles: true })));
    expect(screen.all("[role='menu']")).toHaveLength(0);
  });
});
