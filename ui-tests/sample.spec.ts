import { expect, type Locator } from "@playwright/test";
import { join } from "node:path";
import { bankingCell, demoCell, shots, test, withoutShared } from "./fixtures";
import { type Explorer, Notebook } from "./lab";

const row = 14;
const methods = [
  ["attention", "attention"],
  ["integrated_gradients", "integrated gradients"],
  ["gradient_l2", "gradient L2"],
  ["lime", "LIME"],
] as const;

/** Opens a row in the Sample tab, as the only one that the map shows. */
async function openRow(notebook: Notebook, explorer: Explorer, id: number): Promise<void> {
  await notebook.value(`(setattr(ex, "filter", {"rows": [${id}]}), None)[1]`);
  await expect.poll(() => explorer.shown()).toBe(1);
  await explorer.map.locator(".jp-Semla-mapPlane").focus();
  await explorer.page.keyboard.press("ArrowRight");
  await explorer.page.keyboard.press("Enter");
  await expect(explorer.root.locator(".jp-Semla-sample")).toContainText(`row ${id}`);
  await notebook.value(`(setattr(ex, "filter", {}), None)[1]`);
}

/** Everything that is computed of the text is there. */
async function settled(sample: Locator): Promise<void> {
  await expect(sample.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 120_000 });
  await expect(sample.locator(".jp-Semla-vifiWaits, .jp-Semla-relationWaits")).toHaveCount(0);
  await expect(sample.locator(".jp-Semla-sentence")).toContainText(/weigh most|weighs most|alike/, {
    timeout: 120_000,
  });
}

test("a row explained: importance, relations, edits, neighbours and trust", async ({ page, server }) => {
  test.skip(...withoutShared);
  await page.setViewportSize({ width: 1500, height: 1400 });
  server.notebook("sample.ipynb", [bankingCell("step-2191")]);
  const notebook = await Notebook.open(page, server, "sample.ipynb");
  await notebook.hideFiles();
  await notebook.run(0);
  const explorer = notebook.explorer(0);
  await explorer.ready();
  await openRow(notebook, explorer, row);
  const sample = explorer.root.locator(".jp-Semla-sample");
  const vifi = sample.getByRole("group", { name: "Words of the text" });
  const word = (text: string) => vifi.getByRole("button", { name: new RegExp(`^${text},`) });
  const editor = sample.getByRole("textbox", { name: /^Text of the row/ });
  const text = await notebook.value<string>(`df.text[${row}]`);
  const predicted = await notebook.value<{ prediction: string; probability: number; rival: string }>(
    `ex.predict([df.text[${row}]]).iloc[0].to_dict()`,
  );
  await settled(sample);
  await explorer.root.screenshot({ path: join(shots, "sample-banking77-light.png") });

  await test.step("a sentence says what happened", async () => {
    const sentence = sample.locator(".jp-Semla-sentence");
    await expect(sentence).toContainText(predicted.prediction.replaceAll("_", " "));
    await expect(sentence).toContainText("gold is");
    await expect(sentence).toContainText(/weigh most/);
  });

  await test.step("shares of each method are those of Python, word by word", async () => {
    for (const [method, name] of methods) {
      const { words, shares } = await notebook.value<{ words: string[]; shares: number[] }>(
        `(lambda a: {"words": list(a.words), "shares": (a.scores / abs(a.scores).sum()).round(4).tolist()})` +
          `(ex.attribute([${row}], method="${method}")[0])`,
      );
      await expect(vifi.getByRole("button")).toHaveCount(words.length);
      const heaviest = shares.reduce((best, share, i) => (share > (shares[best] ?? 0) ? i : best), 0);
      const said = (await vifi.getByRole("button").nth(heaviest).getAttribute("aria-label")) ?? "";
      expect(said.startsWith(`${words[heaviest]},`)).toBe(true);
      const shown = Number(new RegExp(`${name} ([\\d.]+)`).exec(said)?.[1]);
      expect(Math.abs(shown - (shares[heaviest] ?? 0))).toBeLessThan(0.0051);
    }
  });

  await test.step("the legend switches methods", async () => {
    const parts = vifi.locator('[data-method="lime"]');
    await expect(parts.first()).toBeAttached();
    await sample.getByRole("checkbox", { name: "LIME" }).uncheck();
    await expect(parts).toHaveCount(0);
    await sample.getByRole("checkbox", { name: "LIME" }).check();
    await expect(parts.first()).toBeAttached();
  });

  await test.step("signed bars, and the text as heat of each method", async () => {
    await explorer.button("Signed").click();
    await expect(vifi.locator('[data-side="down"]').first()).toBeAttached();
    await explorer.button("Heat").click();
    await expect(sample.locator(".jp-Semla-heat").first()).toBeVisible();
    await explorer.button("Bars").click();
  });

  await test.step("why this label rather than its rival", async () => {
    const before = await word("week").getAttribute("aria-label");
    await sample.getByRole("combobox", { name: "Label to hold it against" }).selectOption("rival");
    await settled(sample);
    await expect(word("week")).not.toHaveAttribute("aria-label", before ?? "");
    await sample.getByRole("combobox", { name: "Label to hold it against" }).selectOption("");
    await settled(sample);
    await expect(word("week")).toHaveAttribute("aria-label", before ?? "");
  });

  await test.step("relations: value under the pointer, lock, number of links, word to word, full size", async () => {
    const graph = sample.getByRole("group", { name: "Words that tie the rows" });
    const links = graph.locator(".jp-Semla-links g");
    await expect(links.first()).toBeAttached();
    const linked = graph.locator("button[data-word]").first();
    await linked.hover();
    await expect(graph.locator(".jp-Semla-pill", { hasText: /raises|lowers/ })).toBeVisible();
    await linked.click();
    await expect(linked).toHaveAttribute("aria-pressed", "true");
    await linked.click();
    await expect(linked).toHaveAttribute("aria-pressed", "false");
    const few = await links.count();
    await sample.getByRole("combobox", { name: "Links shown" }).selectOption({ index: 0 });
    await expect.poll(() => links.count()).not.toBe(few);
    await sample.getByRole("combobox", { name: "Links shown" }).selectOption("3");
    await explorer.button("Word to word").click();
    await expect(sample.getByRole("heading", { name: "Words that resemble each other" })).toBeVisible();
    await settled(sample);
    await linked.hover();
    await expect(graph.locator(".jp-Semla-pill", { hasText: " ~ " })).toBeVisible();
    await explorer.button("Similarity").click();
    await explorer.button("Show the graph in full size").click();
    const dialog = explorer.root.getByRole("dialog", { name: /in full size/ });
    await expect(dialog.locator("g path").first()).toBeAttached();
    await page.screenshot({ path: join(shots, "sample-full-size.png") });
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
  });

  await test.step("typing predicts again, as Python does, and Revert brings the row back", async () => {
    const edited = "I am still waiting for my card after 1 month, where is it?";
    await editor.fill(edited);
    const now = await notebook.value<{ prediction: string; probability: number }>(
      `ex.predict([${JSON.stringify(edited)}]).iloc[0].to_dict()`,
    );
    const probability = now.probability.toFixed(2).replace(/^0/, "");
    await expect(sample.locator(".jp-Semla-probabilities li").first()).toContainText(
      now.prediction.replaceAll("_", " "),
    );
    await expect(sample.locator(".jp-Semla-probabilities li").first()).toContainText(`→ ${probability}`);
    await expect(sample.locator(".jp-Semla-editorNote")).toContainText(/\d+ pieces, \d+ ms/);
    await expect(sample.getByText("month", { exact: true }).first()).toBeVisible();
    await settled(sample);
    await explorer.root.screenshot({ path: join(shots, "sample-edited.png") });
    await explorer.button("Revert").click();
    await expect(editor).toHaveValue(text);
    await settled(sample);
  });

  await test.step("long texts, texts from right to left, texts that do not fit, and none", async () => {
    const sentence =
      "I have been waiting for my new card since the second week of January and it is not here yet";
    const texts = {
      long: Array.from({ length: 3 }, () => sentence).join(", "),
      hebrew: "אני עדיין מחכה לכרטיס החדש שלי, מתי הוא יגיע?",
    };
    for (const [name, other] of Object.entries(texts)) {
      const words = await vifi.getByRole("button").count();
      await editor.fill(other);
      await expect(vifi.getByRole("button")).not.toHaveCount(words);
      await settled(sample);
      await sample.locator(".jp-Semla-importance").scrollIntoViewIfNeeded();
      await explorer.root.screenshot({ path: join(shots, `sample-${name}.png`) });
    }
    await editor.fill("card ".repeat(700));
    await expect(sample).toContainText(
      /longer than the model's window: [\d,]+ pieces at its end were not read/,
    );
    await editor.fill("");
    await expect(sample).toContainText("There are no words to weigh.");
    await explorer.button("Revert").click();
    await settled(sample);
  });

  await test.step("edits of one word, each with what it changes", async () => {
    await word("week").click();
    const edits = sample.getByRole("group", { name: "Changes of week" });
    await expect(edits.getByRole("button", { name: /^remove, [+−0]/ })).toBeVisible();
    await expect(edits.getByRole("button", { name: /^mask, [+−0]/ })).toBeVisible();
    await expect(edits.getByRole("button", { name: /^swap in / }).first()).toBeVisible();
    await explorer.button("Try every word changed").click();
    await expect(
      sample.getByRole("table", { name: "Changes of every word" }).getByRole("row"),
    ).not.toHaveCount(0);
    await edits.getByRole("button", { name: /^remove/ }).click();
    await expect(editor).toHaveValue(text.replace(" week", ""));
    await settled(sample);
    await explorer.button("Revert").click();
    await settled(sample);
  });

  await test.step("the nearest rows are those of the kernel, marked where their label is another", async () => {
    const nearest = await notebook.value<number[]>(`ex.neighbours(${row})["id"].tolist()`);
    const rows = sample.locator(".jp-Semla-neighbours tbody tr");
    await expect(rows.first()).toContainText(String(nearest[0]));
    await expect(sample.getByRole("img", { name: "another label" }).first()).toBeVisible();
  });

  await test.step("trust is measured on request, stopped, and gone on with", async () => {
    await explorer.button("Measure trust").click();
    await expect(sample.locator(".jp-Semla-measuring [role=status]")).toContainText(
      /Measured on [1-9]\d* of 80/,
      {
        timeout: 90_000,
      },
    );
    await sample.locator(".jp-Semla-measuring").getByRole("button", { name: "Cancel", exact: true }).click();
    const goOn = sample.getByRole("button", { name: /^Go on measuring \(\d+ of 80\)/ });
    await expect(goOn).toBeVisible();
    await expect(sample.locator(".jp-Semla-methods")).toContainText(/95 % interval, n = \d+/);
    await explorer.root.screenshot({ path: join(shots, "sample-trust.png") });
  });
});

test("words by attribution of all rows, ranked as in Python, and the map coloured by one", async ({
  page,
  server,
}) => {
  server.notebook("salience.ipynb", [demoCell]);
  await page.setViewportSize({ width: 1500, height: 1200 });
  const notebook = await Notebook.open(page, server, "salience.ipynb");
  await notebook.hideFiles();
  await notebook.run(0);
  const explorer = notebook.explorer(0);
  await explorer.ready();
  const section = explorer.root.locator(".jp-Semla-attributed");
  await test.step("computing shows how far it is, is stopped and gone on with", async () => {
    await explorer.button("Compute for all rows").click();
    await expect(section.getByRole("status")).toContainText(/[1-9][\d,]* of 2,961 rows/, { timeout: 60_000 });
    await section.getByRole("button", { name: "Cancel", exact: true }).click();
    await section.getByRole("button", { name: "Continue", exact: true }).click();
    await expect(section.getByRole("status")).toHaveCount(0, { timeout: 180_000 });
    await expect(section.getByRole("button", { name: "Continue", exact: true })).toHaveCount(0);
  });
  const words = section.getByRole("list", { name: "Words by attribution" }).getByRole("listitem");
  await test.step("the words of a label are those of ex.salience", async () => {
    const label = "door_lock";
    await section.getByRole("combobox", { name: "Predicted label" }).selectOption(`label ${label}`);
    const found = await notebook.value<{ word: string; mean: number; rows: number }[]>(
      `(lambda f: f[f.label == "${label}"][["word", "mean", "rows"]].to_dict("records"))(ex.salience("gradient_l2"))`,
    );
    const said = (await words.allInnerTexts()).map((text) => text.split(/\s+/));
    expect(said.length).toBeGreaterThan(3);
    for (const [word, mean, rows] of said) {
      const same = found.find((each) => each.word === word);
      expect(Number(mean)).toBeCloseTo(same?.mean ?? NaN, 2);
      expect(Number(rows)).toBe(same?.rows);
    }
  });
  await test.step("a word colours the map, with a scale, and gives the former colours back", async () => {
    const before = await explorer.settledColour();
    const colour = words.first().getByRole("button", { name: /^Colour the map by/ });
    await colour.click();
    await expect(explorer.root.getByRole("group", { name: "Legend" })).toContainText("by gradient L2");
    await expect.poll(() => explorer.settledColour()).not.toBe(before);
    await explorer.root.screenshot({ path: join(shots, "words-attribution.png") });
    await colour.click();
    await expect.poll(() => explorer.settledColour()).toBe(before);
  });
});

test("three errors: the words that tell the gold from the predicted label", async ({ page, server }) => {
  test.skip(...withoutShared);
  await page.setViewportSize({ width: 1500, height: 1400 });
  server.notebook("errors.ipynb", [bankingCell("step-2191")]);
  const notebook = await Notebook.open(page, server, "errors.ipynb");
  await notebook.hideFiles();
  await notebook.run(0);
  const explorer = notebook.explorer(0);
  await explorer.ready();
  const sample = explorer.root.locator(".jp-Semla-sample");
  for (const [id, telling] of [
    [1726, "twice"],
    [368, "unblock"],
    [979, "Germany"],
  ] as const) {
    await openRow(notebook, explorer, id);
    await settled(sample);
    const links = await notebook.value<{ word: string; value: number }[]>(
      `ex.relations(${id}, "similarity")[["word", "value"]].dropna().head(3).to_dict("records")`,
    );
    expect(links.map(({ word }) => word)).toContain(telling);
    await explorer.button("Show the graph in full size").click();
    const dialog = explorer.root.getByRole("dialog", { name: /in full size/ });
    await expect(dialog.locator("g path").first()).toBeAttached();
    await expect(dialog.locator("button[data-word]", { hasText: telling }).first()).toBeVisible();
    await page.screenshot({ path: join(shots, `relations-row-${id}.png`) });
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
  }
});
