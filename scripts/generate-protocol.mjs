/**
 * Writes what other languages read of the protocol, from its zod source: schema/protocol.json (JSON Schema) and
 * semla/protocol.py (Python types). `--check` fails when the committed files are not what this would write.
 */
import { build } from "esbuild";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { pythonTypes } from "./python-types.mjs";

const { methods, analysisProgress, errorCodes, PROTOCOL_VERSION } = await importProtocol();
const schemaOf = (schema, io) => {
  const written = z.toJSONSchema(schema, { unrepresentable: "any", io });
  delete written.$schema;
  return written;
};
const document = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "SemLa protocol",
  version: PROTOCOL_VERSION,
  errorCodes,
  methods: Object.fromEntries(
    Object.entries(methods).map(([name, { params, result }]) => [
      name,
      { params: schemaOf(params, "input"), result: schemaOf(result, "output") },
    ]),
  ),
  progress: { "analysis/run": schemaOf(analysisProgress, "output") },
};
const files = {
  "schema/protocol.json": `${JSON.stringify(document, null, 2)}\n`,
  "semla/protocol.py": pythonTypes(document),
};

if (process.argv.includes("--check")) {
  const stale = Object.entries(files).filter(([file, text]) => readOrEmpty(file) !== text);
  for (const [file] of stale) console.error(`${file} is not what src/protocol says: run npm run generate`);
  process.exit(stale.length ? 1 : 0);
}
for (const [file, text] of Object.entries(files)) writeFileSync(file, text);

async function importProtocol() {
  const folder = mkdtempSync(join(tmpdir(), "semla-protocol-"));
  try {
    const outfile = join(folder, "protocol.mjs");
    await build({
      entryPoints: ["src/protocol/index.ts"],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readOrEmpty(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
