import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import { bridge, type ColourBy, defaultWords, type FeatureKind } from "../client";

/** Hands the user's settings to the explorers of the page. */
export const settingsPlugin: JupyterFrontEndPlugin<void> = {
  id: "semla-lab:plugin",
  description: "Defaults of new SemLa explorers.",
  autoStart: true,
  optional: [ISettingRegistry],
  async activate(_app: JupyterFrontEnd, registry: ISettingRegistry | null) {
    if (!registry) return;
    const settings = await registry.load(settingsPlugin.id);
    const apply = (): void => {
      bridge().defaults = {
        height: settings.get("height").composite as number,
        colourBy: settings.get("colourBy").composite as ColourBy,
        words: settings.get("words").composite as boolean,
        wordSettings: { ...defaultWords, kind: settings.get("wordKind").composite as FeatureKind },
      };
    };
    settings.changed.connect(apply);
    apply();
  },
};
