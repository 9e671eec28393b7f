import { expect } from "@playwright/test";
import { demoCell, test } from "./fixtures";
import { Notebook } from "./lab";

test("the map: projections, reading help, colours, overview, points and lines", async ({ page, server }) => {
  server.notebook("projection.ipynb", [demoCell]);
  const notebook = await Notebook.open(page, server, "projection.ipynb");
  await notebook.run(0);
  const explorer = notebook.explorer(0);
  await explorer.ready();
  const footer = explorer.map.locator(".jp-Semla-mapFooter");
  const positions = () => notebook.value<number[][]>("ex.frame()[['x', 'y']].round(4).values.tolist()");

  const umap = await positions();
  await test.step("PCA moves the points, and the reading help says that it distorts", async () => {
    await expect(explorer.map.getByRole("note", { name: "Reading help" })).toHaveCount(0);
    await explorer.choose(/^Projection: UMAP/, "PCA");
    await expect(explorer.button("Projection: PCA")).toBeVisible();
    const pca = await positions();
    expect(pca).not.toEqual(umap);
    expect(pca).toHaveLength(umap.length);
    const help = explorer.map.getByRole("note", { name: "Reading help" });
    expect(await notebook.value("[s['name'] for s in ex.summary['signatures']]")).toContain("map_distorts");
    await expect(help).toContainText("Check next:");
    await explorer.button("Close the reading help").click();
    await expect(help).toHaveCount(0);
  });
  await test.step("t-SNE, and UMAP again at the same places", async () => {
    await explorer.choose("Projection: PCA", "t-SNE");
    await expect(explorer.button(/^Projection: t-SNE/)).toBeVisible({ timeout: 90_000 });
    expect(await positions()).not.toEqual(umap);
    await explorer.choose(/^Projection: t-SNE/, "UMAP");
    await expect(explorer.button(/^Projection: UMAP/)).toBeVisible({ timeout: 90_000 });
    expect(await positions()).toEqual(umap);
  });
  await test.step("colours: each mode draws anew and has its legend", async () => {
    const legend = explorer.root.getByRole("group", { name: "Legend" });
    const modes = [
      ["trust in the position", "true neighbours"],
      ["loss", "as guessing"],
      ["confidence", "unsure"],
      ["right or wrong", "wrong"],
      ["predicted label", "predicted"],
      ["label cluster", "cluster"],
      ["gold label", "labels"],
    ] as const;
    for (const [mode, said] of modes) {
      const before = await explorer.colour();
      await explorer.choose(/^Colour by /, mode);
      await expect.poll(() => explorer.colour(), { message: mode }).not.toBe(before);
      const open = legend.getByRole("button", { expanded: false }).first();
      if (!(await legend.locator(".jp-Semla-legendBody").isVisible())) await open.click();
      await expect(legend).toContainText(said);
    }
  });
  await test.step("a zoomed map has an overview, which moves it", async () => {
    const overview = explorer.map.getByRole("img", { name: "Overview of the whole map" });
    await expect(overview).toHaveCount(0);
    await explorer.map.locator(".jp-Semla-mapPlane").focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press("+");
    await expect(overview).toBeVisible();
    const before = await explorer.colour();
    await overview.click({ position: { x: 12, y: 12 } });
    await expect.poll(() => explorer.colour()).not.toBe(before);
    await explorer.button("Show the whole map").click();
    await expect(overview).toHaveCount(0);
  });
  await test.step("a point that is dragged draws lines to its support samples", async () => {
    await explorer.button("Move the map").click();
    const point = await explorer.hoverPoint();
    await page.mouse.move(point.x, point.y);
    await page.mouse.down();
    await page.mouse.move(point.x + 40, point.y + 30, { steps: 4 });
    await expect(footer).toContainText("solid line to the closest support sample");
    await page.mouse.up();
    await expect(footer).not.toContainText("support sample");
  });
  await test.step("lines to the nearest rows", async () => {
    await explorer.button("Lines to the nearest rows").click();
    const { x, y } = await explorer.hoverPoint();
    await page.mouse.move(x, y);
    await expect(footer).toContainText("lines to the nearest rows");
    await explorer.button("Lines to the nearest rows").click();
    await expect(footer).not.toContainText("lines to the nearest rows");
  });
  await test.step("the regions of a pair are outlined", async () => {
    await explorer.tab("Labels");
    await explorer.root.locator(".jp-Semla-confusions tbody button").first().click();
    await expect(footer).toContainText("solid outline gold, dashed predicted");
    await explorer.button("Clear all").click();
    await expect(footer).toContainText("trustworthiness");
  });
});
