import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../parts/icons";
import { IconButton } from "../parts/icon-button";

const shortcuts = [
  ["/", "Search text"],
  ["Arrow keys", "On the map: go to the nearest point that way"],
  ["Enter", "On the map: open the point in the Sample tab"],
  ["Escape", "Clear the selection"],
  ["Shift, Alt + lasso or box", "Add to the selection, remove from it"],
  ["Ctrl or ⌘ + Z", "Undo a filter, selection or group"],
  ["Ctrl or ⌘ + Shift + Z", "Redo; also Ctrl + Y"],
  ["Ctrl or ⌘ + wheel", "Zoom the map"],
  ["?", "These shortcuts"],
] as const;

/** The keyboard shortcuts, over the screen until closed. */
export function Help({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.show();
    return () => before instanceof HTMLElement && before.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="jp-Semla-help"
      aria-label="Keyboard shortcuts"
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
        event.stopPropagation();
      }}
    >
      <header>
        <h3>Keyboard shortcuts</h3>
        <span class="jp-Semla-space" />
        <IconButton icon={<Icon name="cross" />} name="Close" onClick={onClose} />
      </header>
      <dl>
        {shortcuts.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
