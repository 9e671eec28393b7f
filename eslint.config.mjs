import jupyter from "@jupyter/eslint-plugin";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  {
    ignores: [
      "node_modules/",
      "lib/",
      "semla/",
      "**/__tests__/golden/",
      ".venv*/",
      ".cache/",
      "test-results/",
      "playwright-report/",
    ],
  },
  tseslint.configs.recommended,
  {
    files: ["src/**/*.{ts,tsx}", "compute/src/**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: ["./tsconfig.json", "./compute/tsconfig.json"] } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      // objects here are closures; their methods do not use `this`
      "@typescript-eslint/unbound-method": "off",
      eqeqeq: ["error", "always"],
      "max-lines": ["error", 600],
      "no-eval": "error",
    },
  },
  {
    files: ["src/views/**/*.tsx"],
    plugins: { "react-hooks": hooks },
    // its other rules know no signals, which never change and may be written
    rules: { "react-hooks/rules-of-hooks": "error" },
  },
  { plugins: { jupyter } },
  { files: ["src/lab/**/*.ts"], extends: [jupyter.configs.recommended] },
  { files: ["src/lab/**/*.ts"], languageOptions: { parser: tseslint.parser } },
  {
    files: ["**/__tests__/**"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/require-await": "off",
    },
  },
);
