import { defineConfig } from "@playwright/test";

/** One JupyterLab and one browser at a time: tests measure what a person sees, not how much runs side by side. */
export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  workers: 1,
  timeout: 420_000,
  // software WebGL now and then misses what a person would wait for; the list says "flaky" of what needed it
  retries: 1,
  expect: { timeout: 30_000 },
  outputDir: "../test-results/browser",
  reporter: "list",
  use: {
    browserName: "chromium",
    viewport: { width: 1500, height: 1000 },
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env["SEMLA_CHROMIUM"] ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        // WebGL without a graphics card
        "--use-angle=swiftshader",
        "--enable-unsafe-swiftshader",
        "--ignore-gpu-blocklist",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
});
