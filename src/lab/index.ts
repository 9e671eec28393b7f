/** The JupyterLab plugins of SemLa. */
import { demoPlugin } from "./demo";
import { openPlugin } from "./open";
import { mainAreaPlugin } from "./main-area";
import { panelPlugin } from "./panel";
import { registryPlugin } from "./registry-plugin";
import { sidecarPlugin } from "./sidecar";
import { settingsPlugin } from "./settings";
import { snapshotPlugin } from "./snapshot";

export { ISemlaRegistry } from "./token";
export type { ISemlaExplorer, ISemlaSelection } from "./token";

export default [
  settingsPlugin,
  registryPlugin,
  panelPlugin,
  mainAreaPlugin,
  sidecarPlugin,
  demoPlugin,
  openPlugin,
  snapshotPlugin,
];
