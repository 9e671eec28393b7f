/**
 * Measures SemLa beside what one would use without it, each pair in one run on this machine, and prints the ratios
 * (ours / peer, so below 1 is faster). Times are noisy; read ratios, and medians where a part runs several times.
 *
 *     npm run bench                 all parts
 *     npm run bench -- umap start   some parts
 *
 * SEMLA_BENCH_PYTHON is the Python with semla-lab[lab,export], umap-learn, scikit-learn, captum
 * and lime; default python3.
 */
import { spawnSync } from "node:child_process";

const python = process.env.SEMLA_BENCH_PYTHON ?? "python3";
const parts = {
  start: [python, ["bench/start/run.py"]],
  inference: [process.execPath, ["bench/inference/run.mjs"]],
  gradient: [process.execPath, ["bench/gradient/run.mjs"]],
  attribution: [process.execPath, ["bench/attribution/run.mjs"]],
  lime: [process.execPath, ["bench/lime/run.mjs"]],
  umap: [process.execPath, ["bench/umap/run.mjs"]],
  clusters: [process.execPath, ["bench/clusters/run.mjs"]],
  explore: [python, ["bench/explore/run.py"]],
  pan: [process.execPath, ["bench/pan/run.mjs"]],
  zoom: [process.execPath, ["bench/zoom/run.mjs", "zoom"]],
  filter100k: [process.execPath, ["bench/zoom/run.mjs", "filter"]],
  memory: [process.execPath, ["bench/zoom/run.mjs", "memory"]],
  busy: [process.execPath, ["bench/busy/run.mjs"]],
  size: [process.execPath, ["bench/size/run.mjs"]],
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length) {
  console.error(`bench: ${unknown.join(", ")} (allowed: ${Object.keys(parts).join(", ")})`);
  process.exit(2);
}
let failed = 0;
for (const name of wanted.length ? wanted : Object.keys(parts)) {
  const [command, args] = parts[name];
  console.log(`\n== ${name}`);
  const { status } = spawnSync(command, args, {
    stdio: "inherit",
    env: { ...process.env, SEMLA_BENCH_PYTHON: python },
  });
  if (status) failed++;
}
process.exit(failed ? 1 : 0);
