import { expect, type Locator, type Page } from "@playwright/test";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { shots, test } from "./fixtures";
import { Notebook } from "./lab";
import type { Server } from "./server";

const assets = join(import.meta.dirname, "../semla/demo_assets");
const model = join(assets, "model", "step-0300");

/** The form's dialog. */
function dialogOf(page: Page): Locator {
  return page.locator(".jp-SemlaOpenDialog");
}

/** Opens JupyterLab on the files of a test and waits until they are listed. */
async function files(page: Page, server: Server, name: string): Promise<void> {
  const address = new URL(`lab?reset`, server.url.origin + server.url.pathname.replace(/lab.*$/, ""));
  address.searchParams.set("token", server.url.searchParams.get("token") ?? "");
  await page.goto(address.href);
  await expect(item(page, name)).toBeVisible({ timeout: 60_000 });
}

function item(page: Page, name: string): Locator {
  return page.locator(".jp-DirListing-item").filter({ hasText: name });
}

async function openByMenu(page: Page, name: string): Promise<Locator> {
  await item(page, name).click();
  await item(page, name).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Open in SemLa" }).click();
  return dialogOf(page);
}

test("a CSV file of the file browser is opened by its menu, with columns and model", async ({
  page,
  server,
}) => {
  copyFileSync(join(assets, "utterances.csv"), join(server.folder, "requests.csv"));
  writeFileSync(join(server.folder, "plain.txt"), "text");
  await files(page, server, "requests.csv");
  await test.step("files of other kinds have no such item", async () => {
    await item(page, "plain.txt").click();
    await item(page, "plain.txt").click({ button: "right" });
    await expect(page.getByRole("menuitem", { name: "Rename" })).toBeVisible();
    await expect(page.getByRole("menuitem", { name: "Open in SemLa" })).toHaveCount(0);
    await page.keyboard.press("Escape");
  });
  const dialog = await openByMenu(page, "requests.csv");
  await expect(dialog.getByLabel("Text")).toHaveValue("text", { timeout: 60_000 });
  await expect(dialog.getByLabel("Label")).toHaveValue("intent");
  await expect(dialog.getByLabel("Row id")).toHaveValue("id");
  await expect(dialog.getByLabel("Split")).toHaveValue("split");
  await expect(dialog.getByLabel("Text")).toBeFocused();
  await page.screenshot({ path: join(shots, "open-light.png") });

  await test.step("what is wrong is said in the dialog", async () => {
    await dialog.getByLabel("Model").press("Enter");
    await expect(dialog.getByRole("alert")).toContainText("Name a model");
    await dialog.getByLabel("Model").fill("./no/such/model");
    await dialog.getByRole("button", { name: "Open in SemLa" }).click();
    await expect(dialog.getByRole("alert")).toContainText("There is no folder ./no/such/model");
    await page.screenshot({ path: join(shots, "open-error.png") });
  });
  await dialog.getByLabel("Model").fill(model);
  await page.keyboard.press("Enter");
  const notebook = Notebook.on(page);
  await notebook.waitForKernel();
  await expect(dialog).toHaveCount(0);
  await notebook.explorer(0).ready();
  await expect.poll(() => notebook.explorer(0).drawn()).toBeGreaterThan(0.01);
  await page.screenshot({ path: join(shots, "open-done.png") });
  expect(readFileSync(join(server.folder, "requests.ipynb"), "utf8")).toContain("semla.explore(");
  expect(await notebook.value<string[]>("list(df.columns)")).toEqual(
    expect.arrayContaining(["text", "intent", "split", "id"]),
  );
});

test("files that hold no table are told in the dialog, and leaving it leaves nothing behind", async ({
  page,
  server,
  request,
}) => {
  writeFileSync(join(server.folder, "nothing.csv"), "");
  writeFileSync(join(server.folder, "numbers.csv"), "a,b\n1,2\n3,4\n");
  writeFileSync(join(server.folder, "not.parquet"), "text\nhello\n");
  await files(page, server, "numbers.csv");
  for (const [name, sentence] of [
    ["nothing.csv", "nothing.csv has no rows"],
    ["numbers.csv", "no column of text: its columns are a, b"],
    ["not.parquet", "not.parquet cannot be read as Parquet"],
  ] as const) {
    const dialog = await openByMenu(page, name);
    await expect(dialog.getByRole("alert")).toContainText(sentence, { timeout: 60_000 });
    await expect(dialog.getByRole("button", { name: "Open in SemLa" })).toBeDisabled();
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
  }
  const headers = { Authorization: `token ${server.url.searchParams.get("token")}` };
  await expect
    .poll(async () => (await request.get(`${server.url.origin}/api/sessions`, { headers })).json())
    .toEqual([]);
  expect(existsSync(join(server.folder, "numbers.ipynb"))).toBe(false);
});

test("a data frame of the notebook's kernel is opened in a new cell below", async ({ page, server }) => {
  server.notebook("frames.ipynb", [
    `import pandas as pd\ntrain = pd.read_csv(${JSON.stringify(join(assets, "utterances.csv"))})\nother = pd.DataFrame({"n": [1]})\nex = 1`,
    "import time\nwhile not stop: time.sleep(.05)",
    "stop = False",
    "print(ex)",
  ]);
  const notebook = await Notebook.open(page, server, "frames.ipynb");
  await notebook.run(0);
  await notebook.setTheme("JupyterLab Dark");
  await test.step("a busy kernel is told, and left", async () => {
    await notebook.run(2);
    await notebook.cell(1).locator(".cm-content").click();
    await page.keyboard.press("Control+Enter");
    await expect(notebook.cell(1).locator(".jp-InputPrompt")).toHaveText(/\*/);
    await openVariable(page);
    await expect(dialogOf(page).getByRole("status")).toContainText("The kernel is busy");
    await page.screenshot({ path: join(shots, "open-busy.png") });
    await page.keyboard.press("Escape");
    await expect(dialogOf(page)).toHaveCount(0);
    await page.getByRole("button", { name: /Interrupt the kernel/ }).click();
    await notebook.waitForKernel();
  });
  await notebook.cell(2).locator(".jp-InputPrompt").click();
  await openVariable(page);
  const dialog = dialogOf(page);
  await expect(dialog.getByLabel("Data frame")).toBeFocused();
  await dialog.getByLabel("Data frame").selectOption({ index: 1 });
  await expect(dialog.getByRole("alert")).toContainText("other has no column of text");
  await dialog.getByLabel("Data frame").selectOption({ index: 0 });
  await expect(dialog.getByLabel("Label")).toHaveValue("intent");
  await dialog.getByLabel("Model").fill(model);
  await page.screenshot({ path: join(shots, "open-dark.png") });
  await dialog.getByRole("button", { name: "Open in SemLa" }).click();
  await expect(notebook.cell(3)).toContainText("ex2 = semla.explore(");
  await notebook.explorer(3).ready();
  expect(await notebook.run(4)).toBe("1");
});

async function openVariable(page: Page): Promise<void> {
  await page.keyboard.press("Control+Shift+C");
  await page.keyboard.type("data frame in SemLa");
  await page.keyboard.press("Enter");
  await expect(dialogOf(page)).toBeVisible();
}
