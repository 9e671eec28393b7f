import type { Signal } from "@preact/signals";

/** Opens the rest of a list, and closes it again; nothing where there is no more. */
export function ListMore({ open, more }: { open: Signal<boolean>; more: number }) {
  if (more <= 0) return null;
  return (
    <button
      type="button"
      class="jp-Semla-link jp-Semla-listMore"
      aria-expanded={open.value}
      onClick={() => (open.value = !open.value)}
    >
      {open.value ? "Fewer" : `${more} more`}
    </button>
  );
}
