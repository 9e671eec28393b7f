/** The words' pass (what a zoom step finds anew) beside a bare loop over the same postings; `node pass.mjs data.json`. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "semla-pass-"));
const outfile = join(folder, "core.mjs");
const entry = fileURLToPath(new URL("../../src/core/index.ts", import.meta.url));
await build({ entryPoints: [entry], outfile, bundle: true, format: "esm", platform: "node" });
const { everyRow, localizedWords, wordPostings } = await import(pathToFileURL(outfile).href);
rmSync(folder, { recursive: true });

const data = JSON.parse(readFileSync(process.argv[2], "utf8"));
const bytes = Buffer.from(data.umap, "base64");
const positions = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const postings = wordPostings(data.texts);
const all = everyRow(data.texts.length);
let low = Infinity;
let high = -Infinity;
for (let i = 0; i < positions.length; i += 2) {
  low = Math.min(low, positions[i]);
  high = Math.max(high, positions[i]);
}
// about 100 px of a map of 970
const locality = (high - low) / 9.7;
const half = all.map((_, row) => (positions[2 * row] > (low + high) / 2 ? 1 : 0));
let sink = 0;

function bare() {
  const { offsets, rows } = postings;
  for (let feature = 0; feature + 1 < offsets.length; feature++) {
    let sum = 0;
    for (let i = offsets[feature]; i < offsets[feature + 1]; i++) sum += rows[i];
    sink += sum;
  }
}

function timed(work) {
  const times = [];
  for (let i = 0; i < 60; i++) {
    const start = performance.now();
    work();
    if (i >= 10) times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[25];
}

const loop = timed(bare);
console.log(
  `words' pass over ${postings.rows.length} occurrences, beside a bare loop (${loop.toFixed(2)} ms):`,
);
for (const [name, visible] of [
  ["all rows in view", all],
  ["half in view", half],
]) {
  const time = timed(() => localizedWords(postings, positions, visible, { locality }));
  console.log(`  ${name}: ${time.toFixed(2)} ms, ratio ${(time / loop).toFixed(1)}; goal: below 4`);
}
if (!Number.isFinite(sink)) process.exit(1);
