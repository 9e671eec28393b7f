/** Tries what a user does on the map of a page of build.mjs in a real browser, and reads back what happened. */
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { readOptions } from "./args.mjs";
import { launch } from "./browser.mjs";

const { page: folder, only } = readOptions({ page: null, only: "" });
const address = pathToFileURL(resolve(folder, "index.html")).href;

const checks = {
  async "draws points in the colours of their clusters"(page) {
    await reaches(page, (pixels) => pixels > 10_000);
  },

  async "selects with the lasso, adds with Shift, removes with Alt, and clears with Escape"(page) {
    await page.getByRole("button", { name: /lasso/ }).click();
    await drag(page, [0.35, 0.3], [0.6, 0.3], [0.6, 0.6], [0.35, 0.6]);
    const first = await selected(page);
    assert.ok(first > 50, `${first} rows`);
    await page.keyboard.down("Shift");
    await drag(page, [0.65, 0.3], [0.9, 0.3], [0.9, 0.6], [0.65, 0.6]);
    await page.keyboard.up("Shift");
    const more = await selected(page);
    assert.ok(more > first);
    await page.keyboard.down("Alt");
    await drag(page, [0.35, 0.3], [0.6, 0.3], [0.6, 0.6], [0.35, 0.6]);
    await page.keyboard.up("Alt");
    assert.equal(await selected(page), more - first);
    await page.keyboard.press("Escape");
    assert.equal(await selected(page), 0);
  },

  async "opens a point by a click and shows its tooltip, and Enter does the same from the keyboard"(page) {
    const plane = page.locator(".jp-Semla-mapPlane");
    await plane.focus();
    await page.keyboard.press("ArrowRight");
    await page.waitForSelector(".jp-Semla-tooltip");
    const row = await page.evaluate(() => playground.store.hover.value);
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => playground.store.view.value.row), row);
    await page.keyboard.press("ArrowDown");
    const next = await page.evaluate(() => playground.store.hover.value);
    assert.notEqual(next, row);
  },

  async "leaves the wheel to the page until the map has the focus"(page) {
    const before = await coloured(page);
    await page.mouse.move(440, 300);
    await page.mouse.wheel(0, -300);
    await page.getByText("hold Ctrl").waitFor();
    assert.equal(await page.locator(".jp-Semla-mapOverview").count(), 0);
    await page.locator(".jp-Semla-mapPlane").focus();
    await page.mouse.wheel(0, -300);
    await page.waitForSelector(".jp-Semla-mapOverview");
    assert.notEqual(await coloured(page), before);
  },

  async "isolates a cluster by its name, and shows all again by a second click"(page) {
    const all = await page.evaluate(() => playground.store.shown.value.length);
    await page.locator(".jp-Semla-legendName").first().click();
    const rows = await page.evaluate(() => playground.store.shown.value.length);
    assert.ok(rows < all);
    await page.locator(".jp-Semla-legendName").first().click();
    assert.equal(await page.evaluate(() => playground.store.shown.value.length), all);
  },

  async "filters everything away and back without complaint"(page) {
    await page.evaluate(() => playground.store.refine({ text: "no such text anywhere" }));
    await page.waitForFunction(() => /0 local words/.test(document.body.textContent ?? ""));
    await reaches(page, (pixels) => pixels === 0);
    await page.evaluate(() => playground.store.setFilter({}));
    await page.waitForFunction(() => /[1-9] local words/.test(document.body.textContent ?? ""));
    await reaches(page, (pixels) => pixels > 10_000);
  },

  async "glides from the first layout to the final one"(page) {
    await page.goto(`${address}?stage=pca`);
    await page.getByText("rows so far").waitFor();
    await page.evaluate(() => playground.advance("final"));
    await page.getByText("UMAP, cosine").waitFor();
    await page.waitForFunction(() => /[1-9] local words/.test(document.body.textContent ?? ""));
    await reaches(page, (pixels) => pixels > 10_000);
  },

  async "says what is being done before there are positions"(page) {
    await page.goto(`${address}?stage=loading`);
    await page.getByText("The map appears with the first embedded rows").waitFor();
  },

  async "shows the same rows and selection as a table, by keyboard too"(page) {
    await page.evaluate(() => playground.store.select([1, 2]));
    await page.getByRole("button", { name: "Rows as a table" }).click();
    assert.equal(await page.locator('[role="row"][aria-selected="true"]').count(), 2);
    await page.locator(".jp-Semla-rowTable").focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("End");
    await page.keyboard.press("Space");
    const last = await page.evaluate(() => playground.store.rows.value - 1);
    const rows = await page.evaluate(() => [...playground.store.selection.value]);
    assert.deepEqual(rows, [0, 1, 2, last]);
    await page.locator(`#semla-row-${last}`).waitFor();
  },

  async "follows the theme"(page) {
    await page.evaluate(() => {
      playground.store.setTheme("dark");
      document.querySelector(".jp-Semla").dataset.theme = "dark";
    });
    await page.waitForTimeout(400);
    const lightest = await page.evaluate(() => {
      const canvas = document.querySelector(".jp-Semla-mapOverlay");
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let most = 0;
      for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 250) most = Math.max(most, data[i]);
      return most;
    });
    assert.ok(lightest > 220, `words are drawn at most ${lightest} bright`);
  },

  async "draws again when the graphics context is lost"(page) {
    await reaches(page, (pixels) => pixels > 10_000);
    await page.evaluate(async () => {
      const [gl] = globalThis.contexts;
      const lost = new Promise((done) => gl.canvas.addEventListener("webglcontextlost", done));
      gl.getExtension("WEBGL_lose_context").loseContext();
      await lost;
    });
    await page.evaluate(() => playground.store.refine({ text: "card" }));
    await reaches(page, (pixels) => pixels > 1000 && pixels < 25_000);
    await page.evaluate(() => playground.store.setFilter({}));
    await reaches(page, (pixels) => pixels > 10_000);
  },

  async "keeps one WebGL context for many maps, and none once they are gone"(page) {
    const lost = [];
    page.on(
      "console",
      (message) => /Too many active WebGL/.test(message.text()) && lost.push(message.text()),
    );
    await page.evaluate(async () => {
      const maps = Array.from({ length: 20 }, () => {
        const place = document.body.appendChild(document.createElement("div"));
        place.className = "jp-Semla";
        place.dataset.theme = "light";
        place.style.cssText = "width: 400px; height: 300px";
        return { place, map: playground.mountMap(place, playground.store) };
      });
      await new Promise((done) => setTimeout(done, 1500));
      for (const { place, map } of maps) {
        map.dispose();
        place.remove();
      }
    });
    assert.deepEqual(lost, []);
    assert.equal(await page.locator(".jp-Semla-map").count(), 1);
  },
};

let failed = 0;
const browser = await launch();
for (const [name, check] of Object.entries(checks)) {
  if (only && !name.includes(only)) continue;
  const page = await browser.newPage({ viewport: { width: 880, height: 584 } });
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.stack));
  try {
    await page.addInitScript(() => {
      const { getContext } = HTMLCanvasElement.prototype;
      globalThis.contexts = [];
      HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
        const context = getContext.call(this, kind, ...rest);
        if (kind === "webgl") globalThis.contexts.push(context);
        return context;
      };
    });
    await page.goto(address);
    await page.waitForFunction(() => /local words/.test(document.body.textContent ?? ""));
    await check(page);
    assert.deepEqual(errors, []);
    console.log(`passed: ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAILED: ${name}\n${error.stack}`);
  }
  await page.close();
}
await browser.close();
process.exit(failed ? 1 : 0);

/** Pixels of points. */
function coloured(page) {
  return page.evaluate(() => {
    const canvas = document.querySelector(".jp-Semla-mapPoints");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i] > 100) count++;
    return count;
  });
}

/** Waits until the number of pixels of points is as wanted. */
async function reaches(page, wanted) {
  const end = Date.now() + 10_000;
  let pixels = await coloured(page);
  while (!wanted(pixels)) {
    assert.ok(Date.now() < end, `${pixels} pixels of points`);
    await page.evaluate(() => new Promise(requestAnimationFrame));
    pixels = await coloured(page);
  }
}

function selected(page) {
  return page.evaluate(() => playground.store.selection.value.length);
}

/** Drags through places given in shares of the map. */
async function drag(page, ...places) {
  const box = await page.locator(".jp-Semla-mapPlane").boundingBox();
  const [first, ...rest] = places.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height]);
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const place of rest) await page.mouse.move(...place, { steps: 8 });
  await page.mouse.up();
}
