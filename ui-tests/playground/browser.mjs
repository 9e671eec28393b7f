import { chromium } from "@playwright/test";

/** A headless Chromium that draws WebGL in software. SEMLA_CHROMIUM names another executable than Playwright's own. */
export function launch() {
  const executablePath = process.env.SEMLA_CHROMIUM;
  return chromium.launch({
    ...(executablePath && { executablePath }),
    args: [
      "--no-sandbox",
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
      "--ignore-gpu-blocklist",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}
