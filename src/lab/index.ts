/** The JupyterLab plugins of SemLa. */
import { demoPlugin } from "./demo";
import { settingsPlugin } from "./settings";

export default [settingsPlugin, demoPlugin];
