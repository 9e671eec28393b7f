/**
 * Attributions of BANKING77 rows beside captum and torch, and four methods asked for together beside the same
 * computations alone. `node bench/attribution/run.mjs [texts]`; SEMLA_BENCH_PYTHON names a Python with
 * semla-lab[export] and captum, default python3; SEMLA_SHARED the folder with model and data, else beside the
 * repository. Needs the built sidecar. Ends with 1 where a goal is missed.
 */
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = resolve(here, "../..");
// inside node_modules, where the bundle finds the native packages it leaves out
const bundle = join(root, "node_modules/.cache/semla-bench/attribution-alone.mjs");
await build({
  entryPoints: [join(here, "alone.ts")],
  outfile: bundle,
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  logLevel: "error",
});
const python = process.env.SEMLA_BENCH_PYTHON ?? "python3";
const { status, error } = spawnSync(python, [join(here, "run.py"), bundle, ...process.argv.slice(2)], {
  stdio: "inherit",
  cwd: root,
  env: { ...process.env, PYTHONPATH: root },
});
if (error) throw error;
process.exitCode = status ?? 1;
