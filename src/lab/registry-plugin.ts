import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ExplorerRegistry } from "./registry";
import { ISemlaRegistry } from "./token";

/** Tells other plugins and extensions of the live explorers. */
export const registryPlugin: JupyterFrontEndPlugin<ISemlaRegistry> = {
  id: "semla-lab:registry",
  description: "The live SemLa explorers of the page.",
  autoStart: true,
  provides: ISemlaRegistry,
  activate: (app: JupyterFrontEnd) => new ExplorerRegistry(app.shell),
};
