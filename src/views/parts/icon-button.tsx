import type { ComponentChildren } from "preact";

interface Options {
  readonly icon: ComponentChildren;
  /** What it does; its accessible name and tooltip. */
  readonly name: string;
  readonly onClick: () => void;
  /** For switches: whether it is on. */
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  /** Key that does the same; the explorer presses this button for it. */
  readonly shortcut?: string;
}

export function IconButton({ icon, name, onClick, pressed, disabled = false, shortcut }: Options) {
  return (
    <button
      type="button"
      class="jp-Semla-iconButton"
      title={name}
      aria-label={name}
      aria-pressed={pressed}
      disabled={disabled}
      data-key={shortcut}
      onClick={onClick}
    >
      {icon}
    </button>
  );
}
