import { expect, type Locator, type Page } from "@playwright/test";
import type { Server } from "./server";

/** What the tests read of JupyterLab's own application object. */
interface Application {
  readonly commands: { execute(id: string, args: object): Promise<unknown> };
  readonly shell: {
    readonly currentWidget: {
      readonly sessionContext?: {
        readonly isReady: boolean;
        readonly session: {
          readonly kernel: { readonly connectionStatus: string; readonly status: string } | null;
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
    await expect(this.page.locator(".jp-NotebookPanel-toolbar")).toBeVisible({ timeout: 60_000 });
    await expect
      .poll(
        () =>
          this.page.evaluate(() => {
            const { jupyterapp } = globalThis as unknown as { jupyterapp: Application };
            const context = jupyterapp.shell.currentWidget?.sessionContext;
            const kernel = context?.session?.kernel;
            return `${context?.isReady} ${kernel?.connectionStatus} ${kernel?.status}`;
          }),
        { timeout: 90_000, message: "session ready, kernel's connection and state" },
      )
      .toBe("true connected idle");
  }

  cell(index: number): Locator {
    return this.page.locator(".jp-Notebook .jp-Cell").nth(index);
  }

  /** Selects a cell, presses Shift-Enter, waits for its end and returns what it printed or showed as text. */
  async run(index: number): Promise<string> {
    const prompt = this.cell(index).locator(".jp-InputPrompt");
    // a notebook that is still connecting to its kernel may lose the focus, or drop what it was told to run
    await expect(async () => {
      await this.cell(index).locator(".cm-content").click({ timeout: 10_000 });
      await this.page.keyboard.press("Shift+Enter");
      await expect(prompt).toHaveText(/\*|\d/, { timeout: 5_000 });
      await expect(prompt).not.toHaveText(/\*/, { timeout: 120_000 });
      await expect(prompt).toHaveText(/\d/, { timeout: 500 });
    }).toPass({ timeout: 200_000 });
    return this.text(index);
  }

  async text(index: number): Promise<string> {
    const outputs = this.cell(index).locator(".jp-OutputArea-output");
    return (await outputs.allInnerTexts()).join("\n").trim();
  }

  /** The explorer that a cell shows. */
  explorer(index: number): Explorer {
    return new Explorer(this.page, this.cell(index).locator(".jp-Semla"));
  }

  setTheme(name: "JupyterLab Light" | "JupyterLab Dark"): Promise<void> {
    return this.command("apputils:change-theme", { theme: name });
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

  private command(id: string, args: object = {}): Promise<void> {
    return this.page.evaluate(
      async ([name, options]) => {
        const { jupyterapp } = globalThis as unknown as { jupyterapp: Application };
        await jupyterapp.commands.execute(name, options);
      },
      [id, args] as const,
    );
  }
}

/** The widget's screen. */
export class Explorer {
  constructor(
    readonly page: Page,
    readonly root: Locator,
  ) {}

  async ready(): Promise<void> {
    await this.root.scrollIntoViewIfNeeded({ timeout: 60_000 });
    await expect(this.root.locator(".jp-Semla-status")).toHaveAttribute("data-phase", "ready", {
      timeout: 180_000,
    });
  }

  get map(): Locator {
    return this.root.locator(".jp-Semla-mapPlace");
  }

  chip(name: string): Locator {
    return this.root.locator(".jp-Semla-chip", { hasText: name });
  }

  tool(name: RegExp): Locator {
    return this.root.getByRole("button", { name });
  }

  /** Draws with the lasso around the middle of the map, `part` of its size. */
  async lasso(part = 0.5): Promise<void> {
    await this.tool(/lasso/).click();
    const box = await this.map.boundingBox();
    if (!box) throw new Error("the map is not on the page");
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const [rx, ry] = [(box.width * part) / 2, (box.height * part) / 2];
    const points = Array.from({ length: 25 }, (_, step) => {
      const angle = (2 * Math.PI * step) / 24;
      return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)] as const;
    });
    const [first] = points;
    await this.page.mouse.move(...(first ?? [x, y]));
    await this.page.mouse.down();
    for (const point of points) await this.page.mouse.move(...point);
    await this.page.mouse.up();
  }

  /** Share of the map's pixels that are not of the colour most of them have: above 0 when something is drawn. */
  async drawn(): Promise<number> {
    const png = await this.map.screenshot();
    return this.page.evaluate(
      async (bytes) => {
        const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: "image/png" }));
        const canvas = new OffscreenCanvas(image.width, image.height);
        const context = canvas.getContext("2d");
        if (!context) throw new Error("no 2D canvas");
        context.drawImage(image, 0, 0);
        const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
        const counts = new Map<number, number>();
        for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
        return 1 - Math.max(...counts.values()) / pixels.length;
      },
      [...png],
    );
  }
}
