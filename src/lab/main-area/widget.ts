import type { TranslationBundle } from "@jupyterlab/translation";
import { type Message } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";
import type { LiveExplorer } from "../../client";
import type { ExplorerRegistry } from "../registry";

/** What finds an explorer again after a reload of the page, or after its cell has run again. */
export interface Sought {
  readonly id: string;
  readonly dataset: string;
  readonly model: string | null;
  /** Title of the document that shows it, and its path where it has one. */
  readonly document: string;
  readonly path: string | null;
}

interface Options {
  readonly sought: Sought;
  readonly registry: ExplorerRegistry;
  readonly text: TranslationBundle;
  readonly openDocument: (path: string) => void;
}

/** One explorer that fills its place; while it is not on the page, what is waited for and what to do. */
export class ExplorerWidget extends Widget {
  private readonly registry: ExplorerRegistry;
  private readonly body = document.createElement("div");
  private readonly message = document.createElement("div");
  private mounted: { readonly view: LiveExplorer; dispose(): void } | null = null;
  private found: Sought;

  constructor({ sought, registry, text, openDocument }: Options) {
    super();
    this.registry = registry;
    this.found = sought;
    this.addClass("jp-SemlaExplorer");
    this.body.className = "jp-SemlaExplorer-body";
    this.message.className = "jp-SemlaPanel-empty";
    const { path } = sought;
    const what = document.createElement("p");
    what.setAttribute("role", "status");
    what.textContent = text.__(
      "Waiting for %1 of %2.",
      nameOf(sought),
      sought.document || text.__("a notebook"),
    );
    const how = document.createElement("p");
    how.textContent = text.__(
      "It comes back when the notebook shows it. If its kernel has ended, run the cell again.",
    );
    this.message.append(what, how);
    if (path !== null) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "jp-SemlaPanel-button";
      button.textContent = text.__("Show the notebook");
      button.addEventListener("click", () => openDocument(path));
      this.message.append(button);
    }
    this.node.append(this.body, this.message);
    registry.changed.connect(this.look, this);
  }

  /** What it shows or waits for. */
  get sought(): Sought {
    return this.found;
  }

  override dispose(): void {
    this.unmount();
    super.dispose();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.look();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.look();
  }

  private look(): void {
    if (!this.isVisible) return;
    const view = this.registry.view(this.found.id) ?? this.successor();
    this.body.hidden = !view;
    this.message.hidden = !!view;
    if (this.mounted?.view === view) return;
    this.unmount();
    if (view) this.mounted = { view, dispose: view.mountExplorer(this.body).dispose };
  }

  /** A cell that runs again makes another explorer of the same data and model in the same document. */
  private successor(): LiveExplorer | null {
    const { dataset, model, document: shownIn } = this.found;
    const next = this.registry
      .list()
      .find((one) => one.dataset === dataset && one.model === model && one.document === shownIn);
    if (!next) return null;
    this.found = { ...this.found, id: next.id };
    return this.registry.view(next.id);
  }

  private unmount(): void {
    this.mounted?.dispose();
    this.mounted = null;
  }
}

/** Data set and model in a line. */
export function nameOf({ dataset, model }: Pick<Sought, "dataset" | "model">): string {
  return model ? `${dataset}, ${model}` : dataset;
}
