import { expect } from "@playwright/test";
import { join } from "node:path";
import { demoCell, shots, test } from "./fixtures";
import { Explorer, Notebook } from "./lab";
import { SidePanel } from "./side-panel";

test("the panel follows the cell's map and its filters", async ({ page, server }) => {
  server.notebook("panel.ipynb", [demoCell]);
  const notebook = await Notebook.open(page, server, "panel.ipynb");
  await notebook.hideFiles();
  const panel = new SidePanel(page);
  await test.step("without an explorer it says how to get one", async () => {
    await notebook.command("semla:show-panel");
    await expect(panel.root).toContainText("semla.explore(");
    await expect(panel.root.getByRole("button", { name: "Open the demo" })).toBeVisible();
    await page.screenshot({ path: join(shots, "panel-empty.png") });
  });
  await test.step("an explorer that comes is shown", async () => {
    await notebook.run(0);
    await notebook.explorer(0).ready();
    await expect(panel.chooser).toContainText("demo");
    await expect(panel.tab("Words")).toHaveAttribute("aria-selected", "true");
    await expect(panel.root.getByRole("tabpanel")).toContainText("All shown");
    await page.screenshot({ path: join(shots, "panel-light.png") });
  });
  await test.step("what is drawn around in the cell is read in the panel", async () => {
    await notebook.explorer(0).lasso(0.6);
    await expect(panel.root.getByRole("tabpanel")).toContainText("Selection");
    const selected = await notebook.value<number>("len(ex.selection)");
    expect(selected).toBeGreaterThan(0);
    await expect(panel.root.locator(".jp-Semla-chip", { hasText: "selection" })).toContainText(
      `${selected.toLocaleString("en")} rows`,
    );
    await page.screenshot({ path: join(shots, "panel-selection.png") });
  });
  await test.step("a tab of the panel leaves that of the cell as it is", async () => {
    await panel.tab("Labels").click();
    await expect(panel.root.getByRole("tabpanel", { name: "Labels" })).toBeVisible();
    await expect(notebook.explorer(0).root.getByRole("tab", { name: "Words" })).toHaveAttribute(
      "aria-selected",
      "true",
    );
    await page.screenshot({ path: join(shots, "panel-labels.png") });
  });
  await test.step("rows are selected from Python, and in the panel for Python", async () => {
    await notebook.python("ex.selection = list(ex.frame()['id'][:7])");
    await expect(panel.root.locator(".jp-Semla-status")).toContainText("7 rows selected");
    await panel.root.getByRole("button", { name: "Clear all" }).click();
    await expect.poll(() => notebook.value("len(ex.selection)")).toBe(0);
  });
});

test("the panel follows the current notebook, and the status bar restarts its sidecar", async ({
  page,
  server,
}) => {
  server.notebook("first.ipynb", [demoCell]);
  server.notebook("second.ipynb", ["import semla\nex = semla.demo(name='other')\nex"]);
  const notebook = await Notebook.open(page, server, "first.ipynb");
  await notebook.hideFiles();
  const panel = new SidePanel(page);
  await notebook.command("semla:show-panel");
  await notebook.run(0);
  await notebook.explorer(0).ready();
  await test.step("of two notebooks the one in front", async () => {
    await notebook.command("docmanager:open", { path: "second.ipynb" });
    await notebook.waitForKernel();
    await expect(panel.root).toContainText("No explorer in this notebook yet");
    const second = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)");
    await second.locator(".cm-content").first().click();
    await page.keyboard.press("Shift+Enter");
    await expect(panel.chooser).toContainText("other", { timeout: 60_000 });
    await expect(second.locator(".jp-Semla-status")).toHaveAttribute("data-phase", "ready", {
      timeout: 120_000,
    });
    const times: number[] = [];
    for (const name of ["first", "second", "first", "second", "first", "second"])
      times.push(await panel.timeToFollow(`${name}.ipynb`));
    console.log(
      `panel follows the current notebook after ${times.map((time) => time.toFixed(0)).join(", ")} ms`,
    );
    await expect(panel.chooser.locator("option:checked")).toContainText("second.ipynb");
  });
  await test.step("the status bar tells of the sidecar, and restarts it", async () => {
    const item = page.locator(".jp-SemlaStatus button");
    await expect(item).toHaveText(/^SemLa: idle, \d+ MB$/);
    const pid = () => notebook.value<number>("__import__('semla.client').client.shared_client().info['pid']");
    const before = await pid();
    await item.click();
    await page.screenshot({ path: join(shots, "panel-status.png") });
    await page.getByRole("menuitem", { name: "Restart the SemLa sidecar" }).click();
    await expect.poll(pid).not.toBe(before);
    await expect(item).toHaveText(/^SemLa: idle, \d+ MB$/);
  });
});

test("the Running panel lists a sidecar and stops it", async ({ page, server }) => {
  server.notebook("running.ipynb", [demoCell]);
  const notebook = await Notebook.open(page, server, "running.ipynb");
  await notebook.run(0);
  await notebook.explorer(0).ready();
  await notebook.command("running:show-panel");
  const section = page.getByRole("region", { name: "SemLa sidecars Section" });
  const row = section.getByRole("treeitem", { name: /running/ });
  await expect(row).toContainText("MB");
  await page.screenshot({ path: join(shots, "panel-running.png") });
  await row.hover();
  await row.locator(".jp-RunningSessions-itemShutdown").click();
  await expect
    .poll(() => notebook.value("__import__('semla.client').client.shared_client().alive"))
    .toBe(false);
  await expect(section.getByRole("treeitem")).toHaveCount(0);
});

test("an explorer in the main area fills its place and comes back after a reload", async ({
  page,
  server,
}) => {
  server.notebook("main.ipynb", [demoCell]);
  const notebook = await Notebook.open(page, server, "main.ipynb");
  await notebook.hideFiles();
  const panel = new SidePanel(page);
  await notebook.command("semla:show-panel");
  await notebook.run(0);
  await notebook.explorer(0).ready();
  await test.step("in the main area an explorer fills its place", async () => {
    await panel.root.getByRole("button", { name: "Open in main area" }).click();
    const main = page.locator(".jp-SemlaExplorer .jp-Semla");
    await expect(main.locator(".jp-Semla-status")).toHaveAttribute("data-phase", "ready");
    await expect(panel.chooser.locator("option:checked")).toContainText("demo");
    const [area, own] = [await page.locator(".jp-SemlaExplorer").boundingBox(), await main.boundingBox()];
    expect(own?.height).toBeCloseTo(area?.height ?? 0, -1);
    expect(await new Explorer(page, main).drawn()).toBeGreaterThan(0.02);
    await page.screenshot({ path: join(shots, "panel-main-area.png") });
  });
  await test.step("and after a reload it finds its explorer again", async () => {
    await notebook.command("docmanager:save-all");
    // the layout is written after a while
    await expect
      .poll(() => page.evaluate(async () => (await fetch("/lab/api/workspaces/default")).text()))
      .toContain("semla-explorer");
    await page.goto(page.url().replace(/\?reset.*$/, ""));
    const waiting = page.locator(".jp-SemlaExplorer");
    await expect(waiting).toBeVisible({ timeout: 60_000 });
    await page.screenshot({ path: join(shots, "panel-waiting.png") });
    const button = waiting.getByRole("button", { name: "Show the notebook" });
    const main = waiting.locator(".jp-Semla .jp-Semla-status");
    await expect(button.or(main).first()).toBeVisible();
    if (await button.isVisible()) await button.click();
    await expect(page.locator(".jp-NotebookPanel .jp-Semla-status").first()).toHaveAttribute(
      "data-phase",
      "ready",
      { timeout: 60_000 },
    );
    await page.getByRole("tab", { name: /^demo, / }).click();
    await expect(main).toHaveAttribute("data-phase", "ready");
    await notebook.setTheme("JupyterLab Dark");
    await expect(waiting.locator(".jp-Semla")).toHaveAttribute("data-theme", "dark");
    await notebook.command("semla:show-panel");
    await expect(panel.chooser).toContainText("demo");
    await page.screenshot({ path: join(shots, "panel-dark.png") });
  });
});
