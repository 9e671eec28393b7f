import { expect } from "@playwright/test";
import { join } from "node:path";
import { bankingCell, shots, test, withoutShared } from "./fixtures";
import { Notebook } from "./lab";

test.describe("BANKING77 with a fine-tuned model", () => {
  test.skip(...withoutShared);

  test("from a cell to the map, and the selection back", async ({ page, server }) => {
    server.notebook("explore.ipynb", [
      bankingCell("step-2191"),
      "print(len(ex.selected), set(ex.selected.columns) >= {'text', 'category'})",
      "ex.selection = [14, 32, 309]",
      "print(round(ex.summary['accuracy'], 6), len(ex.filtered))",
    ]);
    const notebook = await Notebook.open(page, server, "explore.ipynb");
    await notebook.run(0);
    const explorer = notebook.explorer(0);

    await test.step("points and words are drawn", async () => {
      await explorer.ready();
      expect(await explorer.shown()).toBe(3080);
      await expect(explorer.root).toContainText("93.1 %");
      await expect.poll(() => explorer.drawn()).toBeGreaterThan(0.02);
      await page.screenshot({ path: join(shots, "explore-light.png") });
    });
    await test.step("a lasso fills ex.selected", async () => {
      await explorer.lasso(0.4);
      await expect(explorer.chip("selection")).toBeVisible();
      await expect.poll(() => explorer.drawn()).toBeGreaterThan(0.02);
      await page.screenshot({ path: join(shots, "explore-lasso.png") });
      const chosen = Number(
        /([\d,]+) rows?/.exec(await explorer.chip("selection").innerText())?.[1]?.replace(",", ""),
      );
      expect(chosen).toBeGreaterThan(10);
      expect(await notebook.run(1)).toContain(`${chosen} True`);
    });
    await test.step("ex.selection moves the map", async () => {
      await notebook.run(2);
      await expect(explorer.chip("selection")).toContainText("3 rows");
    });
    await test.step("errors only and text search are chips that Python sees", async () => {
      await explorer.root.scrollIntoViewIfNeeded();
      await explorer.root.getByRole("button", { name: /Show errors only/ }).click();
      await expect.poll(() => explorer.shown()).toBe(213);
      await explorer.root.getByRole("searchbox", { name: "Search text" }).fill("card");
      await expect(explorer.chip("text")).toContainText("card");
      await expect.poll(() => explorer.shown()).toBeLessThan(213);
      const shown = await explorer.shown();
      await page.screenshot({ path: join(shots, "explore-filtered.png") });
      expect(await notebook.run(3)).toContain(`0.930844 ${shown}`);
      await explorer.root.getByRole("button", { name: "Clear all" }).click();
      await expect.poll(() => explorer.shown()).toBe(3080);
    });
    await test.step("labels and a sample open in their tabs", async () => {
      await explorer.root.getByRole("tab", { name: "Labels" }).click();
      await expect(explorer.root).toContainText("77 labels");
      await page.screenshot({ path: join(shots, "explore-labels.png") });
      await explorer.root.locator(".jp-Semla-confusions tbody button").first().click();
      await expect(explorer.chip("pair")).toContainText("pending transfer");
      await explorer.root.getByRole("tab", { name: "Sample" }).click();
      await page.screenshot({ path: join(shots, "explore-sample.png") });
    });
    await test.step("the theme of the page is followed", async () => {
      await explorer.root.getByRole("tab", { name: "Words" }).click();
      await notebook.setTheme("JupyterLab Dark");
      await expect(explorer.root).toHaveAttribute("data-theme", "dark");
      await expect.poll(() => explorer.drawn()).toBeGreaterThan(0.02);
      await page.screenshot({ path: join(shots, "explore-dark.png") });
      await notebook.setTheme("JupyterLab Light");
    });
    await test.step("a reload finds the map and the selection again", async () => {
      await notebook.save();
      await page.reload();
      await notebook.waitForKernel();
      await explorer.ready();
      await expect(explorer.chip("selection")).toBeVisible();
      await expect.poll(() => explorer.drawn()).toBeGreaterThan(0.02);
      await page.screenshot({ path: join(shots, "explore-reloaded.png") });
    });
  });
});
