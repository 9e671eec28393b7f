import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** Height of a row of a table, px. */
export const rowHeight = 20;
/** Rows drawn beyond the visible ones, above and below. */
const spare = 8;

/** The part of a long table that is in the page, and its row that has the focus. */
export interface RowWindow {
  /** Goes onto the element that scrolls. */
  readonly body: RefObject<HTMLDivElement | null>;
  readonly onScroll: (event: { readonly currentTarget: HTMLElement }) => void;
  /** Rows to draw: from `first` to before `last`. */
  readonly first: number;
  readonly last: number;
  /** The row that has the focus. */
  readonly at: number;
  /** Moves the focus to a row, or to the nearest there is, and into view. @returns that row. */
  focus(index: number): number;
  /** Where a key moves the focus; null for keys that do not. */
  target(key: string): number | null;
}

/**
 * @param count rows of the table.
 * @param height of the element that scrolls, px.
 * @param headHeight of the heading above the rows, px.
 */
export function useRowWindow(count: number, height: number, headHeight: number): RowWindow {
  const body = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const focused = useSignal(0);
  const at = Math.min(focused.value, Math.max(0, count - 1));
  useLayoutEffect(() => {
    const element = body.current;
    if (!element) return;
    const y = at * rowHeight;
    const room = element.clientHeight - headHeight - rowHeight;
    if (y < element.scrollTop) element.scrollTop = y;
    else if (y > element.scrollTop + room) element.scrollTop = y - room;
  }, [at, headHeight]);

  const visible = Math.ceil(height / rowHeight);
  const first = Math.max(0, Math.floor(top.value / rowHeight) - spare);
  return {
    body,
    onScroll: (event) => (top.value = event.currentTarget.scrollTop),
    first,
    last: Math.min(count, first + visible + 2 * spare),
    at,
    focus: (index) => (focused.value = Math.max(0, Math.min(count - 1, index))),
    target: (key) => {
      const step = { ArrowDown: 1, ArrowUp: -1, PageDown: visible - 2, PageUp: 2 - visible }[key];
      if (step !== undefined) return at + step;
      return { Home: 0, End: count - 1 }[key] ?? null;
    },
  };
}
