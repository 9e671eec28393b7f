import { expect } from "@playwright/test";
import { join } from "node:path";
import { shots, test } from "./fixtures";
import { Notebook } from "./lab";
import { loop, start } from "./round-trips";

const arrays = `
import numpy as np, pandas as pd, semla
def small(seed):
    random = np.random.default_rng(seed)
    label = random.integers(0, 4, 60)
    embeddings = (random.normal(size=(4, 16))[label] * 2 + random.normal(size=(60, 16))).astype("float32")
    probabilities = np.full((60, 4), .1, "float32")
    probabilities[np.arange(60), label] = .7
    names = [f"label_{i}" for i in range(4)]
    df = pd.DataFrame({"text": [f"row {i} has word{l}" for i, l in enumerate(label)], "label": [names[l] for l in label]})
    return semla.explore(df, embeddings=embeddings, probabilities=probabilities, text="text", label="label", label_names=names, height=420)
`;

test("one explorer in two cells, an interrupt, and a cell that is deleted", async ({ page, server }) => {
  server.notebook("twice.ipynb", [`${arrays}\nex = small(0)\nex`, "ex", loop(60)]);
  const notebook = await Notebook.open(page, server, "twice.ipynb");
  await notebook.run(0);
  await notebook.run(1);
  const [first, second] = [notebook.explorer(0), notebook.explorer(1)];
  await first.ready();
  await second.ready();
  const live = (): Promise<number> =>
    page.evaluate(() => {
      const page = globalThis as unknown as Record<symbol, { readonly explorers: Set<unknown> }>;
      return page[Symbol.for("semla.bridge")]?.explorers.size ?? 0;
    });
  expect(await live()).toBe(2);

  await test.step("each follows the other's selection", async () => {
    await first.root.scrollIntoViewIfNeeded();
    await first.lasso(0.6);
    await expect(first.chip("selection")).toBeVisible();
    const said = (await first.chip("selection").textContent()) ?? "";
    await second.root.scrollIntoViewIfNeeded();
    await expect(second.chip("selection")).toHaveText(said);
    await second.lasso(0.9);
    await expect(second.chip("selection")).not.toHaveText(said);
    await expect(first.chip("selection")).toHaveText((await second.chip("selection").textContent()) ?? "");
  });
  await test.step("an interrupt of a cell leaves explorer and sidecar alive", async () => {
    const pid = await notebook.value<number>("__import__('semla.client').client.shared_client().info['pid']");
    await start(notebook, server, 2);
    await page.getByRole("button", { name: /Interrupt the kernel/ }).click();
    await expect(notebook.cell(2)).toContainText("KeyboardInterrupt");
    await notebook.waitForKernel();
    expect(
      await notebook.value<number>("__import__('semla.client').client.shared_client().info['pid']"),
    ).toBe(pid);
    expect(await notebook.value<number>("int(ex.labels()['count'].sum())")).toBe(60);
  });
  await test.step("a deleted cell's view is gone, the other draws and selects", async () => {
    await notebook.deleteCell(0);
    await expect.poll(live).toBe(1);
    const left = notebook.explorer(0);
    await left.root.scrollIntoViewIfNeeded();
    await expect.poll(() => left.drawn()).toBeGreaterThan(0.01);
    await left.lasso(0.9);
    await expect.poll(() => notebook.value<number>("len(ex.selection)")).toBeGreaterThan(10);
    await notebook.deleteCell(0);
    await expect.poll(live).toBe(0);
    expect(
      await page.evaluate(() => (globalThis as Record<symbol, unknown>)[Symbol.for("semla.renderer")]),
    ).toBeUndefined();
  });
});

test("twenty explorers in a notebook share one graphics context, and each draws", async ({
  page,
  server,
}) => {
  await page.addInitScript(() => {
    const counts = { opened: 0, lost: 0 };
    Object.assign(globalThis, { contexts: counts });
    const known = new WeakSet<object>();
    for (const canvas of [HTMLCanvasElement, OffscreenCanvas]) {
      const { getContext } = canvas.prototype;
      canvas.prototype.getContext = function (this: HTMLCanvasElement, ...args: unknown[]) {
        const context: unknown = Reflect.apply(getContext, this, args);
        if (context && String(args[0]).includes("webgl") && !known.has(this)) {
          known.add(this);
          counts.opened++;
          this.addEventListener("webglcontextlost", () => counts.lost++);
        }
        return context;
      } as never;
    }
  });
  server.notebook("twenty.ipynb", [
    `${arrays}\nfrom IPython.display import display\nfor seed in range(20):\n    display(small(seed))`,
  ]);
  const notebook = await Notebook.open(page, server, "twenty.ipynb");
  await notebook.run(0);
  const roots = page.locator(".jp-Notebook .jp-Semla");
  await expect(roots).toHaveCount(20);
  for (const index of [0, 1, 9, 15, 16, 19, 0]) {
    const explorer = notebook.explorer(0).nth(index);
    await explorer.ready();
    await expect.poll(() => explorer.drawn()).toBeGreaterThan(0.01);
  }
  await page.screenshot({ path: join(shots, "views-twenty.png") });
  const counts = await page.evaluate(() => (globalThis as unknown as { contexts: object }).contexts);
  expect(counts).toEqual({ opened: 1, lost: 0 });
});
