import { expect } from "@playwright/test";
import { demoCell, test } from "./fixtures";
import { Notebook } from "./lab";

test("filters: every condition of the panel, chips, Python, undo and redo", async ({ page, server }) => {
  server.notebook("filters.ipynb", [demoCell, "1 + 1"]);
  const notebook = await Notebook.open(page, server, "filters.ipynb");
  await notebook.run(0);
  const explorer = notebook.explorer(0);
  await explorer.ready();
  const all = await notebook.value<number>("len(ex.frame())");
  const panel = explorer.root.getByRole("dialog", { name: "Filter rows" });
  const clear = async (): Promise<void> => {
    await explorer.button("Clear all").click();
    await expect.poll(() => explorer.shown()).toBe(all);
  };
  const open = async (): Promise<void> => {
    if (!(await panel.isVisible())) await explorer.button("Filter rows").click();
  };
  /** The rows shown are those that Python has, and it reads this filter. */
  const agrees = async (filter: object): Promise<void> => {
    await expect.poll(() => notebook.value("ex.filter")).toEqual(filter);
    const rows = await notebook.value<number>("len(ex.filtered)");
    expect(rows).toBeLessThan(all);
    await expect.poll(() => explorer.shown()).toBe(rows);
  };

  await test.step("right and wrong predictions", async () => {
    await explorer.button(/^Show errors only/).click();
    await agrees({ errors: true });
    await explorer.button(/^Not: errors/).click();
    await agrees({ not: { errors: true } });
    await clear();
  });
  await test.step("confidence and length, by the keyboard", async () => {
    await open();
    await panel.getByRole("slider", { name: "Confidence, greatest" }).focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press("PageDown");
    await expect(explorer.chip("confidence")).toContainText("at most");
    const confidence = () => notebook.value<number[]>("ex.filter.get('confidence', [])");
    await expect.poll(confidence).toHaveLength(2);
    const [, most = 1] = await confidence();
    expect(most).toBeLessThan(1);
    await agrees({ confidence: [0, most] });
    await expect(explorer.chip("confidence")).toContainText(`at most ${most}`);
    const fewest = panel.getByRole("slider", { name: "Length in words, least" });
    const least = Number(await fewest.inputValue());
    await fewest.focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight");
    await expect(explorer.chip("length")).toContainText(`${least + 3} to`);
    const length = async (): Promise<number[]> => notebook.value("ex.filter.get('length', [])");
    await expect.poll(async () => (await length())[0]).toBe(least + 3);
    await agrees({ confidence: [0, most], length: await length() });
    await clear();
  });
  await test.step("text, and a regular expression", async () => {
    await open();
    await panel.getByRole("searchbox", { name: "Text contains" }).fill("please");
    await agrees({ text: "please" });
    await panel.getByRole("searchbox", { name: "Text contains" }).fill("");
    await panel.getByRole("searchbox", { name: "Regular expression" }).fill("^(can|could)\\b");
    await agrees({ regex: "^(can|could)\\b" });
  });
  await test.step("a bad expression is said at the field and changes nothing", async () => {
    const before = await explorer.shown();
    const field = panel.getByRole("searchbox", { name: "Regular expression" });
    await field.fill("^(can");
    await expect(panel.getByRole("alert")).toBeVisible();
    await expect(field).toHaveAttribute("aria-invalid", "true");
    expect(await explorer.shown()).toBe(before);
    expect(await notebook.value("ex.filter")).toEqual({ regex: "^(can|could)\\b" });
    await field.fill("");
    await expect(panel.getByRole("alert")).toHaveCount(0);
    await expect.poll(() => explorer.shown()).toBe(all);
  });
  await test.step("labels gold and predicted, cluster, split, word and concept", async () => {
    const [label = ""] = await notebook.value<string[]>("ex.label_names");
    const name = label.replaceAll("_", " ");
    const folds = [
      ["Gold label", "label"],
      ["Predicted label", "prediction"],
    ] as const;
    for (const [fold, key] of folds) {
      await open();
      await panel.getByRole("button", { name: new RegExp(`^${fold}`) }).click();
      await panel.getByRole("searchbox", { name: `Find ${fold.toLowerCase()}` }).fill(name);
      await panel.getByRole("checkbox", { name: new RegExp(`^${name},`) }).click();
      await agrees({ [key]: [label] });
      await clear();
    }
    await open();
    await panel.getByRole("button", { name: /^Cluster/ }).click();
    await panel.getByRole("checkbox").first().click();
    await expect(explorer.chip("cluster")).toBeVisible();
    await agrees({ cluster: await notebook.value("ex.filter['cluster']") });
    await clear();
    await open();
    await panel.getByRole("button", { name: /^Split/ }).click();
    await panel.getByRole("checkbox", { name: /^test/ }).click();
    await agrees({ split: ["test"] });
    await clear();
    await open();
    await panel.getByRole("button", { name: /^Word/ }).click();
    await panel.getByRole("searchbox", { name: "Word or phrase" }).fill("train");
    await page.keyboard.press("Enter");
    await agrees({ word: ["train"] });
    await panel.getByRole("button", { name: /^Concept/ }).click();
    await panel.getByRole("list", { name: "Suggestions" }).getByRole("button").first().click();
    await expect(explorer.chip("concept")).toBeVisible();
    const [concept = ""] = await notebook.value<string[]>("ex.filter['concept']");
    await agrees({ word: ["train"], concept: [concept] });
    await clear();
  });
  await test.step("a chip is negated, and turned back", async () => {
    await notebook.python("ex.filter = {'split': 'test', 'word': 'train'}");
    await expect(explorer.chip("word")).toContainText("train");
    const rows = await explorer.shown();
    await explorer.button(/^Not: word train/).click();
    await agrees({ split: ["test"], not: { word: ["train"] } });
    await expect(explorer.chip("word")).toHaveAttribute("data-negated", "true");
    const others = await explorer.shown();
    expect(rows + others).toBe(await notebook.value("int((ex.frame()['split'] == 'test').sum())"));
    await explorer.button(/^Not: word train/).click();
    await expect.poll(() => explorer.shown()).toBe(rows);
    await explorer.button(/^Remove word train/).click();
    await agrees({ split: ["test"] });
  });
  await test.step("setting it from Python shows chips, and None takes them away", async () => {
    await notebook.python("ex.filter = {'errors': True, 'confidence': (0, .5)}");
    await expect(explorer.chip("errors")).toBeVisible();
    await expect(explorer.chip("confidence")).toContainText("at most 0.5");
    await agrees({ errors: true, confidence: [0, 0.5] });
    await notebook.python("ex.filter = None");
    await expect.poll(() => explorer.shown()).toBe(all);
  });
  await test.step("of a sample: its support set, its label, its prediction", async () => {
    const [id = ""] = await notebook.value<string[]>("ex.frame()['id'].head(1).tolist()");
    await explorer.button("Rows as a table").click();
    await explorer.root.getByRole("grid").getByRole("row").nth(1).click();
    await explorer.button("Rows as a table").click();
    await expect(explorer.root.getByRole("tab", { name: "Sample" })).toHaveAttribute("aria-selected", "true");
    const conditions = explorer.root.getByRole("group", { name: "Filter by this row" });
    const press = (name: string) => conditions.getByRole("button", { name }).click();
    await press("Its support set");
    await agrees({ support: id });
    await press("Its support set");
    await press("Same label");
    await agrees({ label: await notebook.value("ex.filter['label']") });
    await press("Same prediction");
    await expect(explorer.chip("predicted")).toBeVisible();
    await agrees({
      label: await notebook.value("ex.filter['label']"),
      prediction: await notebook.value("ex.filter['prediction']"),
    });
  });
  await test.step("undo and redo, in the explorer and not in the notebook", async () => {
    await clear();
    // a cell that was deleted must not come back
    await notebook.deleteCell(1);
    const cells = page.locator(".jp-Notebook .jp-Cell");
    await expect(cells).toHaveCount(1);
    await explorer.button(/^Show errors only/).click();
    const errors = await explorer.shown();
    await explorer.button(/^Show errors only/).focus();
    await page.keyboard.press("Control+z");
    await expect.poll(() => explorer.shown()).toBe(all);
    await page.keyboard.press("Control+Shift+z");
    await expect.poll(() => explorer.shown()).toBe(errors);
    await page.keyboard.press("Control+z");
    await expect.poll(() => explorer.shown()).toBe(all);
    await page.keyboard.press("Control+y");
    await expect.poll(() => explorer.shown()).toBe(errors);
    await explorer.choose("More", "UndoCtrl Z");
    await expect.poll(() => explorer.shown()).toBe(all);
    for (let i = 0; i < 60; i++) await page.keyboard.press("Control+z");
    await expect(cells).toHaveCount(1);
  });
  await test.step("letters and arrows are no commands to the notebook", async () => {
    const cells = page.locator(".jp-Notebook .jp-Cell");
    await explorer.tab("Words");
    await explorer.list("Words").getByRole("button").first().focus();
    for (const key of ["d", "d", "x", "a", "b", "z", "m", "ArrowLeft", "Shift+m"])
      await page.keyboard.press(key);
    await expect(cells).toHaveCount(1);
    await expect(page.locator(".jp-Notebook .jp-CodeCell")).toHaveCount(1);
    await expect(explorer.map).toBeVisible();
  });
});
