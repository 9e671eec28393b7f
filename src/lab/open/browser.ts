import type { JupyterFrontEnd } from "@jupyterlab/application";
import type { Widget } from "@lumino/widgets";

/** What is read of JupyterLab's file browser, whose package this extension does not need otherwise. */
interface FileBrowser extends Widget {
  selectedItems(): Iterable<{ readonly path: string; readonly type: string }>;
}

/**
 * Path of the one file that is selected in the file browser, null with none or several: in the browser that was
 * clicked for its menu, else in the one that is on screen.
 */
export function selectedFile(app: JupyterFrontEnd): string | null {
  const clicked = app.contextMenuHitTest((node) => node.classList.contains("jp-FileBrowser"));
  const browsers = [...within(app.shell)].filter(isFileBrowser);
  const browser =
    browsers.find(({ node }) => clicked !== undefined && (node === clicked || node.contains(clicked))) ??
    browsers.find(({ isVisible }) => isVisible);
  const items = browser ? [...browser.selectedItems()] : [];
  const [item] = items;
  return items.length === 1 && item && item.type !== "directory" ? item.path : null;
}

function* within(widget: Widget): Generator<Widget> {
  yield widget;
  for (const child of widget.children()) yield* within(child);
}

function isFileBrowser(widget: Widget): widget is FileBrowser {
  return widget.hasClass("jp-FileBrowser") && "selectedItems" in widget;
}
