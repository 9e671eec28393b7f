import type { Locator, Page } from "@playwright/test";

/** SemLa's panel beside the notebook. */
export class SidePanel {
  constructor(readonly page: Page) {}

  get root(): Locator {
    return this.page.locator("#semla-panel");
  }

  get chooser(): Locator {
    return this.root.getByRole("combobox", { name: "Explorer" });
  }

  tab(name: "Words" | "Labels" | "Sample"): Locator {
    return this.root.getByRole("tab", { name }).locator("visible=true");
  }

  /** Makes a notebook the current one. @returns ms until the panel shows its explorer, as the page counts them. */
  timeToFollow(path: string): Promise<number> {
    return this.page.evaluate(async (wanted) => {
      const { jupyterapp } = globalThis as unknown as {
        jupyterapp: {
          shell: {
            widgets(area: string): Iterable<{ id: string; title: { label: string } }>;
            activateById(id: string): void;
          };
        };
      };
      const widget = [...jupyterapp.shell.widgets("main")].find(({ title }) => title.label === wanted);
      const panel = document.querySelector("#semla-panel");
      if (!widget || !panel) throw new Error(`${wanted} or the panel is not open`);
      const follows = (): boolean => {
        const chosen = panel.querySelector<HTMLOptionElement>("option:checked")?.text ?? "";
        return (
          chosen.endsWith(wanted) &&
          panel.querySelector(".jp-SemlaPanel-place:not([hidden]) [role=tabpanel] li") !== null
        );
      };
      const start = performance.now();
      return new Promise<number>((resolve) => {
        const look = (): void => {
          if (!follows()) return;
          observer.disconnect();
          resolve(performance.now() - start);
        };
        const observer = new MutationObserver(look);
        observer.observe(panel, { childList: true, subtree: true, attributeFilter: ["hidden"] });
        jupyterapp.shell.activateById(widget.id);
        look();
      });
    }, path);
  }
}
