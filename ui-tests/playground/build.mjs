/** Builds a page that shows one view on the data of make_data.py, without Jupyter. See README.md. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { readOptions } from "./args.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const { data, out, view } = readOptions({ data: null, out: null, view: "map" });

await mkdir(out, { recursive: true });
await build({
  entryPoints: [join(here, `${view}-page.ts`)],
  outfile: join(out, "page.js"),
  bundle: true,
  format: "iife",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  sourcemap: "inline",
  loader: { ".css": "css" },
});
await writeFile(join(out, "data.js"), `globalThis.playgroundData = ${await readFile(data, "utf8")};`);
await writeFile(
  join(out, "index.html"),
  `<!doctype html>
<meta charset="utf-8">
<title>SemLa playground</title>
<link rel="stylesheet" href="page.css">
<style>
  body { margin: 0; font: 13px/20px Inter, system-ui, sans-serif; }
  body[data-theme="dark"] { background: #111; }
</style>
<div id="root"></div>
<script src="data.js"></script>
<script src="page.js"></script>
`,
);
