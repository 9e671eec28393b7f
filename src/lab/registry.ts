import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { ISessionContext } from "@jupyterlab/apputils";
import type { Kernel } from "@jupyterlab/services";
import { Signal } from "@lumino/signaling";
import type { Widget } from "@lumino/widgets";
import { bridge, type LiveExplorer, onExplorers } from "../client";
import type { ISemlaExplorer, ISemlaRegistry, ISemlaSelection } from "./token";

/** What one explorer has on the page. */
interface Known {
  /** Its views; the last one that came is asked. */
  views: readonly LiveExplorer[];
  ends: readonly (() => void)[];
}

/** The live explorers and where they stand in the shell. */
export class ExplorerRegistry implements ISemlaRegistry {
  readonly changed = new Signal<this, void>(this);
  readonly selectionChanged = new Signal<this, ISemlaSelection>(this);
  private known = new Map<string, Known>();
  /** Outputs that a notebook scrolls away leave the page: where an element stood is remembered. */
  private readonly owners = new WeakMap<HTMLElement, Widget>();
  /** Main-area widgets that show an explorer from elsewhere. */
  private readonly claims = new WeakMap<Widget, () => string>();
  /** What was used last in each document. */
  private readonly chosen = new WeakMap<Widget, string>();
  private readonly sized = new ResizeObserver(() => this.locate());
  private document: Widget | null = null;
  private currentId: string | null = null;

  constructor(private readonly shell: JupyterFrontEnd.IShell) {
    onExplorers(() => this.refresh());
    shell.currentChanged?.connect(() => this.follow());
    for (const event of ["pointerdown", "focusin"] as const)
      document.addEventListener(event, (used) => this.use(used.target), { capture: true, passive: true });
    this.follow();
    this.refresh();
  }

  list(): readonly ISemlaExplorer[] {
    return [...this.known.keys()].flatMap((id) => this.describe(id) ?? []);
  }

  get current(): ISemlaExplorer | null {
    return this.currentId === null ? null : this.describe(this.currentId);
  }

  selection(id: string): readonly (string | number)[] {
    return this.view(id)?.selection() ?? [];
  }

  /** The view of an explorer that is asked and mounted; null where it has gone. */
  view(id: string): LiveExplorer | null {
    return this.known.get(id)?.views.at(-1) ?? null;
  }

  /** The notebook, console or other widget of the main area that shows an explorer. */
  owner(id: string): Widget | null {
    for (const { element } of this.known.get(id)?.views ?? []) {
      const owner = this.ownerOf(element);
      if (owner) return owner;
    }
    return null;
  }

  /** The kernel of an explorer; null where it cannot be told. */
  kernel(id: string): Kernel.IKernelConnection | null {
    const owner = this.owner(id);
    return (owner && sessionOf(owner)?.session?.kernel) ?? null;
  }

  /** Makes an explorer the current one, also from another document. */
  choose(id: string): void {
    const owner = this.document;
    if (owner) this.chosen.set(owner, id);
    this.setCurrent(id);
  }

  /** While `widget` is the current one, so is the explorer of that id. */
  claim(widget: Widget, id: () => string): void {
    this.claims.set(widget, id);
    if (this.document === widget) this.follow();
  }

  private describe(id: string): ISemlaExplorer | null {
    const view = this.view(id);
    return view && { id, ...view.summary(), document: this.owner(id)?.title.label ?? "" };
  }

  private refresh(): void {
    const views = new Map<string, LiveExplorer[]>();
    for (const explorer of bridge().explorers)
      views.set(explorer.id, [...(views.get(explorer.id) ?? []), explorer]);
    const before = this.known;
    this.known = new Map(
      [...views].map(([id, now]) => {
        const was = before.get(id);
        if (was && sameViews(was.views, now)) return [id, was];
        was?.ends.forEach((end) => end());
        return [id, { views: now, ends: this.listen(id, now) }];
      }),
    );
    for (const [id, { ends }] of before) if (!views.has(id)) ends.forEach((end) => end());
    this.locate();
    this.followDocument();
    this.changed.emit();
  }

  private listen(id: string, views: readonly LiveExplorer[]): (() => void)[] {
    const asked = views.at(-1);
    if (!asked) return [];
    return [
      asked.onSummary(() => this.changed.emit()),
      asked.onSelection(() => this.selectionChanged.emit({ id, rows: asked.selection() })),
    ];
  }

  /** Looks where elements stand; those that are on no page yet are looked at again once they have a size. */
  private locate(): void {
    this.sized.disconnect();
    let found = false;
    for (const { element } of bridge().explorers) {
      if (this.owners.has(element)) continue;
      if (this.ownerOf(element)) found = true;
      else this.sized.observe(element);
    }
    if (!found) return;
    this.followDocument();
    this.changed.emit();
  }

  private ownerOf(element: HTMLElement): Widget | null {
    const known = this.owners.get(element);
    if (known && !known.isDisposed) return known;
    for (const widget of this.shell.widgets("main")) {
      if (!widget.node.contains(element)) continue;
      this.owners.set(element, widget);
      return widget;
    }
    return null;
  }

  /** Takes the shell's current widget; one without a kernel, such as a text file, leaves the explorer as it is. */
  private follow(): void {
    const widget = this.shell.currentWidget;
    if (!widget) return;
    if (!this.claims.has(widget) && !sessionOf(widget) && this.document && !this.document.isDisposed) return;
    this.document = widget;
    this.followDocument();
  }

  private followDocument(): void {
    const owner = this.document;
    if (!owner || owner.isDisposed) return this.setCurrent(this.known.keys().next().value ?? null);
    const claimed = this.claims.get(owner)?.();
    if (claimed !== undefined) return this.setCurrent(claimed);
    const chosen = this.chosen.get(owner);
    if (chosen !== undefined && this.known.has(chosen)) return this.setCurrent(chosen);
    const own = [...this.known.keys()].filter((id) => this.owner(id) === owner);
    this.setCurrent(own.at(-1) ?? null);
  }

  private setCurrent(id: string | null): void {
    if (this.currentId === id) return;
    this.currentId = id;
    this.changed.emit();
  }

  private use(target: EventTarget | null): void {
    if (!(target instanceof Node)) return;
    for (const { id, element } of bridge().explorers) {
      if (!element.contains(target)) continue;
      const owner = this.ownerOf(element);
      if (!owner || this.chosen.get(owner) === id) return;
      this.chosen.set(owner, id);
      if (owner === this.document) this.setCurrent(id);
      return;
    }
  }
}

/** The session of a notebook, a console or another document with a kernel. */
function sessionOf(widget: Widget): ISessionContext | null {
  const { sessionContext } = widget as { readonly sessionContext?: ISessionContext };
  return sessionContext ?? null;
}

function sameViews(a: readonly LiveExplorer[], b: readonly LiveExplorer[]): boolean {
  return a.length === b.length && a.every((view, i) => view === b[i]);
}
