import type { KernelSpec } from "@jupyterlab/services";

/** Name and title of a kernel that can be started. */
export interface Spec {
  readonly name: string;
  readonly title: string;
}

/** The Python kernel to start: the server's default where that is one, else the first; null without any. */
export function pythonSpec(specs: KernelSpec.ISpecModels | null): Spec | null {
  const all = Object.values(specs?.kernelspecs ?? {}).filter(
    (spec) => spec?.language.toLowerCase() === "python",
  );
  const spec = all.find((one) => one?.name === specs?.default) ?? all[0];
  return spec ? { name: spec.name, title: spec.display_name } : null;
}

/** A name for a notebook that no file has: the stem itself, or with the first number from 1 on. */
export function unusedName(stem: string, names: readonly string[]): string {
  const taken = new Set(names.map((name) => name.toLowerCase()));
  let name = `${stem}.ipynb`;
  for (let number = 1; taken.has(name.toLowerCase()); number++) name = `${stem}-${number}.ipynb`;
  return name;
}

/** nbformat 4.5, of one code cell. */
export function newNotebook(code: string, spec: Spec): object {
  const cell = {
    cell_type: "code",
    id: "explore",
    metadata: {},
    execution_count: null,
    outputs: [],
    source: code,
  };
  return {
    cells: [cell],
    metadata: { kernelspec: { name: spec.name, display_name: spec.title, language: "python" } },
    nbformat: 4,
    nbformat_minor: 5,
  };
}
