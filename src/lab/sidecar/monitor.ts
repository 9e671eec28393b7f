import type { Kernel } from "@jupyterlab/services";
import { Poll } from "@lumino/polling";
import { Signal } from "@lumino/signaling";
import type { ExplorerRegistry } from "../registry";
import { type Asked, Companion, type SidecarStatus } from "./companion";

/** How often the kernels are asked while the page is seen, in ms. */
const INTERVAL = 3000;

/** The sidecar of one kernel. */
export interface Sidecar {
  /** Of the kernel. */
  readonly id: string;
  /** Titles of the documents that show its explorers, or the kernel's name. */
  readonly name: string;
  readonly status: SidecarStatus;
  /** Analyses of its explorers that are under way. */
  readonly busy: boolean;
}

interface Watched {
  readonly kernel: Kernel.IKernelConnection;
  readonly companion: Promise<Companion | null>;
  status: SidecarStatus | null;
}

/** Knows the sidecars of the kernels that have, or had, an explorer on this page. Asking starts none. */
export class SidecarMonitor {
  readonly changed = new Signal<this, void>(this);
  private readonly watched = new Map<string, Watched>();
  private readonly poll: Poll;
  private phases = "";

  constructor(private readonly registry: ExplorerRegistry) {
    this.poll = new Poll({
      name: "semla-lab:sidecars",
      factory: () => this.refresh(),
      frequency: { interval: INTERVAL, backoff: true, max: 10 * INTERVAL },
      standby: "when-hidden",
    });
    registry.changed.connect(this.follow, this);
    this.follow();
  }

  /** Those that run, in the order in which they were met. */
  list(): readonly Sidecar[] {
    return [...this.watched].flatMap(([id, { status }]) =>
      status?.running
        ? [{ id, name: this.nameOf(id), status, busy: status.pending > 0 || this.isBusy(id) }]
        : [],
    );
  }

  /** Does it to the sidecar of one kernel, and tells the news. */
  async ask(id: string, method: Asked): Promise<void> {
    const watched = this.watched.get(id);
    const companion = await watched?.companion;
    if (!watched || !companion) throw new Error("the kernel of this sidecar has ended");
    watched.status = await companion.ask(method);
    this.changed.emit();
  }

  /** Asks every kernel for its news. */
  async refresh(): Promise<void> {
    await Promise.all([...this.watched].map(([id, watched]) => this.refreshOne(id, watched)));
    this.changed.emit();
  }

  private async refreshOne(id: string, watched: Watched): Promise<void> {
    try {
      const companion = await watched.companion;
      if (companion?.isOpen) watched.status = await companion.ask("status");
      else this.watched.delete(id);
    } catch {
      // a kernel that cannot say has no sidecar to show; its explorer tells of what went wrong
      watched.status = null;
    }
  }

  private follow(): void {
    let news = false;
    for (const { id } of this.registry.list()) {
      const kernel = this.registry.kernel(id);
      if (!kernel || this.watched.has(kernel.id)) continue;
      news = true;
      this.watched.set(kernel.id, {
        kernel,
        companion: Companion.open(kernel).catch(() => null),
        status: null,
      });
    }
    const phases = this.registry
      .list()
      .map(({ id, phase }) => `${id} ${phase}`)
      .join();
    if (!news && phases === this.phases) return;
    this.phases = phases;
    void this.poll.refresh();
  }

  private explorersOf(id: string) {
    return this.registry.list().filter((explorer) => this.registry.kernel(explorer.id)?.id === id);
  }

  private isBusy(id: string): boolean {
    return this.explorersOf(id).some(({ phase }) => phase === "running");
  }

  private nameOf(id: string): string {
    const documents = new Set(this.explorersOf(id).map(({ document }) => document));
    return [...documents].filter((title) => title).join(", ") || this.watched.get(id)?.kernel.name || id;
  }
}
