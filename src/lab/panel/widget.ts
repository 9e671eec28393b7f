import type { TranslationBundle } from "@jupyterlab/translation";
import { launchIcon } from "@jupyterlab/ui-components";
import type { CommandRegistry } from "@lumino/commands";
import { type Message } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";
import { bridge, type LiveExplorer } from "../../client";
import { commands } from "../commands";
import type { ExplorerRegistry } from "../registry";
import type { ISemlaExplorer } from "../token";

interface Options {
  readonly registry: ExplorerRegistry;
  readonly commands: CommandRegistry;
  readonly text: TranslationBundle;
}

/** So many explorers keep their tabs while others are looked at. */
const KEPT = 4;

interface Mounted {
  readonly place: HTMLElement;
  dispose(): void;
}

/** Shows the tabs of the current explorer, or says how to get one. */
export class SemlaPanel extends Widget {
  private readonly registry: ExplorerRegistry;
  private readonly commands: CommandRegistry;
  private readonly text: TranslationBundle;
  private readonly chooser = document.createElement("select");
  private readonly open = document.createElement("button");
  private readonly header = document.createElement("div");
  private readonly body = document.createElement("div");
  private readonly empty: HTMLElement;
  /** By the view they show, the one seen last at the end; the others wait unseen, so that coming back costs nothing. */
  private readonly mounted = new Map<LiveExplorer, Mounted>();
  private said = "";

  constructor({ registry, commands: registered, text }: Options) {
    super();
    this.registry = registry;
    this.commands = registered;
    this.text = text;
    this.addClass("jp-SemlaPanel");
    this.header.className = "jp-SemlaPanel-header";
    this.chooser.className = "jp-SemlaPanel-chooser";
    this.chooser.setAttribute("aria-label", text.__("Explorer"));
    this.open.type = "button";
    this.open.className = "jp-SemlaPanel-iconButton";
    this.open.title = text.__("Open in main area");
    this.open.setAttribute("aria-label", this.open.title);
    launchIcon.element({ container: this.open, elementSize: "normal" });
    this.header.append(this.chooser, this.open);
    this.body.className = "jp-SemlaPanel-body";
    this.empty = this.emptyState();
    this.node.append(this.header, this.body, this.empty);
    this.chooser.addEventListener("change", () => this.registry.choose(this.chooser.value));
    this.open.addEventListener("click", () => void this.commands.execute(commands.openInMain));
    registry.changed.connect(this.update_, this);
  }

  override dispose(): void {
    this.unmountAll();
    super.dispose();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.update_();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.update_();
  }

  /** What nobody sees costs nothing. */
  protected override onBeforeHide(message: Message): void {
    super.onBeforeHide(message);
    this.unmountAll();
  }

  protected override onBeforeDetach(message: Message): void {
    super.onBeforeDetach(message);
    this.unmountAll();
  }

  private update_(): void {
    if (!this.isVisible) return;
    const { current } = this.registry;
    const all = this.registry.list();
    this.showHeader(all, current);
    const view = current && this.registry.view(current.id);
    this.body.hidden = !view;
    this.empty.hidden = !!view;
    const live = bridge().explorers;
    for (const other of this.mounted.keys()) if (!live.has(other)) this.unmount(other);
    if (view) this.showView(view);
  }

  private showView(view: LiveExplorer): void {
    const known = this.mounted.get(view);
    this.mounted.delete(view);
    for (const { place } of this.mounted.values()) place.hidden = true;
    if (known) known.place.hidden = false;
    this.mounted.set(view, known ?? this.mount(view));
    const [oldest] = this.mounted.keys();
    if (oldest && this.mounted.size > KEPT) this.unmount(oldest);
  }

  private mount(view: LiveExplorer): Mounted {
    const place = document.createElement("div");
    place.className = "jp-SemlaPanel-place";
    this.body.append(place);
    const panel = view.mountPanel(place);
    return { place, dispose: () => panel.dispose() };
  }

  private showHeader(all: readonly ISemlaExplorer[], current: ISemlaExplorer | null): void {
    this.header.hidden = all.length === 0;
    this.open.disabled = !current;
    const entries = all.map((explorer) => ({ id: explorer.id, name: this.nameOf(explorer) }));
    const said = JSON.stringify([entries, current?.id]);
    if (said === this.said) return;
    this.said = said;
    const options = entries.map(({ id, name }) => new Option(name, id, false, id === current?.id));
    if (!current) options.unshift(new Option(this.text.__("Choose an explorer"), "", true, true));
    this.chooser.replaceChildren(...options);
    this.chooser.disabled = all.length === 1 && !!current;
    this.chooser.title = current ? this.nameOf(current) : "";
  }

  private nameOf({ dataset, model, document: shownIn }: ISemlaExplorer): string {
    return [[dataset, model].filter((part) => part).join(", "), shownIn].filter((part) => part).join(" – ");
  }

  private emptyState(): HTMLElement {
    const { text } = this;
    const box = document.createElement("div");
    box.className = "jp-SemlaPanel-empty";
    const sentence = document.createElement("p");
    sentence.textContent = text.__("No explorer in this notebook yet. Run a cell that ends with one:");
    const code = document.createElement("pre");
    code.append("semla.explore(df, model)");
    const demo = document.createElement("button");
    demo.type = "button";
    demo.className = "jp-SemlaPanel-button";
    demo.textContent = text.__("Open the demo");
    demo.addEventListener("click", () => void this.commands.execute(commands.demo));
    const or = document.createElement("p");
    or.textContent = text.__("Or look at the embedded data set and model, semla.demo():");
    box.append(sentence, code, or, demo);
    return box;
  }

  private unmount(view: LiveExplorer): void {
    const known = this.mounted.get(view);
    this.mounted.delete(view);
    known?.dispose();
    known?.place.remove();
  }

  private unmountAll(): void {
    for (const view of [...this.mounted.keys()]) this.unmount(view);
  }
}
