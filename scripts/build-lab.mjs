/** Builds the JupyterLab extension into semla/labextension: one module by esbuild, federated by Jupyter's builder. */
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

await build({
  entryPoints: { index: "src/lab/index.ts" },
  outdir: "lib",
  bundle: true,
  format: "esm",
  target: "es2022",
  platform: "browser",
  external: ["@jupyterlab/*", "@lumino/*", "@jupyter-widgets/*"],
  legalComments: "none",
  logLevel: "warning",
});
const require = createRequire(import.meta.url);
const builder = join(dirname(require.resolve("@jupyter/builder/package.json")), "lib/build-labextension.js");
const core = require.resolve("@jupyterlab/core-meta/core.package.json");
const { status } = spawnSync(process.execPath, [builder, "--core-package-file", core, "."], {
  stdio: "inherit",
});
process.exit(status ?? 1);
