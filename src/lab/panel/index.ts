import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import { commands } from "../commands";
import { semlaIcon } from "../icon";
import { ExplorerRegistry } from "../registry";
import { ISemlaRegistry } from "../token";
import { SemlaPanel } from "./widget";

/** Among what extensions put into the right area. */
const RANK = 610;

/** The side panel beside the notebook. */
export const panelPlugin: JupyterFrontEndPlugin<void> = {
  id: "semla-lab:panel",
  description: "A side panel with the tabs of the current SemLa explorer.",
  autoStart: true,
  requires: [ISemlaRegistry],
  optional: [ICommandPalette, ILayoutRestorer, ITranslator],
  activate(
    app: JupyterFrontEnd,
    registry: ISemlaRegistry,
    palette: ICommandPalette | null,
    restorer: ILayoutRestorer | null,
    translator: ITranslator | null,
  ) {
    if (!(registry instanceof ExplorerRegistry)) return;
    const text = (translator ?? nullTranslator).load("semla-lab");
    const panel = new SemlaPanel({ registry, commands: app.commands, text });
    panel.id = "semla-panel";
    panel.title.icon = semlaIcon;
    panel.title.caption = text.__("SemLa");
    app.shell.add(panel, "right", { rank: RANK, type: "SemLa" });
    restorer?.add(panel, panel.id);
    app.commands.addCommand(commands.showPanel, {
      label: text.__("Show the SemLa panel"),
      caption: text.__("Words, labels and samples of the current explorer, beside the notebook"),
      icon: semlaIcon,
      describedBy: { args: { type: "object", properties: {} } },
      execute: () => app.shell.activateById(panel.id),
    });
    palette?.addItem({ command: commands.showPanel, category: text.__("SemLa") });
  },
};
