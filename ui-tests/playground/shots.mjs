/** Takes pictures of a page of build.mjs, one a scene. `--only` names some, separated by commas. See README.md. */
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { readOptions } from "./args.mjs";
import { launch } from "./browser.mjs";
import { scenes } from "./scenes.mjs";

const { page: folder, out, only } = readOptions({ page: null, out: null, only: "" });
const wanted = only ? only.split(",") : Object.keys(scenes);
await mkdir(out, { recursive: true });
const browser = await launch();
for (const name of wanted) {
  const { size, query = "", scale = 1.5, act } = scenes[name];
  const page = await browser.newPage({ viewport: size, deviceScaleFactor: scale });
  page.on(
    "console",
    (message) => ["error", "warning"].includes(message.type()) && console.log(`${name}: ${message.text()}`),
  );
  page.on("pageerror", (error) => console.log(`${name}: ${error.stack}`));
  await page.goto(`${pathToFileURL(resolve(folder, "index.html"))}?${query}`);
  await page.waitForSelector(".jp-Semla-map");
  if (!/stage=/.test(query)) await settled(page);
  if (act) await act(page);
  await settled(page);
  await page.screenshot({ path: join(out, `${name}.png`) });
  await page.close();
}
await browser.close();

/** Waits until two pictures of the page half a second apart are the same. */
async function settled(page) {
  let before = await page.screenshot();
  for (let i = 0; i < 20; i++) {
    await page.waitForTimeout(500);
    const now = await page.screenshot();
    if (now.equals(before)) return;
    before = now;
  }
}
