import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../../../..");

/** Builds a worker's entry, a path below `compute/src`, where the packages it loads are found; gives the file. */
export function bundleWorker(entry: string): string {
  const file = join(
    root,
    "node_modules/.cache/semla-test",
    entry.replace(/[/\\]/g, "-").replace(/\.ts$/, ".mjs"),
  );
  execFileSync(process.execPath, [
    join(root, "node_modules/esbuild/bin/esbuild"),
    join(root, "compute/src", entry),
    "--bundle",
    "--platform=node",
    "--format=esm",
    "--external:onnxruntime-node",
    "--log-level=error",
    `--outfile=${file}`,
  ]);
  return file;
}
