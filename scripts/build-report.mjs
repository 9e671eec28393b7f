/** Bundles the script and the style sheet that `ex.to_html` writes into its page, semla/static/report.{js,css}. */
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { writeLicences } from "./licences.mjs";

const outdir = "semla/static";

const { metafile } = await build({
  entryPoints: { report: "src/report/index.ts" },
  metafile: true,
  outdir,
  bundle: true,
  format: "iife",
  target: "es2022",
  platform: "browser",
  alias: { "@uwdata/flechette": "@uwdata/flechette/dist/flechette.mjs", regl: "regl/dist/regl.min.js" },
  minify: true,
  // inline in a page, where only ASCII is the same in every encoding
  charset: "ascii",
  legalComments: "none",
  logLevel: "warning",
});
await build({
  entryPoints: { report: "style/report.css" },
  outdir,
  bundle: true,
  minify: true,
  charset: "ascii",
  logLevel: "warning",
});
writeLicences(metafile, `${outdir}/report-licences.txt`);

const script = readFileSync(`${outdir}/report.js`, "utf8");
const style = readFileSync(`${outdir}/report.css`, "utf8");
// what would end the element that it stands in
const ends = /<\/script|<!--/i.test(script) || /<\/style/i.test(style);
console.log(`${outdir}/report.js: ${(script.length / 1000).toFixed(0)} kB`);
if (ends) {
  console.error(
    "report: its script or style sheet cannot stand in a page: it holds </script, </style or <!--",
  );
  process.exit(1);
}
