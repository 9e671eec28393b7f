/** Ids of SemLa's commands. */
export const commands = {
  demo: "semla:open-demo",
  showPanel: "semla:show-panel",
  openInMain: "semla:open-in-main-area",
  restartSidecar: "semla:restart-sidecar",
  stopSidecar: "semla:stop-sidecar",
} as const;

/** JSON schema of the arguments of a command that concerns one explorer; by default the current one. */
export function explorerArgs(description: string) {
  return { args: { type: "object", properties: { id: { type: "string", description } } } } as const;
}

/** The explorer that a command's arguments name. */
export function explorerOf(args: { readonly [name: string]: unknown }): string | null {
  return typeof args["id"] === "string" ? args["id"] : null;
}
