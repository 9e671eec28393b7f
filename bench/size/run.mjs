/** Sizes of what is shipped: the widget's module, and the wheel without the binaries of onnxruntime. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const python = process.env.SEMLA_BENCH_PYTHON ?? "python3";
const widget = statSync("semla/static/widget.js").size;
console.log(`widget module ${(widget / 1e3).toFixed(0)} kB (goal: under 500 kB)`);

const folder = mkdtempSync(join(tmpdir(), "semla-wheel-"));
try {
  const { status } = spawnSync(
    python,
    ["-m", "pip", "wheel", "--no-deps", "--quiet", "--wheel-dir", folder, "."],
    {
      stdio: "inherit",
      env: { ...process.env, SEMLA_SKIP_BUILD: "1" },
    },
  );
  if (status) process.exit(status);
  const [wheel] = readdirSync(folder);
  const list = `import sys, zipfile
files = zipfile.ZipFile(sys.argv[1]).infolist()
binaries = sum(f.compress_size for f in files if "onnxruntime-node/bin" in f.filename)
print(f"wheel {sum(f.compress_size for f in files) / 1e6:.1f} MB, of which onnxruntime's binaries {binaries / 1e6:.1f} MB")
print(f"without them {(sum(f.compress_size for f in files) - binaries) / 1e6:.1f} MB (goal: under 20 MB)")`;
  spawnSync(python, ["-c", list, join(folder, wheel)], { stdio: "inherit" });
} finally {
  rmSync(folder, { recursive: true });
}
