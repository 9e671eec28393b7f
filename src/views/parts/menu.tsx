import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

export interface MenuItem {
  readonly name: string;
  readonly onSelect: () => void;
  /** For choices: whether this one is taken. */
  readonly checked?: boolean;
  /** Key that does the same. */
  readonly shortcut?: string;
}

/**
 * A button that opens a menu. Arrow keys move, Enter or a click chooses, Escape or a click elsewhere closes and
 * gives the focus back.
 */
export function Menu(options: {
  name: string;
  className: string;
  items: readonly MenuItem[];
  children: ComponentChildren;
}) {
  const { name, className, items, children } = options;
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent): void => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    entries(root.current)[
      Math.max(
        0,
        items.findIndex((item) => item.checked),
      )
    ]?.focus();
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open) return;
    const all = entries(root.current);
    const at = all.indexOf(document.activeElement as HTMLElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) all[(at + step + all.length) % all.length]?.focus();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class="jp-Semla-menu" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        ref={button}
        class={className}
        title={name}
        aria-label={name}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open && (
        <div class="jp-Semla-menuList" role="menu" aria-label={name}>
          {items.map((item) => (
            <button
              key={item.name}
              type="button"
              role={item.checked === undefined ? "menuitem" : "menuitemradio"}
              aria-checked={item.checked}
              onClick={() => {
                close();
                item.onSelect();
              }}
            >
              {item.name}
              {item.shortcut && <kbd>{item.shortcut}</kbd>}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function entries(root: HTMLElement | null): HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
}
