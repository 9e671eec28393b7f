import { expect, test } from "@playwright/test";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Notebook } from "./lab";
import { type Server, startServer } from "./server";

const shared = process.env["SEMLA_SHARED"] ?? resolve(import.meta.dirname, "../../shared");
const shots = join(import.meta.dirname, "../test-results/screenshots");

let server: Server;
test.beforeAll(async () => {
  server = await startServer();
});
test.afterAll(() => server.stop());

test.describe("BANKING77 with a fine-tuned model", () => {
  test.skip(!existsSync(shared), `the data and the model lie in ${shared}, which is absent`);

  test("from a cell to the map, and the selection back", async ({ page }) => {
    server.notebook("explore.ipynb", [
      [
        "import pandas as pd, semla",
        `df = pd.read_csv(${JSON.stringify(join(shared, "data/banking77/test.csv"))})`,
        `model = ${JSON.stringify(join(shared, "models/banking77-minilm/step-2191"))}`,
        'ex = semla.explore(df, model, text="text", label="category", name="banking77 test")',
        "ex",
      ].join("\n"),
      "print(len(ex.selected), set(ex.selected.columns) >= {'text', 'category'})",
      "ex.selection = [14, 32, 309]",
      "print(round(ex.summary['accuracy'], 6), len(ex.filtered))",
    ]);
    const notebook = await Notebook.open(page, server, "explore.ipynb");
    await notebook.run(0);
    const explorer = notebook.explorer(0);

    await test.step("progress is shown while the analysis runs", async () => {
      await expect(explorer.root.getByRole("button", { name: "Cancel" })).toBeVisible();
      await page.screenshot({ path: join(shots, "explore-running.png") });
    });
    await test.step("points and words are drawn", async () => {
      await explorer.ready();
      await expect(explorer.root).toContainText("3,080 of 3,080 rows");
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
      await expect(explorer.root).toContainText("213 of 3,080 rows");
      await explorer.root.getByRole("searchbox", { name: "Search text" }).fill("card");
      await expect(explorer.chip("text")).toContainText("card");
      const shown = Number(/([\d,]+) of 3,080/.exec(await explorer.root.innerText())?.[1]);
      expect(shown).toBeLessThan(213);
      await page.screenshot({ path: join(shots, "explore-filtered.png") });
      expect(await notebook.run(3)).toContain(`0.930844 ${shown}`);
      await explorer.root.getByRole("button", { name: "Clear all" }).click();
      await expect(explorer.root).toContainText("3,080 of 3,080 rows");
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
