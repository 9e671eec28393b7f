import { expect } from "@playwright/test";
import { join } from "node:path";
import { bankingCell, checkpoint, shots, test, withoutShared } from "./fixtures";
import { Notebook } from "./lab";

test("two checkpoints side by side, and one map again", async ({ page, server }) => {
  test.skip(...withoutShared);
  await page.setViewportSize({ width: 1700, height: 1050 });
  server.notebook("compare.ipynb", [
    bankingCell("step-0438"),
    `ex.compare(${JSON.stringify(checkpoint("step-2191"))})`,
    "ex.compare(None)",
  ]);
  const notebook = await Notebook.open(page, server, "compare.ipynb");
  await notebook.run(0);
  const explorer = notebook.explorer(0);
  await test.step("progress is shown while the analysis runs", async () => {
    await expect(explorer.button("Cancel")).toBeVisible();
    await page.screenshot({ path: join(shots, "explore-running.png") });
    await explorer.ready();
  });
  const side = (name: "A" | "B") => explorer.root.getByRole("region", { name: `Map ${name}`, exact: true });
  const changes = explorer.root.getByRole("region", { name: "Changes" });
  const kind = (name: string) => changes.getByRole("button", { name: new RegExp(`^${name} [\\d,]+$`) });

  await test.step("ex.compare in the next cell draws two maps", async () => {
    await notebook.run(1);
    await explorer.ready();
    for (const each of ["A", "B"] as const) {
      await expect(side(each)).toBeVisible({ timeout: 120_000 });
      await expect.poll(() => explorer.drawn(side(each))).toBeGreaterThan(0.01);
    }
    await expect(changes).toBeVisible({ timeout: 120_000 });
  });
  await test.step("the changes and the status line are those of Python", async () => {
    const counts = await notebook.value<Record<string, number>>(
      "ex.frame()['change'].value_counts().to_dict()",
    );
    await expect(kind("fixed")).toHaveText(new RegExp(` ${counts["fixed"]}$`));
    await expect(kind("broken")).toHaveText(new RegExp(` ${counts["broken"]}$`));
    await expect(kind("other error")).toHaveText(new RegExp(` ${counts["changed"]}$`));
    await expect(kind("still wrong")).toHaveText(new RegExp(` ${counts["wrong"]}$`));
    const differing = await notebook.value<Record<string, number>>(
      "ex.changes()['change'].value_counts().to_dict()",
    );
    expect(differing).toEqual({
      fixed: counts["fixed"],
      broken: counts["broken"],
      changed: counts["changed"],
    });
    const { mcnemar, churn } = await notebook.value<{
      mcnemar: { fixed: number; broken: number };
      churn: number;
    }>("ex.comparison");
    const status = explorer.root.locator(".jp-Semla-verdict");
    await expect(status).toContainText(`B fixes ${mcnemar.fixed} and breaks ${mcnemar.broken}`);
    await expect(status).toContainText(`${Math.round(100 * churn)} % predicted differently`);
  });
  await test.step("a point under the pointer in A is ringed in B, too", async () => {
    const before = await explorer.settledColour(side("B"));
    await explorer.hoverPoint(side("A").locator(".jp-Semla-mapPlace"));
    await expect(side("A").locator(".jp-Semla-tooltip")).toBeVisible();
    await expect.poll(() => explorer.colour(side("B"))).not.toBe(before);
  });
  await test.step("a lasso in A selects in B", async () => {
    const colour = () => explorer.colour(side("B"));
    const before = await explorer.settledColour(side("B"));
    await explorer.lasso(0.4);
    await expect(explorer.chip("selection")).toBeVisible();
    await expect.poll(colour).toBeLessThan(0.9 * before);
    await expect(changes.getByRole("heading", { name: /in the selection/ })).toBeVisible();
    await expect.poll(() => notebook.value("len(ex.selection)")).toBeGreaterThan(10);
    const rows = await notebook.value<number>("len(ex.selection)");
    await expect(explorer.chip("selection")).toContainText(`${rows.toLocaleString("en-GB")} rows`);
    await explorer.button("Clear all").click();
  });
  await test.step("the changes filter, and can be selected", async () => {
    await kind("broken").click();
    const broken = Number(/\d+$/.exec(await kind("broken").innerText())?.[0]);
    await changes.getByRole("button", { name: "Filter to these" }).click();
    await expect(explorer.chip("change")).toContainText("broken");
    await expect.poll(() => explorer.shown()).toBe(broken);
    await expect
      .poll(() => notebook.value("[ex.filter, len(ex.filtered)]"))
      .toEqual([{ change: ["broken"] }, broken]);
    await explorer.button("Clear all").click();
    await kind("broken").click();
    await changes.getByRole("button", { name: "Select" }).click();
    await expect.poll(() => notebook.value("len(ex.selection)")).toBe(broken);
    await explorer.button("Clear all").click();
  });
  await test.step("the lists hold the two models against each other", async () => {
    await explorer.tab("Words");
    await expect(explorer.list("Predicted labels").getByRole("button").first()).toBeVisible();
    const [first] = await notebook.value<{ feature: string; p1: number; p2: number }[]>(
      "ex.contrast(kind='prediction').head(1).to_dict('records')",
    );
    const row = explorer.list("Predicted labels").getByRole("button").first();
    await expect(row).toContainText(first?.feature.replaceAll("_", " ") ?? "");
    await expect(row).toHaveAttribute("title", new RegExp(`A ${(100 * (first?.p1 ?? 0)).toFixed(1)} %`));
  });
  await test.step("a narrow screen shows one of the two and switches", async () => {
    await page.setViewportSize({ width: 1000, height: 1050 });
    await expect(explorer.root).toHaveAttribute("data-layout", "narrow");
    await expect(side("B")).toHaveCount(0);
    await explorer.root.getByRole("radio", { name: /^B/ }).click();
    await expect(side("B")).toBeVisible();
    await expect(side("A")).toHaveCount(0);
    await expect.poll(() => explorer.drawn()).toBeGreaterThan(0.01);
    await explorer.tab("Changes");
    await expect(explorer.root.getByRole("grid")).toBeVisible();
    await page.setViewportSize({ width: 1700, height: 1050 });
  });
  await test.step("one map by the button, both again, and one after ex.compare(None)", async () => {
    await explorer
      .button(/^Compare /)
      .first()
      .click();
    await expect(side("A")).toHaveCount(0);
    await explorer
      .button(/^Compare /)
      .first()
      .click();
    await expect(side("B")).toBeVisible();
    await notebook.run(2);
    await expect(side("A")).toHaveCount(0);
    await expect.poll(() => explorer.drawn()).toBeGreaterThan(0.01);
    expect(await notebook.value("'change' in ex.frame().columns")).toBe(false);
  });
});

test("two data sets with different rows", async ({ page, server }) => {
  await page.setViewportSize({ width: 1700, height: 1050 });
  server.notebook("frames.ipynb", [
    [
      "import pandas as pd, semla",
      "from pathlib import Path",
      "assets = Path(semla.__file__).parent / 'demo_assets'",
      "rows = pd.read_csv(assets / 'utterances.csv')",
      "train = rows[rows['split'] == 'train'].head(600).drop(columns='split')",
      "test = rows[rows['split'] == 'test'].head(600).drop(columns='split')",
      "model = assets / 'model' / 'step-1400'",
      "columns = {'text': 'text', 'label': 'intent', 'id': 'id', 'name': 'train'}",
      "both = semla.explore(train, model, **columns).compare(test, names=('train', 'test'))",
      "both",
    ].join("\n"),
  ]);
  const notebook = await Notebook.open(page, server, "frames.ipynb");
  await notebook.run(0);
  const explorer = notebook.explorer(0);
  await explorer.ready();
  const [train, rest] = await notebook.value<[number, number]>("[len(train), len(test)]");
  const sides = [
    ["A", "train", train],
    ["B", "test", rest],
  ] as const;
  for (const [letter, name, rows] of sides) {
    const region = explorer.root.getByRole("region", { name: `Map ${letter}`, exact: true });
    await expect(region).toContainText(name);
    await expect(region).toContainText(`${rows} rows`);
    await expect.poll(() => explorer.drawn(region)).toBeGreaterThan(0.01);
  }
  await expect(explorer.root.getByRole("region", { name: "Changes" })).toHaveCount(0);
  await expect(explorer.root.getByRole("heading", { name: /B minus A/ })).toBeVisible();
  const [first] = await notebook.value<{ feature: string }[]>(
    "both.contrast({'split': 'train'}, {'split': 'test'}).head(1).to_dict('records')",
  );
  await expect(explorer.list("Words").getByRole("button").first()).toContainText(first?.feature ?? "");
  await page.screenshot({ path: join(shots, "compare-frames.png") });
});
