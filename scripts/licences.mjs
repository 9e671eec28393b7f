/** Licence texts of the packages in a bundle, shipped beside it as their licences ask. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const modules = fileURLToPath(new URL("../node_modules", import.meta.url));

/**
 * @param metafile what esbuild says of the bundle.
 * @param file where the texts are written.
 * @param more packages that are shipped without being bundled.
 */
export function writeLicences(metafile, file, more = []) {
  const names = new Set(more);
  for (const input of Object.keys(metafile.inputs)) {
    const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
    if (name) names.add(name);
  }
  const texts = [...names].sort().map((name) => {
    const folder = join(modules, name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const found = readdirSync(folder).filter((entry) => /^licen[cs]e|^notice/i.test(entry));
    const text = found.map((entry) => readFileSync(join(folder, entry), "utf8").trim()).join("\n\n");
    return `${name} ${version} (${license})\n\n${text}`;
  });
  writeFileSync(file, `${texts.join(`\n\n${"-".repeat(80)}\n\n`)}\n`);
}
