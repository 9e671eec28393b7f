import { expect } from "@playwright/test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { shots, test } from "./fixtures";
import { Notebook } from "./lab";
import { answering, answeringCell, ended, loop, runs, selectionTrips, start } from "./round-trips";

test("while a cell runs, selections reach Python and attributions are computed", async ({ page, server }) => {
  server.notebook("busy.ipynb", [
    answeringCell,
    loop(10),
    `ex.selection = [ex.frame()["id"][5]]\n${loop(10)}`,
    `from IPython.display import display\nother = semla.demo()\n${answering.replaceAll("ex", "other")}\ndisplay(other)\n${loop(15)}`,
  ]);
  const notebook = await Notebook.open(page, server, "busy.ipynb");
  await notebook.run(0);
  const explorer = notebook.explorer(0);
  await explorer.ready();

  await test.step("of a widget that was never touched", async () => {
    await start(notebook, server, 1);
    await explorer.tab("Labels");
    expect(await selectionTrips(page, 3)).toHaveLength(3);
    await explorer.map.locator(".jp-Semla-mapPlane").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await expect(explorer.root.locator(".jp-Semla-sentence")).toContainText(/weighs? most|alike/);
    expect(runs(server)).toBe(true);
    await ended(server);
  });
  await test.step("of one on whose comm the running cell has just sent", async () => {
    await start(notebook, server, 2);
    await explorer.tab("Labels");
    expect(await selectionTrips(page, 3)).toHaveLength(3);
    expect(runs(server)).toBe(true);
    await ended(server);
  });
  await test.step("of one that the running cell itself has made", async () => {
    await start(notebook, server, 3);
    const other = notebook.explorer(3);
    await other.ready();
    await expect.poll(() => other.shown()).toBeGreaterThan(0);
    await other.tab("Labels");
    expect(await selectionTrips(page, 1, 1)).toHaveLength(1);
    expect(runs(server)).toBe(true);
  });
});

/** ipykernel as it was before subshells. */
const launcher = `
from ipykernel.kernelapp import IPKernelApp

class Deaf(IPKernelApp):
    def init_control(self, context):
        super().init_control(context)
        self.shell_channel_thread = None

Deaf.launch_instance()
`;

test("a kernel without subshells: the view says what it waits for and does the rest", async ({
  page,
  server,
}) => {
  const kernel = join(server.folder, ".data/kernels/deaf");
  mkdirSync(kernel, { recursive: true });
  writeFileSync(join(kernel, "launch.py"), launcher);
  writeFileSync(
    join(kernel, "kernel.json"),
    JSON.stringify({
      argv: [
        process.env["SEMLA_TEST_PYTHON"] ?? "python3",
        join(kernel, "launch.py"),
        "-f",
        "{connection_file}",
      ],
      display_name: "Deaf",
      language: "python",
    }),
  );
  server.notebook("deaf.ipynb", ["import semla\nex = semla.demo()\nex", loop(10)], "deaf");
  const notebook = await Notebook.open(page, server, "deaf.ipynb");
  await notebook.run(0);
  const explorer = notebook.explorer(0);
  await explorer.ready();
  const status = explorer.root.locator(".jp-Semla-status");
  await expect(status).not.toContainText("Waiting");
  await start(notebook, server, 1);
  await explorer.root.scrollIntoViewIfNeeded();
  await explorer.lasso(0.5);
  await expect(explorer.chip("selection")).toBeVisible();
  await explorer.map.locator(".jp-Semla-mapPlane").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(status).toContainText("Waiting for the running cell");
  await page.screenshot({ path: join(shots, "busy-waiting.png") });
  expect(runs(server)).toBe(true);
  await ended(server);
  await expect(status).not.toContainText("Waiting");
  await expect(explorer.root.locator(".jp-Semla-sentence")).toContainText(/weighs? most|alike/);
  expect(await notebook.value<number>("len(ex.selection)")).toBeGreaterThan(1);
});
