import { test as base } from "@playwright/test";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Server, startServer } from "./server";

const shared = process.env["SEMLA_SHARED"] ?? resolve(import.meta.dirname, "../../shared");

/** Where screenshots lie, to be looked at. */
export const shots = join(import.meta.dirname, "../test-results/screenshots");

/** What `test.skip` takes where a test needs the given data. */
export const withoutShared = [
  !existsSync(shared),
  `the data and the models lie in ${shared}, which is absent`,
] as const;

/** A cell that shows the embedded data with the embedded model. */
export const demoCell = "import semla\nex = semla.demo()\nex";

/** A cell that shows BANKING77 (3,080 rows, 77 labels) with a checkpoint of a fine-tuned model. */
export function bankingCell(step: string): string {
  return [
    "import pandas as pd, semla",
    `df = pd.read_csv(${JSON.stringify(join(shared, "data/banking77/test.csv"))})`,
    `ex = semla.explore(df, ${JSON.stringify(checkpoint(step))}, text="text", label="category", name="banking77 test")`,
    "ex",
  ].join("\n");
}

export function checkpoint(step: string): string {
  return join(shared, "models/banking77-minilm", step);
}

interface WorkerFixtures {
  /** One JupyterLab for all tests, and with it one cache: an analysis that ran is found again. */
  readonly server: Server;
}

export const test = base.extend<{ endKernels: undefined }, WorkerFixtures>({
  server: [
    // Playwright reads the names of the fixtures from the pattern
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
  endKernels: [
    async ({ server, request }, use) => {
      await use(undefined);
      const headers = { Authorization: `token ${server.url.searchParams.get("token")}` };
      const sessions = `${server.url.origin}/api/sessions`;
      const open = (await (await request.get(sessions, { headers })).json()) as { id: string }[];
      for (const { id } of open) await request.delete(`${sessions}/${id}`, { headers });
    },
    { auto: true },
  ],
});
