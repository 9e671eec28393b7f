import { expect } from "@playwright/test";
import { demoCell, test } from "./fixtures";
import { Notebook } from "./lab";

interface ContrastRow {
  readonly feature: string;
  readonly p1: number;
  readonly p2: number;
  readonly contrast: number;
  readonly significant: boolean;
}

test("lists of one group and of two say what Python says", async ({ page, server }) => {
  server.notebook("lists.ipynb", [
    demoCell,
    [
      "names = ex.labels()['label'].tolist()",
      "def said(kind): return ex.contrast(names[0], names[1], kind=kind).to_json(orient='records')",
      "print(said('word'))",
      "print(said('prediction'))",
    ].join("\n"),
  ]);
  const notebook = await Notebook.open(page, server, "lists.ipynb");
  await notebook.run(0);
  const explorer = notebook.explorer(0);
  await explorer.ready();
  const panel = explorer.root.getByRole("tabpanel");
  const row = (list: string, name: string) =>
    explorer
      .list(list)
      .getByRole("button")
      .filter({ has: page.getByText(name, { exact: true }) });

  await test.step("a selection has its words, phrases, concepts and labels", async () => {
    await explorer.lasso(0.35);
    await expect(panel.getByRole("heading", { name: /^Selection/ })).toBeVisible();
    for (const list of ["Words", "Phrases", "Concepts", "Labels"])
      await expect(explorer.list(list).getByRole("button").first()).toBeVisible();
    const short = await explorer.list("Words").getByRole("button").count();
    await panel
      .getByRole("button", { name: /^\d+ more$/ })
      .first()
      .click();
    expect(await explorer.list("Words").getByRole("button").count()).toBeGreaterThan(short);
    await panel.getByRole("button", { name: "Fewer" }).click();
  });
  await test.step("a click on a word filters, a second one no longer", async () => {
    const word = explorer.list("Words").getByRole("button").first();
    const name = await word.locator("span").first().innerText();
    await word.click();
    await expect(explorer.chip("word")).toContainText(name);
    await expect.poll(() => notebook.value("ex.filter")).toEqual({ word: [name] });
    await row("Words", name).click();
    await expect(explorer.chip("word")).toHaveCount(0);
  });
  await test.step("concepts hide and come back, with what they come from", async () => {
    await expect(panel).toContainText("WordNet");
    await panel.getByRole("button", { name: "Hide concepts" }).click();
    await expect(explorer.list("Concepts")).toHaveCount(0);
    await panel.getByRole("button", { name: "Show concepts" }).click();
    await expect(explorer.list("Concepts").getByRole("button").first()).toBeVisible();
  });
  await test.step("the selection against the rest", async () => {
    await panel.getByRole("button", { name: "Compare with…" }).click();
    await explorer.root
      .getByRole("dialog")
      .getByRole("button", { name: /^the rest/ })
      .click();
    await expect(explorer.group("A")).toContainText("selection");
    await expect(explorer.group("B")).toContainText("the rest");
    await explorer.button("Clear all").click();
  });
  await test.step("two labels, the first from the list, the second by Shift and a click", async () => {
    const [first = "", second = ""] = await notebook.value<string[]>(
      "[l.replace('_', ' ') for l in ex.labels()['label'].tolist()[:2]]",
    );
    await panel.getByRole("button", { name: "Compare with…" }).click();
    const groups = explorer.root.getByRole("dialog");
    await groups.getByRole("searchbox", { name: "Search groups" }).fill(first);
    await groups.getByRole("list", { name: "Labels" }).getByRole("button").first().click();
    await expect(explorer.group("A")).toContainText(first);
    await explorer.tab("Labels");
    await panel.getByRole("searchbox", { name: "Find a label" }).fill(second);
    await panel
      .locator(".jp-Semla-labelRow button")
      .first()
      .click({ modifiers: ["Shift"] });
    await expect(explorer.group("B")).toContainText(second);
    await explorer.tab("Words");
    await expect(panel.getByRole("heading", { name: /B minus A/ })).toBeVisible();
  });
  await test.step("the bars' numbers are those of ex.contrast", async () => {
    await notebook.run(1);
    const lines = async (): Promise<string[]> => (await notebook.text(1)).split("\n");
    await expect.poll(async () => (await lines()).length).toBe(2);
    const [words = [], predictions = []] = (await lines()).map((line) => JSON.parse(line) as ContrastRow[]);
    const both = [
      ["Words", words],
      ["Predicted labels", predictions],
    ] as const;
    for (const [list, rows] of both) {
      const buttons = explorer.list(list).getByRole("button");
      await expect(buttons.first()).toBeVisible();
      for (const { feature, p1, p2, contrast, significant } of [...rows.slice(0, 3), ...rows.slice(-3)]) {
        const button = row(list, feature.replaceAll("_", " "));
        const chance = significant ? "more than chance" : "within chance";
        const of = (share: number): string => `${(100 * share).toFixed(1)} %`;
        await expect(button).toHaveAttribute("title", new RegExp(`A ${of(p1)}, B ${of(p2)}, ${chance}`));
        const points = `${contrast < 0 ? "−" : "+"}${Math.abs(100 * contrast).toFixed(1)}`;
        await expect(button).toContainText(points);
        await expect(button.locator(".jp-Semla-diverging > span")).toHaveAttribute(
          "data-side",
          contrast < 0 ? "a" : "b",
        );
      }
    }
  });
  await test.step("the lists open between their ends and can be searched", async () => {
    const words = explorer.list("Words").getByRole("button");
    const short = await words.count();
    await explorer
      .list("Words")
      .getByRole("button", { name: /more between$/ })
      .click();
    expect(await words.count()).toBeGreaterThan(short);
    await panel.getByRole("button", { name: "Only the ends" }).click();
    const name = await words.first().locator(".jp-Semla-ellipsis").innerText();
    await panel.getByRole("searchbox", { name: "Search the lists" }).fill(name);
    for (const found of await words.locator(".jp-Semla-ellipsis").allInnerTexts())
      expect(found).toContain(name);
    await panel.getByRole("searchbox", { name: "Search the lists" }).fill("");
  });
  await test.step("arrow keys go from row to row and light it, Enter filters", async () => {
    const words = explorer.list("Words").getByRole("button");
    const map = explorer.root.locator(".jp-Semla-map");
    await explorer.root.locator(".jp-Semla-figures").hover();
    await expect(map).toHaveAttribute("data-lit", "false");
    await words.first().focus();
    await page.keyboard.press("ArrowDown");
    await expect(words.nth(1)).toBeFocused();
    await expect(map).toHaveAttribute("data-lit", "true");
    const name = await words.nth(1).locator(".jp-Semla-ellipsis").innerText();
    await page.keyboard.press("Enter");
    await expect(explorer.chip("word")).toContainText(name);
    await explorer
      .chip("word")
      .getByRole("button", { name: /^Remove/ })
      .click();
    await expect(explorer.chip("word")).toHaveCount(0);
  });
  await test.step("A and B change places, and go", async () => {
    const a = (await explorer.button(/^Group A: /).textContent()) ?? "";
    await explorer.button("Swap A and B").click();
    await expect(explorer.button(/^Group B: /)).toHaveText(a);
    await explorer.button("Remove group B").click();
    await expect(panel.getByRole("heading", { name: /B minus A/ })).toHaveCount(0);
    await explorer.button("Clear all").click();
  });
});
