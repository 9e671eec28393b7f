import { expect } from "@playwright/test";
import { join } from "node:path";
import { shots, test } from "./fixtures";
import { Notebook } from "./lab";

/** A small analysis from arrays, which needs neither model nor data from elsewhere. */
const explore = `
import numpy as np, pandas as pd, semla
random = np.random.default_rng(0)
label = random.integers(0, 6, 600)
embeddings = (random.normal(size=(6, 32))[label] * 2 + random.normal(size=(600, 32))).astype("float32")
probabilities = np.full((600, 6), .02, "float32")
probabilities[np.arange(600), np.where(random.random(600) < .1, random.integers(0, 6, 600), label)] = .9
names = [f"label_{i}" for i in range(6)]
df = pd.DataFrame({"text": [f"row {i} has word{l}" for i, l in enumerate(label)], "label": [names[l] for l in label]})
ex = semla.explore(df, embeddings=embeddings, probabilities=probabilities, text="text", label="label", label_names=names)
ex`;

test("a sidecar that was killed is started again by the next click", async ({ page, server }) => {
  server.notebook("killed.ipynb", [
    explore,
    "import os, signal\nfrom semla.client import shared_client\nos.kill(shared_client().info['pid'], signal.SIGKILL)",
    "ex.selection = [3]",
    "print(ex.labels()['count'].sum())",
  ]);
  const notebook = await Notebook.open(page, server, "killed.ipynb");
  await notebook.run(0);
  const explorer = notebook.explorer(0);
  await explorer.ready();
  await notebook.run(1);
  await notebook.run(2);
  await expect(explorer.chip("selection")).toContainText("1 row");
  // the row's probabilities are the first thing asked of the new sidecar
  await explorer.tool(/^Rows as a table/).click();
  await explorer.root.getByRole("row").nth(1).click();
  await expect(explorer.root).toContainText("Class probability");
  expect(await notebook.run(3)).toBe("600");
});

test("after a restart of the kernel the view says what to do, and the cell works again", async ({
  page,
  server,
}) => {
  server.notebook("restart.ipynb", [explore]);
  const notebook = await Notebook.open(page, server, "restart.ipynb");
  await notebook.run(0);
  const explorer = notebook.explorer(0);
  await explorer.ready();
  await notebook.restartKernel();
  await expect(explorer.root.locator(".jp-Semla-status")).toContainText("run the cell again");
  await expect.poll(() => explorer.drawn()).toBeGreaterThan(0.01);
  await page.screenshot({ path: join(shots, "faults-restarted.png") });
  await notebook.run(0);
  await explorer.ready();
});

test("two tabs on one kernel show the same selection", async ({ page, context, server }) => {
  server.notebook("tabs.ipynb", [explore]);
  const first = await Notebook.open(page, server, "tabs.ipynb");
  await first.run(0);
  const explorer = first.explorer(0);
  await explorer.ready();
  await first.save();
  const second = await Notebook.open(await context.newPage(), server, "tabs.ipynb");
  const other = second.explorer(0);
  await other.ready();
  await page.bringToFront();
  await explorer.lasso(0.5);
  const [said = ""] = /[\d,]+ rows/.exec(await explorer.chip("selection").innerText()) ?? [];
  await second.page.bringToFront();
  await expect(other.chip("selection")).toContainText(said);
});

test("a failed analysis says what went wrong in its own place", async ({ page, server }) => {
  server.notebook("failed.ipynb", [
    'import semla, pathlib\npathlib.Path("broken").mkdir(exist_ok=True)\npathlib.Path("broken/model.onnx").write_bytes(b"no graph")\npathlib.Path("broken/tokenizer.json").write_text("{}")\nsemla.explore(["one", "two", "three"], "broken")',
  ]);
  const notebook = await Notebook.open(page, server, "failed.ipynb");
  await notebook.run(0);
  const explorer = notebook.explorer(0);
  const status = explorer.root.locator(".jp-Semla-status");
  await expect(status).toHaveAttribute("data-phase", "failed", { timeout: 60_000 });
  await expect(status).toContainText("broken");
  await expect(explorer.root.getByRole("button", { name: "Retry" }).first()).toBeVisible();
  await page.screenshot({ path: join(shots, "faults-failed.png") });
});
