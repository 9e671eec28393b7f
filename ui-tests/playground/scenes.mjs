/** Places of the map to press, in shares of its plane. */
async function at(page, x, y) {
  const box = await page.locator(".jp-Semla-mapPlane").first().boundingBox();
  return { x: box.x + x * box.width, y: box.y + y * box.height };
}

async function lasso(page, shape) {
  await page.getByRole("button", { name: /lasso/ }).first().click();
  const [first, ...rest] = shape;
  const start = await at(page, ...first);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  for (const place of rest) {
    const { x, y } = await at(page, ...place);
    await page.mouse.move(x, y, { steps: 6 });
  }
  await page.mouse.up();
  await page.mouse.move(5, 5);
}

const circle = (cx, cy, rx, ry) =>
  Array.from({ length: 25 }, (_, i) => {
    const angle = (i / 24) * 2 * Math.PI;
    return [cx + rx * Math.cos(angle), cy + ry * Math.sin(angle)];
  });

/** Hovers the drawn row nearest to the middle that is an error. */
async function hoverError(page) {
  const plane = page.locator(".jp-Semla-mapPlane");
  await plane.focus();
  await page.keyboard.press("ArrowRight");
  for (let i = 0; i < 60; i++) {
    const wrong = await page.evaluate(() => playground.store.errors.value[playground.store.hover.value]);
    if (wrong) return;
    await page.keyboard.press(["ArrowRight", "ArrowDown", "ArrowUp", "ArrowRight"][i % 4]);
  }
}

/** Opens a row that is an error in the Sample tab; a text given is written into its editor. */
const sample = (text) => async (page) => {
  await page.evaluate(() => {
    playground.store.openRow(playground.store.errors.value.indexOf(1));
    playground.store.setView({ drawer: "full" });
  });
  if (text) await page.getByRole("textbox", { name: "Text of the row" }).fill(text);
};

const longText =
  "I have been trying to withdraw money from the cash machine near my house since last Tuesday morning, but every " +
  "single time it tells me that my card is declined, even though I topped up my account with two hundred pounds " +
  "yesterday and the app shows the whole balance, so could you please explain to me why this keeps happening?";
const rightToLeft = "עדיין לא קיבלתי את הכרטיס שלי אחרי שבוע אחד. האם זה בסדר?";

const screen = { width: 1280, height: 680 };
const wide = { width: 880, height: 584 };

/** One picture each. Those of the whole screen need a page of --view explorer. */
export const scenes = {
  light: { size: wide },
  dark: { size: wide, query: "theme=dark" },
  wide: { size: { width: 1400, height: 700 }, scale: 1 },
  narrow: { size: { width: 700, height: 336 } },
  selected: { size: wide, act: (page) => lasso(page, circle(0.5, 0.5, 0.13, 0.22)) },
  selectedDark: { size: wide, query: "theme=dark", act: (page) => lasso(page, circle(0.5, 0.5, 0.13, 0.22)) },
  zoomed: {
    size: wide,
    act: async (page) => {
      for (let i = 0; i < 4; i++) await page.getByRole("button", { name: "Zoom in" }).click();
      await hoverError(page);
    },
  },
  hovering: { size: wide, act: hoverError },
  filtered: {
    size: wide,
    act: async (page) => {
      await page.locator(".jp-Semla-legendName").first().click();
      await page.locator(".jp-Semla-legendCaret").first().click();
      await page.mouse.move(500, 20);
    },
  },
  emphasis: { size: wide, act: (page) => page.locator(".jp-Semla-legendName").nth(2).hover() },
  confidence: {
    size: wide,
    act: (page) => page.evaluate(() => playground.store.setView({ colourBy: "confidence" })),
  },
  outcome: {
    size: wide,
    act: (page) => page.evaluate(() => playground.store.setView({ colourBy: "correct" })),
  },
  kept: { size: wide, act: (page) => page.evaluate(() => playground.store.setView({ colourBy: "kept" })) },
  loss: { size: wide, act: (page) => page.evaluate(() => playground.store.setView({ colourBy: "loss" })) },
  regions: {
    size: wide,
    act: async (page) => {
      await page.evaluate(() => {
        const { store } = playground;
        const { gold, prediction } = store.columns.value;
        const row = store.errors.value.indexOf(1);
        store.selectPair({ gold: gold[row], prediction: prediction[row] });
      });
      await page.getByRole("button", { name: "Zoom to the selection" }).click();
    },
  },
  symbols: {
    size: wide,
    act: (page) =>
      page.evaluate(() => {
        const { store } = playground;
        store.refine({ label: store.columns.value.labelNames.slice(0, 7) });
      }),
  },
  neighbours: {
    size: wide,
    act: async (page) => {
      await page.getByRole("button", { name: "Lines to the nearest rows" }).click();
      await hoverError(page);
    },
  },
  loading: { size: wide, query: "stage=loading" },
  pca: { size: wide, query: "stage=pca" },
  table: { size: wide, act: (page) => page.getByRole("button", { name: "Rows as a table" }).click() },
  narrowLegend: {
    size: { width: 700, height: 336 },
    act: (page) => page.locator(".jp-Semla-legendButton").click(),
  },
  // of the whole screen: --view explorer
  screen: { size: screen, query: "height=680", act: (page) => lasso(page, circle(0.55, 0.5, 0.13, 0.22)) },
  screenDark: {
    size: screen,
    query: "height=680&theme=dark",
    act: (page) => lasso(page, circle(0.55, 0.5, 0.13, 0.22)),
  },
  compare: { size: { width: 1400, height: 760 }, query: "height=760&second" },
  compareDark: {
    size: { width: 1400, height: 760 },
    query: "height=760&second&theme=dark",
    act: (page) => lasso(page, circle(0.5, 0.5, 0.2, 0.3)),
  },
  compareMedium: { size: { width: 1000, height: 700 }, query: "height=700&second" },
  compareNarrow: {
    size: { width: 700, height: 700 },
    query: "height=700&second",
    act: (page) => page.getByRole("tab", { name: "Changes" }).click(),
  },
  compareSingle: { size: { width: 480, height: 700 }, query: "height=700&second" },
  sample: { size: { width: 1400, height: 1000 }, query: "height=1000", act: sample() },
  sampleDark: { size: { width: 1400, height: 1000 }, query: "height=1000&theme=dark", act: sample() },
  sampleNarrow: { size: { width: 700, height: 1000 }, query: "height=1000", act: sample() },
  sampleLong: { size: { width: 1400, height: 1400 }, query: "height=1400", act: sample(longText) },
  sampleRightToLeft: { size: { width: 1400, height: 1000 }, query: "height=1000", act: sample(rightToLeft) },
  sampleFails: {
    size: { width: 1400, height: 1000 },
    query: "height=1000&fails=lime,relations",
    act: sample(),
  },
  sampleWaits: { size: { width: 1400, height: 1000 }, query: "height=1000&slow=100000", act: sample() },
};
