/**
 * Builds the sidecar: node build.mjs [--out folder]
 *
 * Four entries (main, and the threads it starts) with the code they share in chunks, and beside them the table of
 * concepts with its licence and the parts of onnxruntime that this platform needs. No source maps: what is shipped is small and its stacks are readable.
 */
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { wordnetLicence, writeConcepts } from "../scripts/build-concepts.mjs";
import { writeLicences } from "../scripts/licences.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: { out: { type: "string", default: join(here, "..", "semla", "sidecar") } },
});
const out = resolve(values.out);
const { version } = JSON.parse(await readFile(join(here, "..", "package.json"), "utf8"));

/** What a bundle of ES modules lacks and the CommonJS in it asks for. */
const requireBanner =
  'import { createRequire as semlaCreateRequire } from "node:module"; const require = semlaCreateRequire(import.meta.url);';

/** The schema library brings its messages in fifty languages; ours are written here. */
const oneLanguage = {
  name: "one-language",
  setup({ onLoad }) {
    onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
  },
};

async function bundle() {
  const { metafile } = await build({
    absWorkingDir: here,
    entryPoints: {
      main: "src/main.ts",
      "check-worker": "src/threads/check-worker.ts",
      "inference-worker": "src/threads/inference-worker.ts",
      "projection-worker": "src/threads/projection-worker.ts",
    },
    outdir: out,
    outExtension: { ".js": ".mjs" },
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    // ES modules first: only what is used of them is bundled
    mainFields: ["module", "main"],
    target: "node20",
    // its `module` entry is not in the package, its `main` is CommonJS
    alias: { "@uwdata/flechette": "@uwdata/flechette/dist/flechette.mjs" },
    external: ["onnxruntime-node", "onnxruntime-common"],
    banner: { js: requireBanner },
    minifySyntax: true,
    minifyWhitespace: true,
    // names stay, so that a user's bug report says where it happened
    minifyIdentifiers: false,
    legalComments: "linked",
    charset: "utf8",
    logLevel: "warning",
    define: { SEMLA_VERSION: JSON.stringify(version) },
    plugins: [oneLanguage],
    metafile: true,
  });
  writeLicences(metafile, join(out, "LICENCES.txt"), ["onnxruntime-node", "onnxruntime-common"]);
  return Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Copies parts of an installed package to where the bundle finds it. */
async function copyPackage(name, folder, parts) {
  for (const part of parts) {
    await cp(join(folder, part), join(out, "node_modules", name, part), {
      recursive: true,
      filter: (path) => !/\.(map|d\.ts)$/.test(path),
    });
  }
}

const require = createRequire(join(here, "package.json"));
const runtime = dirname(require.resolve("onnxruntime-node/package.json"));
// its package.json is not exported; the main file is dist/cjs/index.js
const common = join(dirname(require.resolve("onnxruntime-common")), "..", "..");
const binary = join("bin", "napi-v6", process.platform, process.arch);

await rm(out, { recursive: true, force: true });
const bytes = await bundle();
const conceptBytes = writeConcepts(join(out, "concepts.bin"));
await writeFile(join(out, "WORDNET-LICENCE.txt"), wordnetLicence());
await copyPackage("onnxruntime-node", runtime, ["package.json", "dist", binary]);
await copyPackage("onnxruntime-common", common, ["package.json", "dist"]);
console.log(
  `sidecar: ${(bytes / 1024).toFixed(0)} kB, ${(conceptBytes / 1024).toFixed(0)} kB of concepts and onnxruntime for ${process.platform} ${process.arch} in ${out}`,
);
