import { test } from "../../ui-tests/fixtures";
import { Notebook } from "../../ui-tests/lab";
import {
  answeringCell,
  attributionTrips,
  ended,
  loop,
  runs,
  selectionTrips,
  start,
} from "../../ui-tests/round-trips";

const SELECTIONS = 30;

function say(what: string, ms: readonly number[]): void {
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (p: number): string => (sorted[Math.ceil(p * sorted.length) - 1] ?? NaN).toFixed(0);
  console.log(`${what.padEnd(42)} p50 ${at(0.5).padStart(4)} ms, p95 ${at(0.95).padStart(4)} ms`);
}

test("selections and attributions beside a running cell", async ({ page, server }) => {
  server.notebook("busy.ipynb", [
    answeringCell,
    loop(9),
    `ex.selection = [ex.frame()["id"][5]]\n${loop(9)}`,
    loop(9),
  ]);
  const notebook = await Notebook.open(page, server, "busy.ipynb");
  await notebook.run(0);
  const explorer = notebook.explorer(0);
  await explorer.ready();
  const measured = async (what: string, cell: number | null): Promise<void> => {
    if (cell !== null) await start(notebook, server, cell);
    await explorer.root.scrollIntoViewIfNeeded();
    await explorer.tab("Labels");
    const trips = await selectionTrips(page, SELECTIONS);
    const within = cell === null || runs(server);
    say(
      `selection, ${what}${within ? "" : " (outlived the loop)"}`,
      trips.map(({ trip }) => trip),
    );
    say(
      "  of that the page's own work",
      trips.map(({ own }) => own),
    );
    if (cell !== null) await ended(server);
  };
  await measured("busy, widget never touched", 1);
  await measured("busy, the cell has just sent", 2);
  await measured("idle", null);

  await explorer.map.locator(".jp-Semla-mapPlane").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await attributionTrips(page, 1);
  say("attribution, idle", await attributionTrips(page, 3));
  await start(notebook, server, 3);
  say("attribution, busy", await attributionTrips(page, 3));
  if (!runs(server)) console.log("  (outlived the loop)");
});
