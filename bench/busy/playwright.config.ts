import config from "../../ui-tests/playwright.config";

export default {
  ...config,
  testDir: ".",
  testMatch: "*.bench.ts",
  outputDir: "../../test-results/bench",
  retries: 0,
  reporter: "line",
};
