import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { ISessionContext } from "@jupyterlab/apputils";
import type { Kernel } from "@jupyterlab/services";
import type { Widget } from "@lumino/widgets";

/** The notebook or console that a person works in. */
export interface Place {
  readonly title: string;
  /** Null where none was started. */
  readonly kernel: Kernel.IKernelConnection | null;
  /** Puts code below what is there and runs it. */
  run(code: string): Promise<void>;
}

/** A notebook's panel, as far as it is read here. */
interface NotebookPanel extends Widget {
  readonly sessionContext: ISessionContext;
  readonly content: {
    activeCellIndex: number;
    readonly model: {
      readonly sharedModel: {
        insertCell(at: number, cell: { cell_type: "code"; source: string; metadata: object }): unknown;
      };
    } | null;
  };
}

interface ConsolePanel extends Widget {
  readonly sessionContext: ISessionContext;
  readonly console: object;
}

/** The notebook or console in front, null where something else is. */
export function currentPlace(app: JupyterFrontEnd): Place | null {
  // set by LabShell and by Notebook 7's shell
  const { currentWidget } = app.shell;
  if (!currentWidget) return null;
  if (isNotebook(currentWidget)) return notebookPlace(app, currentWidget);
  return isConsole(currentWidget) ? consolePlace(app, currentWidget) : null;
}

function notebookPlace(app: JupyterFrontEnd, panel: NotebookPanel): Place {
  return {
    title: panel.title.label,
    kernel: panel.sessionContext.session?.kernel ?? null,
    async run(code) {
      const { content } = panel;
      const at = content.activeCellIndex + 1;
      // written here for the person who asked, as a cell that is typed
      content.model?.sharedModel.insertCell(at, {
        cell_type: "code",
        source: code,
        metadata: { trusted: true },
      });
      content.activeCellIndex = at;
      app.shell.activateById(panel.id);
      await app.commands.execute("notebook:run-cell");
    },
  };
}

function consolePlace(app: JupyterFrontEnd, panel: ConsolePanel): Place {
  const { session } = panel.sessionContext;
  return {
    title: panel.title.label,
    kernel: session?.kernel ?? null,
    async run(code) {
      await app.commands.execute("console:inject", { path: session?.path ?? "", code, activate: true });
    },
  };
}

function isNotebook(widget: Widget): widget is NotebookPanel {
  return (
    widget.hasClass("jp-NotebookPanel") &&
    hasSession(widget) &&
    "content" in widget &&
    typeof widget.content === "object" &&
    widget.content !== null &&
    "activeCellIndex" in widget.content
  );
}

function isConsole(widget: Widget): widget is ConsolePanel {
  return hasSession(widget) && "console" in widget;
}

function hasSession(widget: Widget): widget is Widget & { readonly sessionContext: ISessionContext } {
  return "sessionContext" in widget;
}
