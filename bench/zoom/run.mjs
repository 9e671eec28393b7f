/**
 * The map at 10,003 and 100,000 rows (about a million words) in Chromium, in the playground's page: main-thread time
 * of a zoom step with words on, the words' pass beside a bare loop over the same postings, a filter change until
 * everything is redrawn, and the memory of the page. The rows are the BANKING77 training texts as the shared model
 * sees them, repeated with positions a little apart.
 *
 *     node bench/zoom/run.mjs zoom|filter|memory
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "../../ui-tests/playground/browser.mjs";
import { repeatRows } from "./repeat.mjs";
import { summary, traceSteps } from "./tasks.mjs";

const parts = { zoom, filter, memory };
const part = process.argv[2] ?? "zoom";
if (!Object.hasOwn(parts, part)) {
  console.error(`bench/zoom: ${part} (allowed: ${Object.keys(parts).join(", ")})`);
  process.exit(2);
}
const shared = process.env.SEMLA_SHARED ?? resolve("../shared");
if (!existsSync(shared)) {
  console.log(`skipped: ${shared} is absent (set SEMLA_SHARED)`);
  process.exit(0);
}
const folder = join(tmpdir(), "semla-bench-zoom");
mkdirSync(folder, { recursive: true });
const browser = await launch();
await parts[part]();
await browser.close();

async function zoom() {
  for (const [rows, goal] of [
    [10_003, 16],
    [100_000, 33],
  ]) {
    const page = await open(rows);
    const box = await page.locator(".jp-Semla-mapPlane").boundingBox();
    await page.locator(".jp-Semla-mapPlane").focus();
    const steps = await traceSteps(page, async (step) => {
      for (let i = 0; i < 60; i++) {
        const angle = i / 4;
        await page.mouse.move(
          box.x + box.width * (0.5 + 0.2 * Math.cos(angle)),
          box.y + box.height * (0.5 + 0.2 * Math.sin(angle)),
        );
        await step(i);
        // in for ten steps, out for ten
        await page.mouse.wheel(0, Math.floor(i / 10) % 2 ? 160 : -160);
        await page.waitForTimeout(250);
      }
    });
    await page.close();
    console.log(`${rows} rows, ${steps.length} zoom steps, main thread (CPU time):`);
    console.log(`  longest task   ${summary(steps.map(({ task }) => task))}`);
    console.log(
      `  longest frame  ${summary(steps.map(({ frame }) => frame))}; goal: 95th percentile at most ${goal}`,
    );
    console.log(
      `  whole step     ${summary(steps.map(({ all }) => all))} (with the frames in which words fade)`,
    );
  }
  run(process.execPath, "bench/zoom/pass.mjs", await dataFile(100_000));
}

async function filter() {
  const page = await open(100_000);
  const filters = [
    { text: "card" },
    {},
    { word: ["money"] },
    {},
    { confidence: [0, 0.9] },
    {},
    { errors: true },
    {},
  ];
  const steps = await traceSteps(page, async (step) => {
    for (let i = 0; i < 5 * filters.length; i++) {
      await step(i);
      await page.evaluate((change) => playground.store.setFilter(change), filters[i % filters.length]);
      await page.waitForTimeout(900);
    }
  });
  const waits = [];
  for (let i = 0; i < 5 * filters.length; i++) {
    waits.push(await page.evaluate(untilDrawn, filters[i % filters.length]));
    await page.waitForTimeout(600);
  }
  console.log("100,000 rows, filter change:");
  const of = (name) => summary(waits.map((wait) => wait[name]));
  console.log(`  until handed to the screen ${of("handed")} (wall clock); goal: at most 100`);
  console.log(`  until the frame after      ${of("next")} (wall clock, with Chromium's drawing in software)`);
  console.log(`  main thread                ${summary(steps.map(({ all }) => all))} (CPU time)`);
  console.log(`  longest task               ${summary(steps.map(({ task }) => task))}`);
  await page.close();
}

/**
 * In the page: sets a filter and measures until points, what lies over them and lists are drawn and handed to the
 * compositor, and until the page may draw again, which waits for the compositor.
 */
async function untilDrawn(change) {
  const { store } = playground;
  const canvas = document.querySelector(".jp-Semla-mapPoints");
  const context = canvas.getContext("2d");
  const start = performance.now();
  const { port1, port2 } = new MessageChannel();
  const handed = new Promise((done) => {
    // a message posted within a frame arrives once layout and paint of that frame are done
    port2.onmessage = () => done(performance.now() - start);
    const { drawImage } = context;
    context.drawImage = (...given) => {
      delete context.drawImage;
      drawImage.apply(context, given);
      port1.postMessage(null);
    };
  });
  store.setFilter(change);
  const times = { handed: await handed };
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return { ...times, next: performance.now() - start };
}

async function memory() {
  for (const rows of [10_003, 100_000]) {
    const page = await open(rows);
    const session = await page.context().newCDPSession(page);
    await session.send("HeapProfiler.collectGarbage");
    await page.waitForTimeout(1000);
    const {
      usedSize,
      backingStorageSize = 0,
      embedderHeapUsedSize = 0,
    } = await session.send("Runtime.getHeapUsage");
    const all = (usedSize + backingStorageSize + embedderHeapUsedSize) / 2 ** 20;
    console.log(
      `${rows} rows: ${all.toFixed(0)} MB (heap ${mb(usedSize)}, arrays ${mb(backingStorageSize)}, page ${mb(embedderHeapUsedSize)})` +
        (rows > 50_000 ? "; goal: under 400" : ""),
    );
    await page.close();
  }
}

function mb(bytes) {
  return (bytes / 2 ** 20).toFixed(0);
}

/** The whole screen on so many rows, at rest. */
async function open(rows) {
  const out = join(folder, `page-${rows}`);
  const data = await dataFile(rows);
  run(process.execPath, "ui-tests/playground/build.mjs", "--data", data, "--out", out, "--view", "explorer");
  const page = await browser.newPage({ viewport: { width: 1400, height: 720 } });
  await page.goto(`${pathToFileURL(join(out, "index.html"))}?height=700`);
  await page.waitForFunction(() => /[1-9]\d* local words/.test(document.body.textContent ?? ""), null, {
    timeout: 120_000,
  });
  await page.waitForFunction(() => playground.store.features.phrases.value !== null, null, {
    timeout: 120_000,
  });
  // spreading runs for a while after the first picture
  await page.waitForTimeout(4000);
  return page;
}

async function dataFile(rows) {
  const given = join(folder, "train.json");
  if (!existsSync(given)) {
    const python = process.env.SEMLA_BENCH_PYTHON ?? "python3";
    const model = join(shared, "models/banking77-minilm/step-2191");
    run(python, "ui-tests/playground/make_data.py", join(shared, "data/banking77/train.csv"), model, given);
  }
  const file = join(folder, `rows-${rows}.json`);
  if (!existsSync(file))
    writeFileSync(file, JSON.stringify(repeatRows(JSON.parse(readFileSync(given, "utf8")), rows)));
  return file;
}

function run(command, ...args) {
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status) process.exit(status);
}
