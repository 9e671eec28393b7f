import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, MainAreaWidget, WidgetTracker } from "@jupyterlab/apputils";
import { ITranslator, nullTranslator } from "@jupyterlab/translation";
import type { ReadonlyPartialJSONObject } from "@lumino/coreutils";
import type { Widget } from "@lumino/widgets";
import { commands, explorerArgs, explorerOf } from "../commands";
import { semlaIcon } from "../icon";
import { ExplorerRegistry } from "../registry";
import { ISemlaRegistry } from "../token";
import { ExplorerWidget, nameOf, type Sought } from "./widget";

type Shown = MainAreaWidget<ExplorerWidget>;

/** A full-size explorer as a tab of the main area, there again after a reload of the page. */
export const mainAreaPlugin: JupyterFrontEndPlugin<void> = {
  id: "semla-lab:main-area",
  description: "Opens SemLa explorers in the main area.",
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
    const tracker = new WidgetTracker<Shown>({ namespace: "semla-explorer" });
    const openDocument = (path: string): void => void app.commands.execute("docmanager:open", { path });

    app.commands.addCommand(commands.openInMain, {
      label: text.__("Open the SemLa explorer in the main area"),
      caption: text.__("The current explorer in a tab of its own, at full size"),
      icon: semlaIcon,
      describedBy: explorerArgs(text.__("Id of an explorer; by default the current one")),
      isEnabled: (args) => explorerOf(args) !== null || registry.current !== null,
      execute(args) {
        const sought = restored(args) ?? seek(registry, explorerOf(args) ?? registry.current?.id);
        if (!sought) return null;
        const open = tracker.find((widget) => widget.content.sought.id === sought.id);
        const widget = open ?? create(sought);
        if (!open) app.shell.add(widget, "main", { type: "SemLa" });
        app.shell.activateById(widget.id);
        return widget;
      },
    });
    const create = (sought: Sought): Shown => {
      const content = new ExplorerWidget({ sought, registry, text, openDocument });
      const widget = new MainAreaWidget({ content });
      widget.id = `semla-explorer-${sought.id}`;
      widget.title.label = nameOf(sought);
      widget.title.caption = text.__("%1 of %2", nameOf(sought), sought.document);
      widget.title.icon = semlaIcon;
      widget.title.closable = true;
      widget.toolbar.hide();
      registry.claim(widget, () => content.sought.id);
      void tracker.add(widget);
      return widget;
    };
    palette?.addItem({ command: commands.openInMain, category: text.__("SemLa") });
    void restorer?.restore(tracker, {
      command: commands.openInMain,
      args: ({ content }) => ({ ...content.sought }),
      name: ({ content }) => content.sought.id,
    });
  },
};

function seek(registry: ExplorerRegistry, id: string | undefined): Sought | null {
  const explorer = registry.list().find((one) => one.id === id);
  if (!explorer) return null;
  const { dataset, model, document } = explorer;
  return { id: explorer.id, dataset, model, document, path: pathOf(registry.owner(explorer.id)) };
}

/** What the layout restorer kept. */
function restored(args: ReadonlyPartialJSONObject): Sought | null {
  const { id, dataset, model, document, path } = args;
  if (typeof id !== "string" || typeof dataset !== "string" || typeof document !== "string") return null;
  return {
    id,
    dataset,
    model: typeof model === "string" ? model : null,
    document,
    path: typeof path === "string" ? path : null,
  };
}

function pathOf(owner: Widget | null): string | null {
  const { context } = (owner ?? {}) as { readonly context?: { readonly path?: unknown } };
  return typeof context?.path === "string" ? context.path : null;
}
