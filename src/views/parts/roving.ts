import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** The arrow keys that move inside a group. */
export type Axis = "horizontal" | "vertical";

const steps: Record<Axis, Readonly<Record<string, 1 | -1>>> = {
  horizontal: { ArrowRight: 1, ArrowLeft: -1 },
  vertical: { ArrowDown: 1, ArrowUp: -1 },
};

/**
 * Makes the controls inside an element one tab stop: arrow keys along the axis, Home and End move among them. Where
 * the control that has the focus is taken away, its neighbour gets it, or the screen when none is left.
 */
export function useRoving(root: RefObject<HTMLElement | null>, axis: Axis): void {
  useEffect(() => (root.current ? rove(root.current, axis) : undefined), [root, axis]);
}

function rove(root: HTMLElement, axis: Axis): () => void {
  let stop: HTMLElement | undefined;
  let place = 0;
  let focused = false;
  const screen = root.closest<HTMLElement>(".jp-Semla");

  const refresh = (): void => {
    const all = members(root);
    const kept = stop !== undefined && all.includes(stop);
    if (!kept) stop = all[Math.min(place, all.length - 1)];
    place = stop ? all.indexOf(stop) : 0;
    for (const member of all) member.tabIndex = member === stop ? 0 : -1;
    if (focused && !kept) stop?.focus();
  };
  const onFocusIn = (event: FocusEvent): void => {
    const member = members(root).find((each) => each === event.target);
    if (!member) return;
    focused = true;
    stop = member;
    refresh();
  };
  const onFocusOut = (event: FocusEvent): void => {
    // what is taken away loses the focus too, and then its neighbour should get it
    const left = event.target as HTMLElement;
    queueMicrotask(() => {
      if (left.isConnected && !root.contains(document.activeElement)) focused = false;
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const all = members(root);
    const at = all.indexOf(event.target as HTMLElement);
    if (at < 0 || event.defaultPrevented) return;
    const step = steps[axis][event.key];
    const next =
      step !== undefined
        ? atEdge(event.target, step)
          ? at + step
          : at
        : event.target instanceof HTMLInputElement
          ? at
          : { Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined || next === at) return;
    all[(next + all.length) % all.length]?.focus();
    event.preventDefault();
    event.stopPropagation();
  };

  const observer = new MutationObserver(refresh);
  observer.observe(root, { childList: true, subtree: true, attributeFilter: ["disabled"] });
  root.addEventListener("focusin", onFocusIn);
  root.addEventListener("focusout", onFocusOut);
  root.addEventListener("keydown", onKeyDown);
  refresh();
  return () => {
    observer.disconnect();
    root.removeEventListener("focusin", onFocusIn);
    root.removeEventListener("focusout", onFocusOut);
    root.removeEventListener("keydown", onKeyDown);
    const { activeElement } = document;
    const elsewhere = activeElement && activeElement !== document.body && !root.contains(activeElement);
    if (focused && !elsewhere) screen?.focus();
  };
}

/** What an open menu or dialog holds is its own. */
function members(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>("button:not(:disabled), input:not(:disabled)")].filter(
    (member) => {
      const inner = member.closest('[role="menu"], [role="dialog"]');
      return !inner || !root.contains(inner);
    },
  );
}

/** In a text field the arrows move the caret until it can go no further. */
function atEdge(target: EventTarget | null, step: 1 | -1): boolean {
  if (!(target instanceof HTMLInputElement)) return true;
  const { selectionStart, selectionEnd, value } = target;
  return selectionStart === selectionEnd && selectionStart === (step > 0 ? value.length : 0);
}
