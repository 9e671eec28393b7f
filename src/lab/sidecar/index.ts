import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, Notification } from "@jupyterlab/apputils";
import { IRunningSessionManagers } from "@jupyterlab/running";
import { IStatusBar } from "@jupyterlab/statusbar";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import { Signal } from "@lumino/signaling";
import { commands } from "../commands";
import { ExplorerRegistry } from "../registry";
import { ISemlaRegistry } from "../token";
import type { Asked } from "./companion";
import { type Sidecar, SidecarMonitor } from "./monitor";
import { listSidecars } from "./running";
import { StatusItem } from "./status-item";

/** The process beside each kernel: in the status bar, in the Running panel, and commands that restart and stop it. */
export const sidecarPlugin: JupyterFrontEndPlugin<void> = {
  id: "semla-lab:sidecar",
  description: "State, restart and shutdown of SemLa's sidecars.",
  autoStart: true,
  requires: [ISemlaRegistry],
  optional: [ICommandPalette, IStatusBar, IRunningSessionManagers, ITranslator],
  activate(
    app: JupyterFrontEnd,
    registry: ISemlaRegistry,
    palette: ICommandPalette | null,
    statusBar: IStatusBar | null,
    managers: IRunningSessionManagers | null,
    translator: ITranslator | null,
  ) {
    if (!(registry instanceof ExplorerRegistry)) return;
    const text = (translator ?? nullTranslator).load("semla-lab");
    const monitor = new SidecarMonitor(registry);
    const current = (): Sidecar | null => {
      const explorer = registry.current;
      const kernel = explorer && registry.kernel(explorer.id);
      return monitor.list().find(({ id }) => id === kernel?.id) ?? null;
    };
    const ask = async (id: string, method: Asked): Promise<void> => {
      try {
        await monitor.ask(id, method);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        Notification.error(
          method === "restart"
            ? text.__("The sidecar could not be restarted: %1", reason)
            : text.__("The sidecar could not be stopped: %1", reason),
        );
      }
    };
    const describedBy = {
      args: {
        type: "object",
        properties: {
          kernel: {
            type: "string",
            description: text.__("Id of a kernel; by default that of the current explorer"),
          },
        },
      },
    } as const;
    const kernelOf = (args: { readonly [name: string]: unknown }): string | null => {
      if (typeof args["kernel"] === "string") return args["kernel"];
      const explorer = registry.current;
      return (explorer && registry.kernel(explorer.id)?.id) ?? null;
    };
    app.commands.addCommand(commands.restartSidecar, {
      label: text.__("Restart the SemLa sidecar"),
      caption: text.__("Ends the process beside the kernel and starts it again; results come from its cache"),
      describedBy,
      isEnabled: (args) => kernelOf(args) !== null,
      async execute(args) {
        const kernel = kernelOf(args);
        if (kernel !== null) await ask(kernel, "restart");
      },
    });
    app.commands.addCommand(commands.stopSidecar, {
      label: text.__("Stop the SemLa sidecar"),
      caption: text.__("Ends the process beside the kernel; the next question starts it again"),
      describedBy,
      isEnabled: (args) => kernelOf(args) !== null,
      async execute(args) {
        const kernel = kernelOf(args);
        if (kernel !== null) await ask(kernel, "shutdown");
      },
    });
    for (const command of [commands.restartSidecar, commands.stopSidecar])
      palette?.addItem({ command, category: text.__("SemLa") });

    if (statusBar) {
      const shown = new Signal<JupyterFrontEndPlugin<void>, void>(sidecarPlugin);
      const item = new StatusItem({ commands: app.commands, text, current });
      statusBar.registerStatusItem(sidecarPlugin.id, {
        item,
        align: "left",
        rank: 60,
        isActive: () => current() !== null,
        activeStateChanged: shown,
      });
      const show = (): void => {
        item.refresh();
        shown.emit();
      };
      monitor.changed.connect(show);
      registry.changed.connect(show);
    }
    if (managers) listSidecars(managers, monitor, text, (id) => void ask(id, "shutdown"));
  },
};
