/**
 * Main-thread work of the page per frame while the map is panned, from a trace of Chromium: every task between two
 * animation frames counts to the first. Prints wall and CPU time in ms. See README.md.
 */
import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { readOptions } from "./args.mjs";
import { launch } from "./browser.mjs";

const {
  page: folder,
  seconds,
  trace,
  words,
  scale,
} = readOptions({
  page: null,
  seconds: "6",
  trace: "",
  words: "on",
  scale: "1",
});
const browser = await launch();
const page = await browser.newPage({
  viewport: { width: 1000, height: 640 },
  deviceScaleFactor: Number(scale),
});
await page.goto(`${pathToFileURL(resolve(folder, "index.html"))}?`);
await page.waitForFunction(() =>
  /local words/.test(document.querySelector(".jp-Semla-mapFooter")?.textContent ?? ""),
);
if (words === "off") await page.evaluate(() => playground.store.setView({ words: false }));
// spreading runs for a while after the first picture
await page.waitForTimeout(5000);

const rows = await page.evaluate(() => playground.store.rows.value);
const session = await page.context().newCDPSession(page);
const events = [];
session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
const complete = new Promise((done) => session.once("Tracing.tracingComplete", done));
await session.send("Tracing.start", {
  transferMode: "ReportEvents",
  traceConfig: {
    includedCategories: ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline", "v8"],
  },
});

await page.mouse.move(500, 320);
await page.mouse.down();
const end = Date.now() + Number(seconds) * 1000;
let step = 0;
while (Date.now() < end) {
  step++;
  // round and round, so that words come and go at every edge
  await page.mouse.move(500 + 160 * Math.sin(step / 12), 320 + 110 * Math.sin(step / 7));
  await page.waitForTimeout(8);
}
await page.mouse.up();
await session.send("Tracing.end");
await complete;
await browser.close();
if (trace) await writeFile(trace, JSON.stringify({ traceEvents: events }));

const frames = framesOf(events);
console.log(
  JSON.stringify({
    rows,
    frames: frames.length,
    wall: summary(frames.map(({ wall }) => wall)),
    cpu: summary(frames.map(({ cpu }) => cpu)),
  }),
);

function framesOf(all) {
  const fired = all.filter(({ name }) => name === "FireAnimationFrame");
  const { pid, tid } = fired[0];
  const tasks = all
    .filter(
      (event) =>
        event.name === "ThreadControllerImpl::RunTask" && event.pid === pid && event.tid === tid && event.dur,
    )
    .sort((a, b) => a.ts - b.ts);
  const starts = fired
    .filter((event) => event.pid === pid && event.tid === tid)
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  const frames = [];
  let frame = null;
  let next = 0;
  for (const task of tasks) {
    // several callbacks may run in one task
    if (next < starts.length && starts[next] < task.ts + task.dur) {
      while (next < starts.length && starts[next] < task.ts + task.dur) next++;
      frame = { wall: 0, cpu: 0 };
      frames.push(frame);
    }
    if (!frame) continue;
    frame.wall += task.dur / 1000;
    frame.cpu += (task.tdur ?? task.dur) / 1000;
  }
  return frames.slice(1, -1);
}

function summary(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share) => Number((sorted[Math.floor(share * (sorted.length - 1))] ?? NaN).toFixed(1));
  return { median: at(0.5), p95: at(0.95), most: at(1) };
}
