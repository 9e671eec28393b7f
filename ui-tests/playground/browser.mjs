import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";

/** Where Linux distributions put it. */
const installed = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A headless Chromium that draws WebGL in software: SEMLA_CHROMIUM, else the system's, else Playwright's own. */
export function launch() {
  const executablePath = process.env.SEMLA_CHROMIUM ?? installed.find(existsSync);
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
