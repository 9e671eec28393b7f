import { expect, type Locator, type Page } from "@playwright/test";
import { Explorer } from "./explorer";
import type { Server } from "./server";

export { Explorer };

/** A kernel, as far as tests ask it. */
interface Kernel {
  readonly connectionStatus: string;
  readonly status: string;
  requestExecute(content: { code: string; store_history: boolean }): {
    onIOPub: (message: { header: { msg_type: string }; content: { text?: string; evalue?: string } }) => void;
    readonly done: Promise<unknown>;
  };
}

/** What the tests read of JupyterLab's own application object. */
interface Application {
  readonly commands: { execute(id: string, args: object): Promise<unknown> };
  readonly shell: {
    readonly currentWidget: {
      readonly sessionContext?: {
        readonly isReady: boolean;
        readonly session: {
          readonly kernel: Kernel | null;
        } | null;
      };
    } | null;
  };
}

/** One open notebook in JupyterLab, driven as a person would: by its cells. */
export class Notebook {
  private constructor(readonly page: Page) {}

  static async open(page: Page, server: Server, name: string): Promise<Notebook> {
    const address = new URL(
      `lab/tree/${name}?reset`,
      server.url.origin + server.url.pathname.replace(/lab.*$/, ""),
    );
    address.searchParams.set("token", server.url.searchParams.get("token") ?? "");
    await page.goto(address.href);
    const notebook = new Notebook(page);
    await notebook.waitForKernel();
    return notebook;
  }

  /** The notebook that a page shows already. */
  static on(page: Page): Notebook {
    return new Notebook(page);
  }

  /** The notebook's kernel answers: before that JupyterLab takes Shift-Enter for a question about which kernel to use. */
  async waitForKernel(): Promise<void> {
    await expect(
      this.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-NotebookPanel-toolbar"),
    ).toBeVisible({ timeout: 60_000 });
    await expect
      .poll(() => this.kernelState(), {
        timeout: 90_000,
        message: "session ready, kernel's connection and state",
      })
      .toBe("true connected idle");
  }

  private kernelState(): Promise<string> {
    return this.page.evaluate(() => {
      const { jupyterapp } = globalThis as unknown as { jupyterapp: Application };
      const context = jupyterapp.shell.currentWidget?.sessionContext;
      const kernel = context?.session?.kernel;
      return `${context?.isReady} ${kernel?.connectionStatus} ${kernel?.status}`;
    });
  }

  cell(index: number): Locator {
    return this.page.locator(".jp-Notebook .jp-Cell").nth(index);
  }

  /** Selects a cell, presses Shift-Enter, waits for its end and returns what it printed or showed as text. */
  async run(index: number): Promise<string> {
    const prompt = this.cell(index).locator(".jp-InputPrompt");
    const before = await prompt.innerText();
    // a notebook that is still connecting to its kernel may lose the focus, or drop what it was told to run
    await expect(async () => {
      await this.cell(index).locator(".cm-content").click({ timeout: 10_000 });
      await this.page.keyboard.press("Shift+Enter");
      await expect(prompt).not.toHaveText(before, { timeout: 5_000 });
      await expect(prompt).not.toHaveText(/\*/, { timeout: 120_000 });
      await expect(prompt).toHaveText(/\d/, { timeout: 500 });
    }).toPass({ timeout: 200_000 });
    // the number may come before what was printed
    await expect.poll(() => this.kernelState()).toBe("true connected idle");
    return this.text(index);
  }

  /** What the kernel prints when it runs `code`, which no cell shows. */
  python(code: string): Promise<string> {
    return this.page.evaluate(async (source) => {
      const { jupyterapp } = globalThis as unknown as { jupyterapp: Application };
      const kernel = jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel;
      if (!kernel) throw new Error("the notebook has no kernel");
      const run = kernel.requestExecute({ code: source, store_history: false });
      let printed = "";
      let wrong = "";
      run.onIOPub = ({ header, content }) => {
        if (header.msg_type === "stream") printed += content.text ?? "";
        if (header.msg_type === "error") wrong = content.evalue ?? "";
      };
      await run.done;
      if (wrong) throw new Error(wrong);
      return printed.trim();
    }, code);
  }

  /** What a Python expression is, by JSON. */
  async value<T>(expression: string): Promise<T> {
    const printed = await this.python(`import json; print("\\n" + json.dumps(${expression}))`);
    // a line of progress may come first
    return JSON.parse(printed.trim().split("\n").at(-1) ?? "") as T;
  }

  async text(index: number): Promise<string> {
    const outputs = this.cell(index).locator(".jp-OutputArea-output");
    return (await outputs.allInnerTexts()).join("\n").trim();
  }

  /** The explorer that a cell shows. */
  explorer(index: number): Explorer {
    return new Explorer(this.page, this.cell(index).locator(".jp-Semla"));
  }

  async setTheme(name: "JupyterLab Light" | "JupyterLab Dark"): Promise<void> {
    await this.command("apputils:change-theme", { theme: name });
    await expect(this.page.locator("#jupyterlab-splash")).toHaveCount(0);
  }

  /** Folds the list of files, which takes width. */
  hideFiles(): Promise<void> {
    return this.command("application:toggle-left-area");
  }

  async deleteCell(index: number): Promise<void> {
    await this.cell(index).locator(".jp-InputPrompt").click();
    await this.command("notebook:delete-cell");
  }

  save(): Promise<void> {
    return this.command("docmanager:save");
  }

  async restartKernel(): Promise<void> {
    await this.page
      .getByRole("button", { name: /Restart the kernel/ })
      .first()
      .click();
    await this.page
      .locator(".jp-Dialog")
      .getByRole("button", { name: /Confirm/ })
      .click();
    await this.waitForKernel();
  }

  command(id: string, args: object = {}): Promise<void> {
    return this.page.evaluate(
      async ([name, options]) => {
        const { jupyterapp } = globalThis as unknown as { jupyterapp: Application };
        await jupyterapp.commands.execute(name, options);
      },
      [id, args] as const,
    );
  }
}
