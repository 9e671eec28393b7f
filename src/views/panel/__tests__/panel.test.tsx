/** @jest-environment jsdom */
import { Screen } from "../../__tests__/screen";
import { expect, test } from "@jest/globals";
import { act } from "preact/test-utils";
import { filledStore } from "../../../client/__tests__/filled-store";
import { mountPanel } from "..";

async function panelOf(store = filledStore()) {
  const place = document.createElement("div");
  document.body.append(place);
  let panel = { dispose() {} };
  await act(() => {
    panel = mountPanel(place, store);
  });
  return { store, panel, place, screen: new Screen(place) };
}

test("the panel's tab is its own, and a row that is opened opens Sample", async () => {
  const { store, screen, panel } = await panelOf();
  await screen.click("Labels");
  expect(screen.texts("[role=tab][aria-selected=true]")).toEqual(["Labels"]);
  expect(store.view.value.tab).toBe("words");
  await act(() => store.openRow(1));
  expect(screen.texts("[role=tab][aria-selected=true]")).toEqual(["Sample"]);
  panel.dispose();
});

test("chips are there while something is selected, and Escape clears it", async () => {
  const { store, screen, panel } = await panelOf();
  expect(screen.all(".jp-Semla-chips")).toHaveLength(0);
  await act(() => store.select([0, 1]));
  expect(screen.texts(".jp-Semla-chip")[0]).toContain("2 rows");
  screen.control("Words").focus();
  await screen.press("Escape");
  expect([...store.selection.value]).toEqual([]);
  panel.dispose();
});

test("nothing is left of a panel that is taken away", async () => {
  const { store, panel, place } = await panelOf();
  panel.dispose();
  await act(() => store.openRow(1));
  expect(place.childElementCount).toBe(0);
});
