import type { TranslationBundle } from "@jupyterlab/translation";
import type { CommandRegistry } from "@lumino/commands";
import { Menu, Widget } from "@lumino/widgets";
import { commands } from "../commands";
import type { Sidecar } from "./monitor";

interface Options {
  readonly commands: CommandRegistry;
  readonly text: TranslationBundle;
  /** The kernel whose sidecar is shown. */
  readonly current: () => Sidecar | null;
}

/** "SemLa: idle, 312 MB": the sidecar of the current notebook; a click opens a menu with restart and stop. */
export class StatusItem extends Widget {
  private menu: Menu | null = null;
  private readonly button = document.createElement("button");

  constructor(private readonly options: Options) {
    super();
    this.addClass("jp-SemlaStatus");
    this.button.type = "button";
    this.button.className = "jp-SemlaStatus-button";
    this.button.setAttribute("aria-haspopup", "menu");
    this.node.append(this.button);
    this.button.addEventListener("click", () => this.openMenu());
  }

  override dispose(): void {
    this.menu?.dispose();
    super.dispose();
  }

  /** Says what is so now. */
  refresh(): void {
    const { text, current } = this.options;
    const sidecar = current();
    if (!sidecar) return;
    const { memory, node } = sidecar.status;
    const state = sidecar.busy ? text.__("busy") : text.__("idle");
    this.button.textContent =
      memory === null
        ? text.__("SemLa: %1", state)
        : text.__("SemLa: %1, %2 MB", state, Math.round(memory).toLocaleString());
    this.button.title = text.__(
      "Sidecar of %1, run by %2. Click to restart or stop it.",
      sidecar.name,
      node ?? "Node",
    );
  }

  private openMenu(): void {
    const id = this.options.current()?.id;
    if (id === undefined) return;
    this.menu?.dispose();
    this.menu = new Menu({ commands: this.options.commands });
    this.menu.addItem({ command: commands.restartSidecar, args: { kernel: id } });
    this.menu.addItem({ command: commands.stopSidecar, args: { kernel: id } });
    const { left, top } = this.button.getBoundingClientRect();
    this.menu.open(left, top);
  }
}
