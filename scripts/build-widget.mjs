/** Bundles the widget to one ES module and one style sheet, semla/static/widget.{js,css}. */
import { build } from "esbuild";
import { statSync } from "node:fs";
import { writeLicences } from "./licences.mjs";

/** anywidget sends the module with every widget. */
const LIMIT = 500_000;
const outdir = "semla/static";

const { metafile } = await build({
  entryPoints: { widget: "src/widget/index.ts" },
  metafile: true,
  outdir,
  bundle: true,
  format: "esm",
  target: "es2022",
  platform: "browser",
  // flechette's `module` entry is not in the package; regl's `main` carries checks for its own developers
  alias: { "@uwdata/flechette": "@uwdata/flechette/dist/flechette.mjs", regl: "regl/dist/regl.min.js" },
  minify: true,
  legalComments: "none",
  logLevel: "warning",
});
await build({
  entryPoints: { widget: "style/index.css" },
  outdir,
  bundle: true,
  minify: true,
  logLevel: "warning",
});
writeLicences(metafile, `${outdir}/LICENCES.txt`);
const { size } = statSync(`${outdir}/widget.js`);
console.log(`${outdir}/widget.js: ${(size / 1000).toFixed(0)} kB (allowed: ${LIMIT / 1000} kB)`);
if (size > LIMIT) process.exit(1);
