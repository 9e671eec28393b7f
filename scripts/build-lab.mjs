/** Builds the JupyterLab extension into semla/labextension: one module by esbuild, federated by Jupyter's builder. */
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { cssText } from "./css-text.mjs";

const outdir = "lib";
// chunks have a hash in their names
rmSync(outdir, { recursive: true, force: true });

await build({
  entryPoints: { index: "src/lab/index.ts" },
  outdir,
  bundle: true,
  // the views are loaded when there is a saved explorer to draw
  splitting: true,
  plugins: [cssText],
  format: "esm",
  target: "es2022",
  platform: "browser",
  external: ["@jupyterlab/*", "@lumino/*", "@jupyter-widgets/*"],
  alias: { "@uwdata/flechette": "@uwdata/flechette/dist/flechette.mjs", regl: "regl/dist/regl.min.js" },
  minifySyntax: true,
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
