import { expect, type Page } from "@playwright/test";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Notebook } from "./lab";
import type { Server } from "./server";

/** Python answers a selection of many rows by one of a single row, so that the page sees its own come back. */
export const answering = "ex.on_selection(lambda ids: len(ids) > 1 and setattr(ex, 'selection', ids[:1]))";

/** A cell that shows the demo and answers selections. */
export const answeringCell = `import semla\nex = semla.demo()\n${answering}\nex`;

/** Lines of a cell that hold Python for a time; a file in the server's folder tells their end. */
export function loop(seconds: number): string {
  return `import time, pathlib\nend = time.time() + ${seconds}\nn = 0\nwhile time.time() < end:\n    n += 1\npathlib.Path("over").touch()`;
}

/** What is read of the page's live explorers. */
interface Live {
  readonly element: HTMLElement;
  selection(): readonly unknown[];
  onSelection(callback: () => void): () => void;
}

/** Runs a loop and leaves it running. */
export async function start(notebook: Notebook, server: Server, cell: number): Promise<void> {
  rmSync(join(server.folder, "over"), { force: true });
  await notebook.cell(cell).locator(".cm-content").click();
  await notebook.page.keyboard.press("Shift+Enter");
  await expect(notebook.cell(cell).locator(".jp-InputPrompt")).toHaveText(/\*/);
}

/** Whether the loop runs still. Neither prompt nor prints tell: answers of a subshell change where they go. */
export function runs(server: Server): boolean {
  return !existsSync(join(server.folder, "over"));
}

/** Waits for the end of the loop. */
export async function ended(server: Server): Promise<void> {
  await expect.poll(() => runs(server), { timeout: 60_000 }).toBe(false);
}

/**
 * Clicks the first confusion of the Labels tab, each time when Python's answer to the time before has come.
 * @returns ms from the click to the answer, and of that what the page itself took to select
 */
export function selectionTrips(
  page: Page,
  times: number,
  explorer = 0,
): Promise<{ trip: number; own: number }[]> {
  return page.evaluate(
    async ([count, index]) => {
      const page = globalThis as unknown as Record<symbol, { readonly explorers: Iterable<Live> }>;
      const live = [...(page[Symbol.for("semla.bridge")]?.explorers ?? [])][index];
      const button = live?.element.querySelector<HTMLElement>(".jp-Semla-confusions tbody button");
      if (!live || !button) throw new Error("there is no explorer with its Labels tab open");
      const trips: { trip: number; own: number }[] = [];
      for (let done = 0; done < count; done++) {
        // the picture of the answer before is no part of this trip
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 60)));
        const began = performance.now();
        let own = 0;
        await new Promise<void>((resolve) => {
          let many = false;
          const stop = live.onSelection(() => {
            const { length } = live.selection();
            if (length > 1) many = true;
            if (!many || length !== 1) return;
            queueMicrotask(() => stop());
            resolve();
          });
          button.click();
          own = performance.now() - began;
        });
        trips.push({ trip: performance.now() - began, own });
      }
      return trips;
    },
    [times, explorer] as const,
  );
}

/** Opens the nearest row of the Sample tab's, one after another. @returns ms from the click to the words that weigh most */
export function attributionTrips(page: Page, times: number): Promise<number[]> {
  return page.evaluate(async (count) => {
    const seen = new Set<string>();
    const trips: number[] = [];
    const until = async (holds: () => boolean): Promise<void> => {
      while (!holds()) await new Promise((resolve) => setTimeout(resolve, 4));
    };
    const fresh = (): HTMLElement | undefined =>
      [...document.querySelectorAll<HTMLElement>(".jp-Semla-neighbours tbody tr")].find(
        (row) => !seen.has(row.innerText),
      );
    for (let done = 0; done < count; done++) {
      await until(() => fresh() !== undefined);
      const row = fresh();
      if (!row) break;
      seen.add(row.innerText);
      const sentence = (): string => document.querySelector(".jp-Semla-sentence")?.textContent ?? "";
      const head = (): string => document.querySelector(".jp-Semla-sample")?.textContent ?? "";
      const before = head();
      const began = performance.now();
      (row.querySelector("button") ?? row).click();
      await until(() => head() !== before && !/weighs? most|alike/.test(sentence()));
      await until(() => /weighs? most|alike/.test(sentence()));
      trips.push(performance.now() - began);
    }
    return trips;
  }, times);
}
