import type { ISessionContext } from "@jupyterlab/apputils";
import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type { Panel } from "@lumino/widgets";
import { bridge, type LiveExplorer, onExplorers } from "../../client/bridge";

export const WIDGET_MIME = "application/vnd.jupyter.widget-view+json";

/** "unknown": no kernel has said yet whether it holds the model. */
export type LiveState = "unknown" | "live" | "absent";

/** The live widget of a model, drawn by the place's own renderer of widgets as soon as the kernel has the model. */
export class LiveView {
  private renderer: IRenderMime.IRenderer | null = null;
  private factory: unknown = null;
  private now: LiveState = "unknown";
  private disposed = false;
  private readonly told = new WeakSet<LiveExplorer>();
  private readonly unlisten = onExplorers(() => this.tell());
  private readonly observer = new MutationObserver(() => this.look());

  /**
   * @param panel where the widget goes, hidden until it is there.
   * @param changed told of each change of `state`.
   */
  constructor(
    readonly modelId: string,
    private readonly panel: Panel,
    private readonly rendermime: IRenderMimeRegistry,
    private readonly session: ISessionContext | null,
    private readonly changed: (state: LiveState) => void,
  ) {
    session?.statusChanged.connect(this.attempt);
    session?.connectionStatusChanged.connect(this.attempt);
    session?.kernelChanged.connect(this.attempt);
    void session?.ready.then(this.attempt);
    this.attempt();
  }

  get state(): LiveState {
    return this.now;
  }

  dispose(): void {
    this.session?.statusChanged.disconnect(this.attempt);
    this.session?.connectionStatusChanged.disconnect(this.attempt);
    this.session?.kernelChanged.disconnect(this.attempt);
    this.disposed = true;
    this.unlisten();
    this.drop();
  }

  /**
   * A place replaces its renderer of widgets when its kernel is known; one that was made before never hears of that
   * kernel, so each new renderer is tried.
   */
  private readonly attempt = (): void => {
    const factory = this.rendermime.getFactory(WIDGET_MIME);
    if (this.disposed || !factory || factory === this.factory || this.now === "live") return;
    this.drop();
    this.factory = factory;
    this.renderer = this.rendermime.createRenderer(WIDGET_MIME);
    this.renderer.hide();
    this.panel.addWidget(this.renderer);
    this.observer.observe(this.renderer.node, { childList: true, attributeFilter: ["class"] });
    const data = { [WIDGET_MIME]: { version_major: 2, version_minor: 0, model_id: this.modelId } };
    this.renderer
      .renderModel(this.rendermime.createModel({ data, trusted: true }))
      .catch(() => this.become("absent"));
  };

  /** The renderer of widgets tells nobody what came of a model: it holds a widget, or marks its own failure. */
  private look(): void {
    const node = this.renderer?.node;
    if (!node) return;
    if (node.querySelector(":scope > .lm-Widget")) this.become("live");
    else if (this.now === "live" || node.classList.contains("jupyter-widgets")) this.become("absent");
  }

  private become(state: LiveState): void {
    if (state === this.now) return;
    this.now = state;
    this.renderer?.setHidden(state !== "live");
    this.tell();
    this.changed(state);
  }

  private tell(): void {
    for (const explorer of bridge().explorers) {
      if (this.told.has(explorer) || !this.renderer?.node.contains(explorer.element)) continue;
      this.told.add(explorer);
      explorer.stays();
    }
  }

  private drop(): void {
    this.observer.disconnect();
    this.renderer?.dispose();
    this.renderer = null;
  }
}
