import type { ISessionContext } from "@jupyterlab/apputils";
import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import type { Widget } from "@lumino/widgets";

/** What the place of an output offers. Null: the place has none, as the preview of a file. */
export interface Surroundings {
  /** By which the place draws its outputs, and which knows the widgets of its kernel. */
  readonly rendermime: IRenderMimeRegistry | null;
  readonly session: ISessionContext | null;
  /** Makes the output's cell the notebook's active and only selected one. */
  readonly activateCell: (() => void) | null;
}

/** What is read of a notebook. */
interface Cells extends Widget {
  readonly widgets: readonly Widget[];
  activeCellIndex: number;
  deselectAll(): void;
}

/**
 * Looks upwards from an output, so that notebooks, consoles, views of one output and Notebook 7 are all alike and
 * none of their trackers is needed.
 */
export function surroundingsOf(output: Widget): Surroundings {
  let rendermime: IRenderMimeRegistry | null = null;
  let session: ISessionContext | null = null;
  let activateCell: (() => void) | null = null;
  let below: Widget = output;
  for (let place = output.parent; place; place = place.parent) {
    if (isDrawing(place)) rendermime ??= place.rendermime;
    if (inSession(place)) session ??= place.sessionContext;
    if (isCells(place)) activateCell ??= activation(place, below);
    below = place;
  }
  return { rendermime, session, activateCell };
}

function activation(notebook: Cells, cell: Widget): () => void {
  return () => {
    const index = notebook.widgets.indexOf(cell);
    if (index < 0) return;
    notebook.deselectAll();
    notebook.activeCellIndex = index;
  };
}

function isDrawing(place: object): place is { readonly rendermime: IRenderMimeRegistry } {
  return "rendermime" in place && typeof place.rendermime === "object" && place.rendermime !== null;
}

function inSession(place: object): place is { readonly sessionContext: ISessionContext } {
  return (
    "sessionContext" in place && typeof place.sessionContext === "object" && place.sessionContext !== null
  );
}

function isCells(place: Widget): place is Cells {
  return "activeCellIndex" in place && "deselectAll" in place && "widgets" in place;
}
