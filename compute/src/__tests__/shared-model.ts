import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../../..");

/** The folder of shared models, data and golden files. */
export const shared = process.env["SEMLA_SHARED"] ?? join(root, "..", "shared");

/**
 * A shared checkpoint as an ONNX folder: exported once by `SEMLA_TEST_PYTHON` (else `python3`) and kept beside the
 * packages. Null, with a message why, where the checkpoint or a Python that can export it is missing.
 */
export function exportedModel(name: string): string | null {
  const checkpoint = join(shared, "models", name);
  if (!existsSync(checkpoint)) {
    console.warn(`skipped: ${checkpoint} is not there; set SEMLA_SHARED to test on it`);
    return null;
  }
  const script = "import sys, semla; print(semla.Model(sys.argv[1]).prepare())";
  const python = process.env["SEMLA_TEST_PYTHON"] ?? "python3";
  try {
    return execFileSync(python, ["-c", script, checkpoint], {
      cwd: root,
      env: { ...process.env, SEMLA_CACHE: join(root, "node_modules/.cache/semla-test") },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    console.warn(
      `skipped: ${python} cannot export ${name}; set SEMLA_TEST_PYTHON to one with torch and transformers`,
    );
    return null;
  }
}
