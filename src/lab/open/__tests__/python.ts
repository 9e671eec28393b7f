import { spawnSync } from "node:child_process";

const python = process.env["SEMLA_TEST_PYTHON"] ?? "python3";

/** What a Python program prints; it reads `input`. */
export function runPython(program: string, input = "", cwd?: string): string {
  const { status, stdout, stderr } = spawnSync(python, ["-c", program], { input, cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** Whether the Python of the tests has these modules; says so where not. */
export function pythonHas(...modules: string[]): boolean {
  const { status } = spawnSync(python, ["-c", `import ${["sys", ...modules].join(", ")}`]);
  if (status === 0) return true;
  console.warn(`skipped: ${python} lacks one of ${modules.join(", ")}; set SEMLA_TEST_PYTHON`);
  return false;
}
