import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { ISessionContext } from "@jupyterlab/apputils";
import type { IStateDB } from "@jupyterlab/statedb";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { Widget } from "@lumino/widgets";
import { askFile, askModel } from "./ask";
import { fileCode } from "./code";
import { askChoice } from "./dialog";
import { kernelBeside } from "./kernel-beside";
import { knownModels, rememberModel } from "./memory";
import { newNotebook } from "./notebook";
import { fileSentence, modelSentence, noText } from "./sentences";
import { formatOf } from "./tables";

/**
 * Asks for columns and model of a table file, writes a notebook beside it that shows it, opens and runs that. The
 * kernel that is asked for the columns is the notebook's: it starts at the notebook's path before there is a notebook,
 * and ends with the dialog if that is left.
 */
export async function openFile(
  app: JupyterFrontEnd,
  path: string,
  state: IStateDB | null,
  text: TranslationBundle,
): Promise<void> {
  const { serviceManager } = app;
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.indexOf(":")) + 1);
  const format = formatOf(name);
  if (!format) throw new Error(text.__("%1 is no CSV, TSV, JSON lines or Parquet file.", name));
  const kernels = kernelBeside(serviceManager, path);
  let separator: string | null = null;
  let opened = false;
  try {
    const chosen = await askChoice(
      {
        title: text.__("Open %1 in SemLa", name),
        waiting: text.__("Starting a kernel…"),
        async load(form, signal) {
          const beside = await kernels.start();
          if (!beside) return text.__("There is no Python kernel on this server, and SemLa needs one.");
          const { kernel } = beside.session;
          if (!kernel) return text.__("The kernel %1 did not start.", beside.spec.title);
          form.wait(text.__("Reading the head of %1…", name));
          const reply = await askFile(kernel, name, format, signal);
          if ("problem" in reply) return fileSentence(reply, name, format, text);
          ({ separator } = reply);
          const table = { name, rows: null, columns: reply.columns };
          return noText(reply.columns, name, text) ?? { tables: [table], models: await knownModels(state) };
        },
        async judge({ choice }, signal) {
          const kernel = (await kernels.start())?.session.kernel;
          if (!kernel) return text.__("The kernel has ended.");
          return modelSentence(await askModel(kernel, choice.model, signal), choice.model, text);
        },
      },
      text,
    );
    const beside = chosen && (await kernels.start());
    if (!beside) return;
    await rememberModel(state, chosen.choice.model);
    const content = newNotebook(fileCode({ file: name, format, separator }, chosen.choice), beside.spec);
    await serviceManager.contents.save(beside.notebook, { type: "notebook", format: "json", content });
    opened = true;
    await kernels.end(true);
    await openAndRun(app, beside.notebook);
  } finally {
    await kernels.end(opened);
  }
}

/** A notebook's panel, as far as it is read here. */
interface NotebookPanel extends Widget {
  readonly context: { readonly ready: Promise<void> };
  readonly sessionContext: ISessionContext;
}

/** Opens a notebook and runs its first cell, where the host has notebooks in this page. */
async function openAndRun(app: JupyterFrontEnd, path: string): Promise<void> {
  const opened: unknown = await app.commands.execute("docmanager:open", { path, factory: "Notebook" });
  if (!isPanel(opened) || !app.commands.hasCommand("notebook:run-cell")) return;
  await opened.context.ready;
  await opened.sessionContext.ready;
  app.shell.activateById(opened.id);
  await app.commands.execute("notebook:run-cell");
}

function isPanel(widget: unknown): widget is NotebookPanel {
  return typeof widget === "object" && widget !== null && "sessionContext" in widget && "context" in widget;
}
