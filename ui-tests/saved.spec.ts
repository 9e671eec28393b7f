import { expect, type Page } from "@playwright/test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { demoCell, shots, test } from "./fixtures";
import { Explorer, Notebook } from "./lab";
import type { Server } from "./server";

const mime = "application/vnd.semla.snapshot.v1+json";
/** Text that would run a script wherever it is taken for HTML, SVG or Markdown; dialogs show it. */
const payload =
  "</script><script>alert(1)</script><svg onload=alert(2)><img src=x onerror=alert(3)>[x](javascript:alert(4))";

interface Output {
  data?: Record<string, unknown>;
}
interface Content {
  cells: { outputs: Output[] }[];
}

/** Dialogs that scripts have opened on a page. */
function watchDialogs(page: Page): string[] {
  const said: string[] = [];
  page.on("dialog", (dialog) => {
    said.push(dialog.message());
    void dialog.dismiss();
  });
  return said;
}

function content(server: Server, name: string): Content {
  return JSON.parse(readFileSync(join(server.folder, name), "utf8")) as Content;
}

/** The outputs of the first cell of a saved notebook that hold a snapshot. */
function snapshots(server: Server, name: string): Output[] {
  return (content(server, name).cells[0]?.outputs ?? []).filter(
    ({ data }) => (data?.[mime] as { data: string } | undefined)?.data,
  );
}

/** The snapshot that a saved notebook holds, in base64. */
function saved(server: Server, name: string): string {
  return (snapshots(server, name)[0]?.data?.[mime] as { data: string }).data;
}

/** Runs the cell, waits until its output holds a snapshot, and saves the notebook. */
async function runAndSave(notebook: Notebook, server: Server, name: string): Promise<void> {
  await notebook.run(0);
  await notebook.explorer(0).ready();
  await expect(async () => {
    await notebook.save();
    expect(snapshots(server, name)).toHaveLength(1);
  }).toPass({ timeout: 60_000 });
}

/** Ends the kernel of the notebook that is open. */
async function shutDown(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { jupyterapp } = globalThis as unknown as {
      jupyterapp: { shell: { currentWidget: { sessionContext: { shutdown(): Promise<void> } } } };
    };
    await jupyterapp.shell.currentWidget.sessionContext.shutdown();
  });
}

/** The map pans, selects, filters and finds words, with nothing behind it. */
async function answers(explorer: Explorer, screenshot: string): Promise<void> {
  await expect.poll(() => explorer.drawn()).toBeGreaterThan(0.01);
  await expect(explorer.root.locator(".jp-Semla-status")).toHaveAttribute("data-phase", "saved");
  await expect.poll(() => explorer.wordList()).not.toHaveLength(0);
  const all = await explorer.shown();
  const words = await explorer.wordList();
  await explorer.page.screenshot({ path: join(shots, `${screenshot}.png`) });

  await explorer.lasso(0.5);
  await expect(explorer.chip("selection")).toBeVisible();
  await explorer.button("Clear all").click();

  await explorer.tool(/^Show errors only/).click();
  await expect.poll(() => explorer.shown()).toBeLessThan(all);
  await explorer.button("Clear all").click();
  await expect.poll(() => explorer.shown()).toBe(all);

  await explorer
    .tool(/^Zoom in/)
    .first()
    .click();
  await explorer
    .tool(/^Zoom in/)
    .first()
    .click();
  await expect.poll(() => explorer.wordList()).not.toEqual(words);

  await explorer.tab("Labels");
  await expect(explorer.root.getByRole("table").first()).toBeVisible();
}

test("an explorer is live after its cell has run, and stays the same when its output is updated", async ({
  page,
  server,
}) => {
  server.notebook("live.ipynb", [demoCell, "ex"]);
  const notebook = await Notebook.open(page, server, "live.ipynb");
  await runAndSave(notebook, server, "live.ipynb");
  const explorer = notebook.explorer(0);
  await expect(explorer.root).toHaveCount(1);
  await expect(explorer.root.locator(".jp-Semla-status")).toHaveAttribute("data-phase", "ready");
  await expect(notebook.cell(0)).not.toContainText("A saved picture");

  // what is selected now is in what is saved next, and the view is the one that was there
  const mark = "data-was-there";
  await explorer.root.evaluate((root, name) => root.setAttribute(name, ""), mark);
  const before = saved(server, "live.ipynb");
  await explorer.lasso(0.5);
  await expect(async () => {
    await notebook.save();
    expect(saved(server, "live.ipynb")).not.toBe(before);
  }).toPass({ timeout: 60_000 });
  await expect(explorer.root).toHaveAttribute(mark, "");
  const [output] = snapshots(server, "live.ipynb");
  expect(Object.keys(output?.data ?? {})).toEqual(expect.arrayContaining(["image/svg+xml", "text/plain"]));

  // a reload with the kernel still running finds the live one
  const again = await Notebook.open(page, server, "live.ipynb");
  await again.explorer(0).ready();
  await expect(again.explorer(0).root).toHaveCount(1);
  await expect(again.cell(0)).not.toContainText("A saved picture");
});

test("a saved notebook shows its map without its kernel, and the map answers", async ({ page, server }) => {
  const dialogs = watchDialogs(page);
  server.notebook("saved.ipynb", [demoCell]);
  const notebook = await Notebook.open(page, server, "saved.ipynb");
  await runAndSave(notebook, server, "saved.ipynb");
  await shutDown(page);

  const reopened = await Notebook.open(page, server, "saved.ipynb");
  await reopened.hideFiles();
  const explorer = reopened.explorer(0);
  await expect(reopened.cell(0)).toContainText("A saved picture");
  await answers(explorer, "saved-light");
  await reopened.setTheme("JupyterLab Dark");
  await expect(explorer.root).toHaveAttribute("data-theme", "dark");
  await page.screenshot({ path: join(shots, "saved-dark.png") });
  await reopened.setTheme("JupyterLab Light");

  // the cell's own button brings the live explorer back
  await reopened.cell(0).getByRole("button", { name: "Run the cell" }).click();
  await explorer.ready();
  await expect(reopened.cell(0)).not.toContainText("A saved picture");
  expect(dialogs).toEqual([]);
});

test("snapshots that are newer, cut off or full of scripts say so or show text, and nothing runs", async ({
  page,
  server,
}) => {
  const dialogs = watchDialogs(page);
  const cell = [
    "import pandas as pd, numpy as np, semla",
    `payload = ${JSON.stringify(payload)}`,
    "random = np.random.default_rng(0)",
    'df = pd.DataFrame({"id": [f"{payload}{i}" for i in range(60)], "text": [f"{payload} row {i}" for i in range(60)], "label": [payload, "other"] * 30})',
    'ex = semla.explore(df, embeddings=random.normal(size=(60, 8)).astype("float32"), probabilities=np.full((60, 2), .5, "float32"), text="text", label="label", id="id", label_names=[payload, "other"], name=payload)',
    "ex.ready()",
    "ex.snapshot(texts=True)",
  ].join("\n");
  server.notebook("hostile.ipynb", [cell]);
  const notebook = await Notebook.open(page, server, "hostile.ipynb");
  await notebook.run(0);
  await expect(async () => {
    await notebook.save();
    expect(snapshots(server, "hostile.ipynb")).toHaveLength(1);
  }).toPass({ timeout: 60_000 });
  await shutDown(page);

  const file = content(server, "hostile.ipynb");
  const [good] = snapshots(server, "hostile.ipynb");
  const envelope = good?.data?.[mime] as { data: string };
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60" onload="alert(5)"><script>alert(6)</script><circle r="30"/></svg>`;
  const broken = (changes: object): Output => ({
    ...good,
    data: { "text/plain": "Explorer", "image/svg+xml": picture, [mime]: { ...envelope, ...changes } },
  });
  const outputs = [
    good ?? {},
    broken({ version: 2 }),
    broken({ data: envelope.data.slice(0, envelope.data.length / 2) }),
  ];
  const [first] = file.cells;
  file.cells = outputs.map((output, index) => ({ ...first, id: `cell-${index}`, outputs: [output] }));
  writeFileSync(join(server.folder, "hostile.ipynb"), JSON.stringify(file));

  const saved = await Notebook.open(page, server, "hostile.ipynb");
  const explorer = saved.explorer(0);
  await expect.poll(() => explorer.drawn()).toBeGreaterThan(0.01);
  await explorer.tool(/^Rows as a table/).click();
  await explorer.root.getByRole("row").nth(1).click();
  await expect(explorer.root).toContainText("<script>alert(1)</script>");
  await explorer.tab("Labels");
  for (const [index, sentence] of [
    [1, "newer SemLa"],
    [2, "damaged"],
  ] as const) {
    await saved.cell(index).scrollIntoViewIfNeeded();
    await expect(saved.cell(index)).toContainText(sentence);
    await expect(saved.cell(index).getByRole("img", { name: "Saved picture of the map" })).toBeVisible();
  }
  await page.screenshot({ path: join(shots, "saved-broken.png") });
  expect(dialogs).toEqual([]);
});

test("a report is one file that explores without a network", async ({ browser, page, server }) => {
  server.notebook("report.ipynb", [demoCell, 'ex.ready()\nprint(ex.to_html("report.html", texts=True))']);
  const notebook = await Notebook.open(page, server, "report.ipynb");
  await notebook.run(0);
  expect(await notebook.run(1)).toContain("report.html");

  const context = await browser.newContext({ offline: true, colorScheme: "dark" });
  const report = await context.newPage();
  const asked: string[] = [];
  const wrong: string[] = [];
  report.on("request", (request) => asked.push(request.url()));
  report.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  report.on("pageerror", (error) => wrong.push(error.message));
  await report.goto(pathToFileURL(join(server.folder, "report.html")).href);
  const explorer = new Explorer(report, report.locator(".jp-Semla"));
  await answers(explorer, "report-dark");
  await expect(explorer.root).toHaveAttribute("data-theme", "dark");
  await report.emulateMedia({ colorScheme: "light" });
  await expect(explorer.root).toHaveAttribute("data-theme", "light");
  await report.screenshot({ path: join(shots, "report-light.png") });
  expect(asked.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
  expect(wrong).toEqual([]);
  await context.close();
});
