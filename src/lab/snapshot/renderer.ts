import type { ISessionContext } from "@jupyterlab/apputils";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Panel, Widget } from "@lumino/widgets";
import type { draw, Drawn } from "./drawing";
import { LiveView } from "./live";
import { pictureOf, readSaved, type Saved, SNAPSHOT_MIME, type Unreadable } from "./saved";
import { seen } from "./seen";
import type { Sentences } from "./sentences";
import { type Surroundings, surroundingsOf } from "./surroundings";

/** How long a connected kernel may take to show its widget before the saved one is drawn, ms. */
const PATIENCE = 400;
/** Room kept for what will be drawn, so that outputs further down are not taken for visible. */
const RESERVED = "480px";

interface Options {
  readonly says: Sentences;
  /** Runs the notebook's active cell. */
  readonly runCell: () => void;
  readonly loadDrawing: () => Promise<{ readonly draw: typeof draw }>;
}

/** What an output shows: the live explorer where the kernel has it, else the saved one. */
export class SnapshotRenderer extends Panel implements IRenderMime.IRenderer {
  private readonly place = new Widget();
  private model: IRenderMime.IMimeModel | null = null;
  private around: Surroundings = { rendermime: null, session: null, activateCell: null };
  private live: LiveView | null = null;
  private drawn: { readonly data: unknown; readonly drawn: Drawn } | null = null;
  /** Ends the waiting for the live explorer. */
  private decided: () => void = () => undefined;
  /** What is under way; later calls stop earlier ones. */
  private work = new AbortController();

  constructor(private readonly options: Options) {
    super();
    this.addClass("jp-SemlaSaved");
    this.addWidget(this.place);
  }

  /** Shows an output, or what it has become: an explorer that is live already stays as it is. */
  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.model = model;
    // where it stands says which kernel it belongs to
    if (this.isAttached) await this.settle(model);
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.work.abort();
    this.follow(null);
    this.live?.dispose();
    this.erase();
    this.decided();
    super.dispose();
  }

  protected override onAfterAttach(): void {
    if (this.model) void this.settle(this.model);
  }

  private async settle(model: IRenderMime.IMimeModel): Promise<void> {
    this.work.abort();
    const { signal } = (this.work = new AbortController());
    const around = surroundingsOf(this);
    this.follow(around);
    const saved = readSaved(model.data);
    this.seekLive("problem" in saved || !model.trusted ? null : saved.modelId);
    if (this.live?.state === "unknown" && isConnected(around.session) && !this.drawn) {
      await new Promise<void>((resolve) => {
        this.decided = resolve;
        setTimeout(resolve, PATIENCE);
      });
    }
    if (!signal.aborted && this.live?.state !== "live")
      await this.drawSaved(saved, pictureOf(model.data), signal);
  }

  /**
   * Only a trusted output may ask for the widget, whose code is the kernel's; what was saved is drawn in any.
   */
  private seekLive(modelId: string | null): void {
    if (this.live?.modelId === modelId) return;
    this.live?.dispose();
    this.live = null;
    const { rendermime, session } = this.around;
    if (modelId === null || !rendermime) return;
    this.live = new LiveView(modelId, this, rendermime, session, (state) => {
      this.decided();
      if (state === "live") {
        this.work.abort();
        this.erase();
      }
      // a widget that was closed leaves what was saved of it
      else if (this.model && this.isAttached) void this.settle(this.model);
    });
  }

  private async drawSaved(
    saved: Saved | Unreadable,
    picture: string | null,
    signal: AbortSignal,
  ): Promise<void> {
    const data = "problem" in saved ? saved.problem : saved.data;
    if (this.drawn?.data === data) return;
    if (!this.drawn) this.place.node.style.minHeight = RESERVED;
    try {
      const [visible, { draw }] = await Promise.all([seen(this.node, signal), this.options.loadDrawing()]);
      if (!visible || signal.aborted) return;
      const element = document.createElement("div");
      this.erase();
      this.place.node.append(element);
      const drawn = await draw(element, saved, picture, this.options.says);
      if (signal.aborted) return drawn.dispose();
      this.drawn = { data, drawn };
      this.offerRun();
    } catch (error) {
      console.error(`${SNAPSHOT_MIME}: not drawn`, error);
      if (!signal.aborted) this.place.node.textContent = this.options.says.notLoaded;
    } finally {
      if (!signal.aborted) this.place.node.style.minHeight = "";
    }
  }

  private erase(): void {
    this.drawn?.drawn.dispose();
    this.drawn = null;
    this.place.node.replaceChildren();
    this.place.node.style.minHeight = "";
  }

  private follow(around: Surroundings | null): void {
    this.around.session?.kernelChanged.disconnect(this.offerRun);
    if (!around) return;
    this.around = around;
    around.session?.kernelChanged.connect(this.offerRun);
  }

  private readonly offerRun = (): void => {
    const { session, activateCell } = this.around;
    const run = (): void => {
      activateCell?.();
      this.options.runCell();
    };
    this.drawn?.drawn.offerRun(session?.session?.kernel && activateCell ? run : null);
  };
}

function isConnected(session: ISessionContext | null): boolean {
  return session?.session?.kernel?.connectionStatus === "connected";
}
