/** "Open in SemLa": a table file of the file browser, or a data frame of a kernel. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, InputDialog, showErrorMessage } from "@jupyterlab/apputils";
import { IStateDB } from "@jupyterlab/statedb";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import { selectedFile } from "./browser";
import { errorText } from "./errors";
import { openFile } from "./files";
import { currentPlace } from "./place";
import { formatOf } from "./tables";
import { openVariable } from "./variables";

const fileCommand = "semla:open-file";
const variableCommand = "semla:open-variable";

/** Commands that ask for columns and model of a data set and show it in a notebook. */
export const openPlugin: JupyterFrontEndPlugin<void> = {
  id: "semla-lab:open",
  description: "Opens table files and data frames in SemLa.",
  autoStart: true,
  optional: [ICommandPalette, IStateDB, ITranslator],
  activate(
    app: JupyterFrontEnd,
    palette: ICommandPalette | null,
    state: IStateDB | null,
    translator: ITranslator | null,
  ) {
    const text = (translator ?? nullTranslator).load("semla-lab");
    const said = async (work: Promise<void>): Promise<void> => {
      try {
        await work;
      } catch (error) {
        await showErrorMessage(text.__("SemLa could not open it"), errorText(error));
      }
    };
    const selected = (): string | null => {
      const path = selectedFile(app);
      return path !== null && formatOf(path) ? path : null;
    };
    app.commands.addCommand(fileCommand, {
      label: (args) => (args["selected"] ? text.__("Open in SemLa") : text.__("Open a table file in SemLa…")),
      caption: text.__("Choose columns and a model for a CSV, TSV, JSON lines or Parquet file"),
      describedBy: {
        args: {
          type: "object",
          properties: {
            path: { type: "string", description: text.__("The file, from the file browser's root") },
            selected: {
              type: "boolean",
              description: text.__("Take the file that is selected in the file browser"),
            },
          },
        },
      },
      isVisible: (args) => !args["selected"] || selected() !== null,
      async execute(args) {
        const given = typeof args["path"] === "string" ? args["path"] : selected();
        const path = given ?? (args["selected"] ? null : await askPath());
        if (path) await said(openFile(app, path, state, text));
      },
    });
    app.commands.addCommand(variableCommand, {
      label: text.__("Open a data frame in SemLa…"),
      caption: text.__("Choose a data frame of the current kernel, its columns and a model"),
      describedBy: { args: { type: "object", properties: {} } },
      execute: () => said(openVariable(currentPlace(app), state, text)),
    });
    const askPath = async (): Promise<string | null> => {
      const { value } = await InputDialog.getText({
        title: text.__("Open a table file in SemLa"),
        label: text.__("A CSV, TSV, JSON lines or Parquet file, from the file browser's root"),
        okLabel: text.__("Continue"),
      });
      return value?.trim() ?? null;
    };
    const category = text.__("SemLa");
    palette?.addItem({ command: fileCommand, category });
    palette?.addItem({ command: variableCommand, category });
    app.contextMenu.addItem({
      command: fileCommand,
      selector: '.jp-DirListing-item[data-isdir="false"]',
      args: { selected: true },
      rank: 3,
    });
    app.contextMenu.addItem({ command: variableCommand, selector: ".jp-Notebook .jp-CodeCell", rank: 30 });
  },
};
