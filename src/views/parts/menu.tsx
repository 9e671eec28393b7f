import { type ComponentChildren, Fragment } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useOutside } from "./outside";

export interface MenuItem {
  readonly name: string;
  readonly onSelect: () => void;
  /** For choices: whether this one is taken. */
  readonly checked?: boolean;
  /** Key that does the same. */
  readonly shortcut?: string;
  /** Why it cannot be chosen now. */
  readonly disabled?: string | undefined;
  /** Stands over this item and those that follow. */
  readonly heading?: string;
}

interface Options {
  /** Accessible name and tooltip of the button. */
  readonly name: string;
  readonly className: string;
  readonly items: readonly MenuItem[];
  /** The edge of the button that the list lines up with; default its end. */
  readonly align?: "start" | "end";
  readonly children: ComponentChildren;
}

/**
 * A button that opens a menu. Arrow keys, Home and End move, Enter or a click chooses, Escape closes and gives the
 * focus back; a click elsewhere or Tab closes.
 */
export function Menu({ name, className, items, align = "end", children }: Options) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => {
    if (!open) return;
    const all = entries(root.current);
    (all.find((entry) => entry.getAttribute("aria-checked") === "true") ?? all[0])?.focus();
  }, [open]);
  useOutside(root, open, setOpen);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open) {
      if (event.key !== "ArrowDown") return;
      setOpen(true);
    } else if (event.key === "Escape") close();
    else if (event.key === "Tab") return close();
    else {
      const all = entries(root.current);
      const at = all.indexOf(document.activeElement as HTMLElement);
      const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
      if (next === undefined) return;
      all.at(next % all.length)?.focus();
    }
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
        <div class="jp-Semla-menuList" data-align={align} role="menu" aria-label={name}>
          {items.map((item, i) => (
            <Fragment key={`${i} ${item.name}`}>
              {item.heading && <span class="jp-Semla-menuHeading">{item.heading}</span>}
              <button
                type="button"
                role={item.checked === undefined ? "menuitem" : "menuitemradio"}
                aria-checked={item.checked}
                aria-disabled={item.disabled !== undefined}
                title={item.disabled}
                tabIndex={-1}
                onClick={() => {
                  if (item.disabled !== undefined) return;
                  close();
                  item.onSelect();
                }}
              >
                {item.name}
                {item.shortcut && <kbd>{item.shortcut}</kbd>}
              </button>
            </Fragment>
          ))}
        </div>
      )}
    </div>
  );
}

function entries(root: HTMLElement | null): HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
}
