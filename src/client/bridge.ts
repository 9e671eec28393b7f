import type { Phase, ViewState } from "./state";

/** What is shown of a live explorer outside it. */
export interface LiveSummary {
  readonly dataset: string;
  /** Null where only arrays were given. */
  readonly model: string | null;
  readonly phase: Phase;
  /** Rows of the data set, rows that pass the filters, and rows selected. */
  readonly rows: number;
  readonly shown: number;
  readonly selected: number;
}

/**
 * A view of an explorer that is on the page. Plain data and callbacks only: whoever reads it may be another bundle with
 * a copy of the signals of its own, which would not follow those in here.
 */
export interface LiveExplorer {
  /** Of the explorer in the kernel: two views of it have the same, and a reloaded page finds it again. */
  readonly id: string;
  /** Where it stands on the page. */
  readonly element: HTMLElement;
  summary(): LiveSummary;
  /** Ids of the selected rows, in the order of the data. */
  selection(): readonly (string | number)[];
  /** Both call back at each later change, and give what ends that. */
  onSummary(callback: () => void): () => void;
  onSelection(callback: () => void): () => void;
  /** Tells the kernel that this view stays when the output that it stands in is updated. */
  stays(): void;
  /** Its tabs for a side panel, or the whole explorer, fill an element until disposed; both follow this view. */
  mountPanel(element: HTMLElement): { dispose(): void };
  mountExplorer(element: HTMLElement): { dispose(): void };
}

/**
 * Where live explorers of a page are listed, so that a JupyterLab plugin, which is another bundle, can find them:
 * `globalThis[Symbol.for("semla.bridge")]`. Its `defaults` are what the plugin's settings hold.
 */
export interface Bridge {
  readonly explorers: Set<LiveExplorer>;
  /** Called when one has come or gone. */
  readonly listeners: Set<() => void>;
  defaults: Partial<Pick<ViewState, "height" | "colourBy" | "words" | "wordSettings">>;
}

const key = Symbol.for("semla.bridge");

export function bridge(): Bridge {
  const page = globalThis as { [key]?: Bridge };
  return (page[key] ??= { explorers: new Set(), listeners: new Set(), defaults: {} });
}

/** Lists an explorer until the returned function is called. */
export function announce(explorer: LiveExplorer): () => void {
  const { explorers, listeners } = bridge();
  const tell = (): void => [...listeners].forEach((listener) => listener());
  explorers.add(explorer);
  tell();
  return () => {
    if (explorers.delete(explorer)) tell();
  };
}

/** Calls back when an explorer has come or gone, until the returned function is called. */
export function onExplorers(callback: () => void): () => void {
  const { listeners } = bridge();
  listeners.add(callback);
  return () => listeners.delete(callback);
}
