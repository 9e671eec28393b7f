/** Tests sit beside the module in `__tests__/`. Browser-like ones begin with `@jest-environment jsdom`. */
export default {
  testEnvironment: "<rootDir>/scripts/jest-environment.mjs",
  roots: ["<rootDir>/src", "<rootDir>/compute/src"],
  testMatch: ["**/__tests__/**/*.test.ts", "**/__tests__/**/*.test.tsx"],
  transform: { "\\.[cm]?[jt]sx?$": ["@swc/jest"] },
  // nearly every library here is published as ES modules only
  transformIgnorePatterns: ["/node_modules/(onnxruntime-node|onnxruntime-common|vscode-jsonrpc|typescript)/"],
  testTimeout: 60_000,
};
