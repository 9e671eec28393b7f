import { expect } from "@playwright/test";
import { demoCell, test } from "./fixtures";
import { Notebook } from "./lab";

test("every setting of the words changes the words over the points", async ({ page, server }) => {
  server.notebook("words.ipynb", [demoCell]);
  const notebook = await Notebook.open(page, server, "words.ipynb");
  await notebook.run(0);
  const explorer = notebook.explorer(0);
  await explorer.ready();
  await expect.poll(() => explorer.wordList()).not.toHaveLength(0);

  const panel = explorer.root.getByRole("dialog", { name: "Words on the map" });
  const footer = explorer.map.locator(".jp-Semla-mapFooter");
  /** Does something, and waits for other words of which `holds` is true. */
  const changes = async (
    what: string,
    act: () => Promise<unknown>,
    holds: (words: readonly string[]) => boolean = () => true,
  ): Promise<string[]> => {
    const before = await explorer.wordList();
    await act();
    await expect
      .poll(
        async () => {
          const words = await explorer.wordList();
          const counted = parseInt(await footer.locator("span").last().innerText(), 10);
          return words.join() !== before.join() && counted === words.length && holds(words);
        },
        { message: `${what}: other words, and as many as the footer says` },
      )
      .toBe(true);
    return explorer.wordList();
  };
  const press =
    (name: string, key: string, times = 1) =>
    async (): Promise<void> => {
      await panel.getByRole("slider", { name }).focus();
      for (let i = 0; i < times; i++) await page.keyboard.press(key);
    };
  const pick = (name: string) => () => panel.getByRole("radio", { name, exact: true }).check();
  const check = (name: RegExp) => () => panel.getByRole("checkbox", { name }).click();
  const show = (kind: string) => () => panel.getByRole("combobox").selectOption(kind);
  const namesOf = (words: readonly string[]) => words.map((word) => word.replace(/, [\d,]+ rows?$/, ""));

  const counts = (words: readonly string[]) =>
    words.map((word) => Number(/([\d,]+) rows?$/.exec(word)?.[1]?.replaceAll(",", "")));

  const standard =
    await test.step("the panel opens by its button and shows the words there are", async () => {
      await explorer.button("Settings of the words").click();
      await expect(panel).toBeVisible();
      await expect(panel.locator("h3 [role=status]")).toHaveText(/^\d+ words? now$/);
      // words keep away from the panel
      const shown = async (): Promise<number> => (await explorer.wordList()).length;
      const said = (): Promise<string> => panel.locator("h3 [role=status]").innerText();
      await expect.poll(async () => `${await shown()} words now` === (await said())).toBe(true);
      return explorer.wordList();
    });
  await test.step("n-grams", async () => {
    for (const [n, of] of [
      [2, "two"],
      [3, "three"],
      [4, "four"],
    ] as const)
      await changes(`phrases of ${of}`, pick(String(n)), (words) =>
        namesOf(words).every((word) => word.split(" ").length === n),
      );
    await changes("single words", pick("1"), (words) => namesOf(words).every((word) => !word.includes(" ")));
  });
  await test.step("bounds of the frequency, by the keyboard", async () => {
    const most = Math.max(...counts(await explorer.wordList()));
    await changes("least", press("Rows in view with the word, least", "PageUp", 2));
    await changes(
      "greatest",
      press("Rows in view with the word, greatest", "PageDown", 4),
      (words) => Math.max(...counts(words)) < most,
    );
    await changes("the number of rows again", check(/Bounds follow/));
  });
  await test.step("locality and shape", async () => {
    const before = (await explorer.wordList()).length;
    await changes("less locality", press("Locality", "ArrowLeft", 8), (words) => words.length < before);
    await changes("square", pick("Square"));
    await changes("Gaussian", pick("Gaussian"));
  });
  await test.step("invert and stop words", async () => {
    const local = namesOf(await explorer.wordList());
    await changes("invert", check(/invert/), (words) =>
      namesOf(words).every((word) => !local.includes(word)),
    );
    await changes("stop words among those spread out", check(/Stop words/));
  });
  await test.step("presets", async () => {
    const preset = (name: string) => () => panel.getByRole("button", { name }).click();
    await changes("SemLa's", preset("SemLa's"), (words) => Math.min(...counts(words)) >= 30);
    // where a word stands depends on where words stood before, so that a few more or less have room
    const again = (words: readonly string[]): number =>
      namesOf(words).filter((word) => namesOf(standard).includes(word)).length;
    await changes("default", preset("Default"), (words) => again(words) >= 0.8 * words.length);
    await expect(panel.getByRole("button", { name: "Default" })).toHaveAttribute("aria-pressed", "true");
  });
  await test.step("kinds of features", async () => {
    const concepts = new Set(await notebook.value<string[]>("ex.concepts()['concept'].tolist()"));
    const labels = new Set(await notebook.value<string[]>("[l.replace('_', ' ') for l in ex.label_names]"));
    const within = (names: ReadonlySet<string>) => (words: readonly string[]) =>
      namesOf(words).every((word) => names.has(word));
    await changes("concepts", show("Concepts"), within(concepts));
    await changes("gold labels", show("Gold labels"), within(labels));
    await changes("predicted labels", show("Predicted labels"));
    // texts of one length lie everywhere
    const counted = (words: readonly string[]): boolean => namesOf(words).every((word) => /^\d/.test(word));
    await changes("invert", check(/invert/));
    await changes("lengths in words", show("Lengths in words"), counted);
    await changes("lengths in characters", show("Lengths in characters"), counted);
    await check(/invert/)();
    await changes("words", show("Words"));
  });
  await test.step("Escape closes the panel and gives the focus back", async () => {
    await panel.getByRole("combobox").focus();
    await page.keyboard.press("Escape");
    await expect(panel).toBeHidden();
    await expect(explorer.button("Settings of the words")).toBeFocused();
  });
  await test.step("the pointer on a word lights its rows, a click filters", async () => {
    await explorer.root.locator(".jp-Semla-figures").hover();
    const word = await explorer.hoverWord();
    await expect(explorer.map.locator(".jp-Semla-map")).toHaveAttribute("data-lit", "true");
    const rows = Number(
      /([\d,]+) rows?/
        .exec(await explorer.map.locator(".jp-Semla-wordTip").innerText())?.[1]
        ?.replace(",", ""),
    );
    await page.mouse.click(word.x, word.y);
    await expect(explorer.chip("word")).toContainText(word.word);
    await expect.poll(() => explorer.shown()).toBe(rows);
    await expect.poll(() => notebook.value("ex.filter")).toEqual({ word: [word.word] });
    await explorer.button("Clear all").click();
  });
  await test.step("Shift and a click on two words contrast them", async () => {
    const first = await explorer.hoverWord();
    await page.keyboard.down("Shift");
    await page.mouse.click(first.x, first.y);
    await expect(explorer.group("A")).toContainText(first.word);
    const second = await explorer.hoverWord(first.word);
    await page.mouse.click(second.x, second.y);
    await page.keyboard.up("Shift");
    await expect(explorer.root.getByRole("heading", { name: /B minus A/ })).toBeVisible();
    await explorer.button("Compare no more").click();
    await expect(explorer.root.getByRole("heading", { name: /All shown/ })).toBeVisible();
  });
  await test.step("the words go and come by their switch", async () => {
    await explorer.button("Words over the points").click();
    await expect(explorer.root.locator(".jp-Semla-wordList")).toHaveCount(0);
    await explorer.button("Words over the points").click();
    await expect.poll(() => explorer.wordList()).not.toHaveLength(0);
  });
});
