/**
 * Appends the gradient to graphs: `node differentiate.mjs IN OUT [IN OUT ...]`, each with an output `logits`. Prints a line
 * of JSON a graph: what the graph takes and gives, or the error's kind and message.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const folder = mkdtempSync(join(root, "node_modules", ".semla-gradient-"));
try {
  const outfile = join(folder, "onnx.mjs");
  await build({
    stdin: {
      contents:
        'export { readModel, writeModel } from "./index"; export { appendGradient } from "./gradient";',
      resolveDir: join(root, "compute/src/onnx"),
    },
    bundle: true,
    format: "esm",
    platform: "node",
    outfile,
  });
  const { appendGradient, readModel, writeModel } = await import(pathToFileURL(outfile).href);
  const files = process.argv.slice(2);
  for (let i = 0; i < files.length; i += 2) {
    try {
      const model = readModel(readFileSync(files[i]));
      const { table, ...names } = appendGradient(model, { logits: "logits", embedding: null });
      writeFileSync(files[i + 1], writeModel(model));
      console.log(JSON.stringify({ ...names, table: table.name, operators: model.graph.nodes.length }));
    } catch (error) {
      console.log(JSON.stringify({ kind: error.kind, error: error.message }));
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
