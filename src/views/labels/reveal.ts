/** Height in px of what stays at the top of a list while it scrolls. */
const HEAD = 24;

/** Scrolls the list that a row stands in just so far that it can be seen; nothing around the list moves. */
export function reveal(row: HTMLElement, list: HTMLElement | null): void {
  if (!list) return;
  const [inner, outer] = [row.getBoundingClientRect(), list.getBoundingClientRect()];
  if (inner.top < outer.top + HEAD) list.scrollTop -= outer.top + HEAD - inner.top;
  else if (inner.bottom > outer.bottom) list.scrollTop += inner.bottom - outer.bottom;
}
