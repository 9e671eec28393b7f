import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { ILauncher } from "@jupyterlab/launcher";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";

const command = "semla:open-demo";

/** A new notebook that shows the embedded demo, from the launcher and the command palette. */
export const demoPlugin: JupyterFrontEndPlugin<void> = {
  id: "semla-lab:demo",
  description: "A command that opens a notebook with the SemLa demo.",
  autoStart: true,
  optional: [ICommandPalette, ILauncher, ITranslator],
  activate(
    app: JupyterFrontEnd,
    palette: ICommandPalette | null,
    launcher: ILauncher | null,
    translator: ITranslator | null,
  ) {
    const text = (translator ?? nullTranslator).load("semla-lab");
    app.commands.addCommand(command, {
      label: text.__("SemLa demo"),
      caption: text.__("Open a notebook that explores the embedded data set and model"),
      describedBy: {
        args: {
          type: "object",
          properties: { cwd: { type: "string", description: text.__("Folder of the new notebook") } },
        },
      },
      async execute(args) {
        const { contents } = app.serviceManager;
        const path = typeof args["cwd"] === "string" ? args["cwd"] : "";
        const file = await contents.newUntitled({ type: "notebook", ext: ".ipynb", path });
        await contents.save(file.path, { type: "notebook", format: "json", content: demoNotebook() });
        await app.commands.execute("docmanager:open", { path: file.path });
      },
    });
    palette?.addItem({ command, category: text.__("SemLa") });
    launcher?.add({ command, category: text.__("Notebook"), rank: 100 });
  },
};

/** nbformat 4.5 */
function demoNotebook(): object {
  const code = (id: string, source: string): object => ({
    cell_type: "code",
    id,
    metadata: {},
    execution_count: null,
    outputs: [],
    source,
  });
  return {
    cells: [code("demo", "import semla\n\nex = semla.demo()\nex"), code("selected", "ex.selected")],
    metadata: { kernelspec: { name: "python3", display_name: "Python 3", language: "python" } },
    nbformat: 4,
    nbformat_minor: 5,
  };
}
