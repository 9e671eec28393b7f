import { Token } from "@lumino/coreutils";
import type { ISignal } from "@lumino/signaling";

/** A live explorer of the page, as plain data of this moment. */
export interface ISemlaExplorer {
  /** The same for every view of one explorer, and after a reload of the page. */
  readonly id: string;
  /** What the data set and the model are called; no model where only arrays were given. */
  readonly dataset: string;
  readonly model: string | null;
  /** Title of the notebook, console or other document that shows it; "" where it cannot be told. */
  readonly document: string;
  /** What the analysis is doing. */
  readonly phase:
    "starting" | "exporting" | "running" | "ready" | "failed" | "cancelled" | "closed" | "saved";
  /** Rows of the data set, those that pass the filters, and those selected. */
  readonly rows: number;
  readonly shown: number;
  readonly selected: number;
}

/** The rows that are selected in an explorer, by the ids of the user's data, in the order of the data. */
export interface ISemlaSelection {
  readonly id: string;
  readonly rows: readonly (string | number)[];
}

/**
 * The SemLa explorers of the page. Another extension requires it by the token of the same name, from the package
 * `semla-lab`, and so hears of selections:
 *
 * ```ts
 * import { ISemlaRegistry } from "semla-lab";
 *
 * const plugin: JupyterFrontEndPlugin<void> = {
 *   id: "my-extension:plugin",
 *   optional: [ISemlaRegistry],
 *   activate: (app, semla: ISemlaRegistry | null) => {
 *     semla?.selectionChanged.connect((_, { id, rows }) => console.log(id, rows));
 *   },
 * };
 * ```
 */
export interface ISemlaRegistry {
  /** Every explorer once, in the order in which they came. */
  list(): readonly ISemlaExplorer[];
  /** That of the current notebook or console, the one used last where it has several; null where it has none. */
  readonly current: ISemlaExplorer | null;
  /** The selected rows of an explorer; none where it has gone. */
  selection(id: string): readonly (string | number)[];
  /** An explorer came, went or changed (title, counts, phase), or another is the current one. */
  readonly changed: ISignal<ISemlaRegistry, void>;
  readonly selectionChanged: ISignal<ISemlaRegistry, ISemlaSelection>;
}

export const ISemlaRegistry = new Token<ISemlaRegistry>(
  "semla-lab:ISemlaRegistry",
  "The live SemLa explorers of the page and what is selected in them.",
);
