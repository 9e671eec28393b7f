import { expect, test } from "@playwright/test";
import { join } from "node:path";
import { Notebook } from "./lab";
import { startServer } from "./server";

const shots = join(import.meta.dirname, "../test-results/screenshots");

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
      await explorer.root.locator(".jp-Semla-confusions li button").first().click();
      await expect(explorer.chip("selection")).toBeVisible();
      await page.screenshot({ path: join(shots, "demo-labels.png") });
    });
    await test.step("the tooltip tells the point under the pointer", async () => {
      const box = await explorer.map.boundingBox();
      if (!box) throw new Error("the map is not on the page");
      const tooltip = explorer.root.getByRole("tooltip");
      await expect(async () => {
        await page.mouse.move(
          box.x + box.width * (0.3 + 0.4 * Math.random()),
          box.y + box.height * (0.2 + 0.6 * Math.random()),
          { steps: 4 },
        );
        await expect(tooltip).toBeVisible({ timeout: 300 });
      }).toPass({ timeout: 30_000, intervals: [50] });
      await page.screenshot({ path: join(shots, "demo-tooltip.png") });
    });
    await test.step("a click opens the point in the Sample tab", async () => {
      await page.mouse.down();
      await page.mouse.up();
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
