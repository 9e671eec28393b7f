import { expect } from "@playwright/test";
import { join } from "node:path";
import { bankingCell, checkpoint, demoCell, shots, test, withoutShared } from "./fixtures";
import { type Explorer, Notebook } from "./lab";

/** Each theme and each width once. */
const looks = (["light", "dark"] as const).flatMap((theme) => [1400, 700].map((width) => ({ theme, width })));

interface Shown {
  readonly name: string;
  readonly open: (explorer: Explorer) => Promise<void>;
  readonly close?: (explorer: Explorer) => Promise<void>;
}

/** What the screen shows of one model, how one gets there, and back. */
const views: readonly Shown[] = [
  { name: "words", open: (explorer) => explorer.tab("Words") },
  {
    name: "word-settings",
    async open(explorer) {
      const more = explorer.button("More tools");
      if (await more.isVisible()) await more.click();
      await explorer.button("Settings of the words").click();
    },
    async close(explorer) {
      await explorer.button("Close").first().click();
      const fewer = explorer.button("Fewer tools");
      if (await fewer.isVisible()) await fewer.click();
    },
  },
  {
    name: "labels",
    async open(explorer) {
      await explorer.tab("Labels");
      await explorer.root.locator(".jp-Semla-confusions tbody button").first().click();
      await expect(explorer.chip("pair")).toBeVisible();
    },
  },
  {
    name: "matrix",
    async open(explorer) {
      const matrix = explorer.button("Matrix");
      if (await matrix.isVisible()) await matrix.click();
      await explorer.root.getByRole("application", { name: /^Matrix/ }).focus();
    },
    async close(explorer) {
      const list = explorer.button("List");
      if (await list.isVisible()) await list.click();
      await explorer.button("Clear all").click();
    },
  },
  {
    name: "filters",
    open: (explorer) => explorer.button("Filter rows").click(),
    close: (explorer) => explorer.page.keyboard.press("Escape"),
  },
  {
    name: "contrast",
    async open(explorer) {
      await explorer.tab("Words");
      await explorer.root.getByRole("button", { name: "Compare with…" }).click();
      const groups = explorer.root.getByRole("dialog");
      await groups.getByRole("list", { name: "Labels" }).getByRole("button").first().click();
      await explorer.button("Choose group B").click();
      await explorer.root
        .getByRole("dialog")
        .getByRole("button", { name: /^the rest/ })
        .click();
      await expect(explorer.root.getByRole("heading", { name: /B minus A/ })).toBeVisible();
    },
    close: (explorer) => explorer.button("Clear all").click(),
  },
  {
    name: "sample",
    async open(explorer) {
      await explorer.tab("Words");
      await explorer.map.locator(".jp-Semla-mapPlane").focus();
      await explorer.page.keyboard.press("ArrowRight");
      await explorer.page.keyboard.press("Enter");
      await expect(explorer.root.locator(".jp-Semla-sample")).toBeVisible();
    },
  },
  {
    name: "projection",
    open: (explorer) => explorer.button(/^Projection:/).click(),
    close: (explorer) => explorer.page.keyboard.press("Escape"),
  },
];

/** What it shows of two. */
const comparison: readonly Shown[] = [
  {
    name: "two-maps",
    async open(explorer) {
      const changes = explorer.root.getByRole("tab", { name: "Changes" });
      if (await changes.isVisible()) await changes.click();
      await expect(explorer.button(/^fixed [\d,]+$/)).toBeVisible();
    },
  },
  { name: "two-words", open: (explorer) => explorer.tab("Words") },
];

const data = [
  { name: "banking77", cells: [bankingCell("step-2191")], skip: withoutShared, views },
  { name: "demo", cells: [demoCell], skip: [false, ""] as const, views },
  {
    name: "compared",
    cells: [bankingCell("step-0438"), `ex.compare(${JSON.stringify(checkpoint("step-2191"))})`],
    skip: withoutShared,
    views: comparison,
  },
];

for (const { name, cells, skip, views } of data)
  test(`${name}: each view, light and dark, wide and narrow`, async ({ page, server }) => {
    test.skip(skip[0], skip[1]);
    server.notebook(`screens-${name}.ipynb`, cells);
    await page.setViewportSize({ width: 1400, height: 1000 });
    const notebook = await Notebook.open(page, server, `screens-${name}.ipynb`);
    await notebook.hideFiles();
    for (const at of cells.keys()) await notebook.run(at);
    const explorer = notebook.explorer(0);
    await explorer.ready();
    for (const { theme, width } of looks) {
      await notebook.setTheme(theme === "light" ? "JupyterLab Light" : "JupyterLab Dark");
      await expect(explorer.root).toHaveAttribute("data-theme", theme);
      await page.setViewportSize({ width, height: 1000 });
      await expect(explorer.root).toHaveAttribute("data-layout", width === 1400 ? "wide" : /narrow|single/);
      for (const view of views) {
        await view.open(explorer);
        await explorer.settledColour();
        await expect.poll(() => explorer.drawn()).toBeGreaterThan(0.01);
        await explorer.root.screenshot({ path: join(shots, `${name}-${view.name}-${theme}-${width}.png`) });
        await view.close?.(explorer);
      }
    }
  });
