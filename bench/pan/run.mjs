/**
 * Main-thread work per frame while a map of 10,003 rows is panned with words on, in Chromium: the BANKING77 training
 * rows as the shared model sees them, in the playground's page. The data is made once and kept in the system's
 * temporary folder.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const python = process.env.SEMLA_BENCH_PYTHON ?? "python3";
const shared = process.env.SEMLA_SHARED ?? resolve("../shared");
const folder = join(tmpdir(), "semla-bench-pan");
const data = join(folder, "train.json");
const page = join(folder, "page");

function run(command, ...args) {
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status) process.exit(status);
}

if (!existsSync(shared)) {
  console.log(`skipped: ${shared} is absent (set SEMLA_SHARED)`);
  process.exit(0);
}
mkdirSync(folder, { recursive: true });
if (!existsSync(data)) {
  const rows = join(shared, "data/banking77/train.csv");
  run(
    python,
    "ui-tests/playground/make_data.py",
    rows,
    join(shared, "models/banking77-minilm/step-2191"),
    data,
  );
}
run(process.execPath, "ui-tests/playground/build.mjs", "--data", data, "--out", page, "--view", "map");
run(process.execPath, "ui-tests/playground/pan-bench.mjs", "--page", page);
console.log("goal: 95th percentile at most 16 ms");
