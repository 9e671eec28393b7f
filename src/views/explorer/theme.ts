import type { Theme } from "../../client";

/** Reports the theme of the page now and at each change: JupyterLab's own mark, else VS Code's, else the system's. */
export function followTheme(report: (theme: Theme) => void): { dispose(): void } {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const read = (): void => {
    const { jpThemeLight, vscodeThemeKind } = document.body.dataset;
    if (jpThemeLight !== undefined) report(jpThemeLight === "true" ? "light" : "dark");
    else if (vscodeThemeKind !== undefined) report(vscodeThemeKind.includes("light") ? "light" : "dark");
    else report(dark.matches ? "dark" : "light");
  };
  const observer = new MutationObserver(read);
  observer.observe(document.body, { attributeFilter: ["data-jp-theme-light", "data-vscode-theme-kind"] });
  dark.addEventListener("change", read);
  read();
  return {
    dispose() {
      observer.disconnect();
      dark.removeEventListener("change", read);
    },
  };
}
