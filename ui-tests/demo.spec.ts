import { expect, test } from "@playwright/test";
import { join } from "node:path";
import { shots } from "./fixtures";
import { Notebook } from "./lab";
import { startServer } from "./server";

test("python -m semla demo --no-browser prints the address of a notebook with a live map", async ({
  page,
}) => {
  const server = await startServer(["-m", "semla", "demo", "--no-browser", "--port", "8930"]);
  try {
    await page.goto(server.url.href);
    const notebook = Notebook.on(page);
    await notebook.waitForKernel();
    await notebook.run(1);
    const explorer = notebook.explorer(1);
    await explorer.ready();
    await expect.poll(() => explorer.drawn()).toBeGreaterThan(0.02);
    await page.screenshot({ path: join(shots, "demo-light.png") });

    await test.step("a label's rows are selected by a click and read in Python", async () => {
      await explorer.root.getByRole("tab", { name: "Labels" }).click();
      await explorer.root.locator(".jp-Semla-confusions tbody button").first().click();
      await expect(explorer.chip("pair")).toBeVisible();
      await page.screenshot({ path: join(shots, "demo-labels.png") });
    });
    await test.step("the map answers the keyboard: arrows go from point to point, Enter opens one", async () => {
      await explorer.map.locator('[tabindex="0"]').first().focus();
      await page.keyboard.press("ArrowRight");
      await expect(explorer.root.locator(".jp-Semla-tooltip")).toContainText("predicted");
      await page.screenshot({ path: join(shots, "demo-tooltip.png") });
      await page.keyboard.press("Enter");
      await expect(explorer.root.getByRole("tab", { name: "Sample" })).toHaveAttribute(
        "aria-selected",
        "true",
      );
      await expect(explorer.root).toContainText("Class probability");
      await page.screenshot({ path: join(shots, "demo-sample.png") });
    });
    await test.step("narrow screens have the map above a drawer", async () => {
      await page.setViewportSize({ width: 1000, height: 1000 });
      await expect(explorer.root).toHaveAttribute("data-layout", "narrow");
      await page.screenshot({ path: join(shots, "demo-narrow.png") });
    });
  } finally {
    await server.stop();
  }
});
