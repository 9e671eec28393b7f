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
  const options = [
    join(root, "compute/src", entry),
    "--bundle",
    "--platform=node",
    "--format=esm",
    "--external:onnxruntime-node",
    "--log-level=error",
    `--outfile=${file}`,
  ];
  execFileSync(join(root, "node_modules/.bin/esbuild"), options, { shell: process.platform === "win32" });
  return file;
}
