import { expect } from "@playwright/test";
import { bankingCell, test, withoutShared } from "./fixtures";
import { Notebook } from "./lab";

test.skip(...withoutShared);

test("labels of BANKING77: clusters, sorting, confusions and the matrix", async ({ page, server }) => {
  server.notebook("labels.ipynb", [bankingCell("step-2191")]);
  const notebook = await Notebook.open(page, server, "labels.ipynb");
  await notebook.run(0);
  const explorer = notebook.explorer(0);
  await explorer.ready();
  await explorer.tab("Labels");
  const panel = explorer.root.getByRole("tabpanel");
  const clusters = panel.locator(".jp-Semla-clusterRow");
  const clustersInPython = () => notebook.value<number>("int(ex.labels()['cluster'].nunique())");

  const automatic = await test.step("the clusters are those of Python", async () => {
    await expect(panel).toContainText("77 labels");
    await expect(clusters).toHaveCount(await clustersInPython());
    return clusters.count();
  });
  await test.step("another number of clusters, and the automatic one again", async () => {
    await explorer.choose(/^Clusters: /, "5");
    await expect(clusters).toHaveCount(5);
    expect(await clustersInPython()).toBe(5);
    await explorer.choose(/^Clusters: /, "automatic");
    await expect(clusters).toHaveCount(automatic);
    expect(await clustersInPython()).toBe(automatic);
  });
  await test.step("a cluster opens, and takes another name", async () => {
    const last = clusters.last().getByRole("button");
    await last.scrollIntoViewIfNeeded();
    const rows = await panel.locator(".jp-Semla-labelRow").count();
    await last.click();
    await expect(last).toHaveAttribute("aria-expanded", "true");
    expect(await panel.locator(".jp-Semla-labelRow").count()).toBeGreaterThan(rows);
    await last.press("F2");
    await panel.getByRole("textbox", { name: /^Name of the cluster/ }).fill("Another name");
    await page.keyboard.press("Enter");
    await expect(last).toContainText("Another name");
    const legend = explorer.root.getByRole("group", { name: "Legend" });
    await legend.getByRole("button").first().click();
    await expect(legend).toContainText("Another name");
    await legend.getByRole("button").first().click();
  });
  await test.step("sorting by a column turns round with a second click", async () => {
    const figures = async (): Promise<number[]> => {
      const cells = panel.locator('.jp-Semla-clusterRow td[data-column="recall"]');
      return (await cells.allInnerTexts()).map(Number);
    };
    const header = panel.locator('.jp-Semla-labelTable th[data-column="recall"]');
    await header.getByRole("button").click();
    await expect(header).toHaveAttribute("aria-sort", /ascending|descending/);
    const once = await figures();
    expect([once.toSorted((a, b) => a - b), once.toSorted((a, b) => b - a)]).toContainEqual(once);
    await header.getByRole("button").click();
    expect((await figures()).toReversed().toSorted()).toEqual(once.toSorted());
    expect((await figures())[0]).toBe(once.at(-1));
    await explorer.choose(/^Sort by /, "errors");
    await expect(panel.locator('.jp-Semla-labelTable th[data-column="errors"]')).toHaveAttribute(
      "aria-sort",
      "descending",
    );
  });
  await test.step("the confusions are those of Python, and one picked lights both labels", async () => {
    const [first] = await notebook.value<
      { label: string; prediction: string; count: number; near: number }[]
    >("ex.confusions().head(1).to_dict('records')");
    const row = panel.locator(".jp-Semla-confusions tbody tr").first();
    await expect(row).toContainText(first?.label.replaceAll("_", " ") ?? "");
    await expect(row).toContainText(first?.prediction.replaceAll("_", " ") ?? "");
    await expect(row.locator('td[data-column="count"]')).toHaveText(String(first?.count));
    await expect(row.locator('td[data-column="near"]')).toHaveText(String(first?.near));
    await row.getByRole("button").first().click();
    await expect(explorer.chip("pair")).toContainText(first?.label.replaceAll("_", " ") ?? "");
    await expect(explorer.map.locator(".jp-Semla-mapFooter")).toContainText("solid outline gold");
  });
  await test.step("the pair's rows alone, and undone", async () => {
    const [count] = await notebook.value<number[]>("ex.confusions()['count'].head(1).tolist()");
    await panel.getByRole("button", { name: "Filter to this pair" }).click();
    await expect.poll(() => explorer.shown()).toBe(count);
    await expect.poll(() => notebook.value("len(ex.filtered)")).toBe(count);
    await panel.locator(".jp-Semla-pair").first().focus();
    await page.keyboard.press("Control+z");
    await expect.poll(() => explorer.shown()).toBe(3080);
    await expect(explorer.chip("pair")).toBeVisible();
    await page.keyboard.press("Control+z");
    await expect(explorer.chip("pair")).toHaveCount(0);
    await expect.poll(() => notebook.value("[ex.filter, len(ex.selection)]")).toEqual([{}, 0]);
  });
  await test.step("the matrix answers the keyboard and the pointer", async () => {
    const list = explorer.button("Matrix");
    if (await list.isVisible()) await list.click();
    const matrix = panel.getByRole("application", { name: /^Matrix of 77 labels/ });
    await matrix.scrollIntoViewIfNeeded();
    await matrix.focus();
    await page.keyboard.press("Shift+ArrowRight");
    const tip = panel.locator(".jp-Semla-matrixTip");
    await expect(tip).toContainText("predicted");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Shift+ArrowDown");
    await expect(tip.locator("strong")).not.toHaveText("0");
    await page.keyboard.press("Enter");
    await expect(explorer.chip(/pair|selection/)).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(explorer.chip(/pair|selection/)).toHaveCount(0);
    await panel.getByRole("checkbox", { name: /diagonal/ }).check();
    await panel.getByRole("checkbox", { name: /diagonal/ }).uncheck();
  });
  await test.step("a label found by its name selects its rows, and Python sees them", async () => {
    await panel.getByRole("searchbox", { name: "Find a label" }).fill("visa");
    await panel.locator(".jp-Semla-labelRow button").first().click();
    await expect(explorer.chip("selection")).toContainText("40 rows");
    await expect
      .poll(() => notebook.value("sorted(set(ex.selected['category']))"))
      .toEqual(["visa_or_mastercard"]);
  });
});
