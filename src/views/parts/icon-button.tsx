import type { ComponentChildren } from "preact";

interface Options {
  readonly icon: ComponentChildren;
  /** What it does; its accessible name and tooltip. */
  readonly name: string;
  readonly onClick: () => void;
  /** For switches: whether it is on. */
  readonly pressed?: boolean;
  readonly disabled?: boolean;
}

export function IconButton({ icon, name, onClick, pressed, disabled = false }: Options) {
  return (
    <button
      type="button"
      class="jp-Semla-iconButton"
      title={name}
      aria-label={name}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      {icon}
    </button>
  );
}
