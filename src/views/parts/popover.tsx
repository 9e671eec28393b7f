import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useOutside } from "./outside";

interface Options {
  /** Accessible name of the button and of what it opens. */
  readonly name: string;
  /** Of the button; default `name`. */
  readonly title?: string;
  readonly className: string;
  /** Whether what it opens is in force. */
  readonly pressed?: boolean;
  /** Default width of the panel in px; never wider than the screen. */
  readonly width: number;
  readonly button: ComponentChildren;
  /** What the panel holds; made only while it is open. */
  readonly children: (close: () => void) => ComponentChildren;
}

const MARGIN = 8;

/**
 * A button that opens a panel of controls under it, inside the screen or the tab it is in. The first control gets the focus; Escape
 * closes and gives it back, a press or the focus elsewhere closes.
 */
export function Popover({ name, title = name, className, pressed, width, button, children }: Options) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const close = (): void => {
    setOpen(false);
    opener.current?.focus();
  };
  useLayoutEffect(() => {
    // a tab cuts off what stands out of it
    const screen = root.current?.closest(".jp-Semla-panel, .jp-Semla");
    if (!open || !screen || !root.current || !panel.current) return;
    place(panel.current, root.current.getBoundingClientRect(), screen.getBoundingClientRect(), width);
    panel.current.querySelector<HTMLElement>("input, button, select")?.focus();
  }, [open, width]);
  useOutside(root, open, setOpen);
  return (
    <div class="jp-Semla-menu" ref={root}>
      <button
        type="button"
        ref={opener}
        class={className}
        title={title}
        aria-label={name}
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-pressed={pressed}
        onClick={() => (open ? close() : setOpen(true))}
      >
        {button}
      </button>
      {open && (
        <div
          ref={panel}
          class="jp-Semla-popover"
          role="dialog"
          aria-label={name}
          onKeyDown={(event) => {
            if (event.key !== "Escape" || event.defaultPrevented) return;
            close();
            event.preventDefault();
            event.stopPropagation();
          }}
        >
          {children(close)}
        </div>
      )}
    </div>
  );
}

/** Under the button, its end at the button's end, moved and bounded so that the screen holds it. */
function place(panel: HTMLElement, button: DOMRect, screen: DOMRect, wanted: number): void {
  const width = Math.min(wanted, screen.width - 2 * MARGIN);
  const left = Math.max(screen.left + MARGIN, Math.min(button.right - width, screen.right - MARGIN - width));
  panel.style.width = `${width}px`;
  panel.style.left = `${left - button.left}px`;
  panel.style.maxHeight = `${Math.max(120, screen.bottom - button.bottom - 4 - MARGIN)}px`;
}
