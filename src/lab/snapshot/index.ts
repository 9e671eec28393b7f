/** Saved explorers in notebooks: the live one where its kernel has it, else what was saved. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import { SnapshotRenderer } from "./renderer";
import { SNAPSHOT_MIME } from "./saved";
import { sentences } from "./sentences";

/** Below that of the widget, whose output has both. */
const RANK = -20;

export const snapshotPlugin: JupyterFrontEndPlugin<void> = {
  id: "semla-lab:snapshot",
  description: "Shows saved SemLa explorers in notebooks, without a kernel too.",
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [ITranslator],
  activate(app: JupyterFrontEnd, rendermime: IRenderMimeRegistry, translator: ITranslator | null) {
    const says = sentences((translator ?? nullTranslator).load("semla-lab"));
    const runCell = (): void => void app.commands.execute("notebook:run-cell");
    rendermime.addFactory(
      {
        // nothing of an output is run: it is decoded into numbers and strings, and its picture shown as an image
        safe: true,
        mimeTypes: [SNAPSHOT_MIME],
        createRenderer: () => new SnapshotRenderer({ says, runCell, loadDrawing: () => import("./drawing") }),
      },
      RANK,
    );
  },
};
