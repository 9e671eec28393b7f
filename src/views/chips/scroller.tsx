import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

/**
 * Chips in one line that scrolls where they are too many: with the wheel, with the keyboard's focus, and to a chip
 * that has just been added. Fading ends say that there are more.
 */
export function Scroller({ children }: { children: ComponentChildren }) {
  const list = useRef<HTMLDivElement>(null);
  const known = useRef<ReadonlySet<Element>>(new Set());
  useEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    const mark = (): void => {
      const { scrollLeft, clientWidth, scrollWidth } = element;
      element.dataset["before"] = String(scrollLeft > 1);
      element.dataset["after"] = String(scrollLeft + clientWidth < scrollWidth - 1);
    };
    const onWheel = (event: WheelEvent): void => {
      if (element.scrollWidth <= element.clientWidth || event.deltaX !== 0 || event.ctrlKey) return;
      const from = element.scrollLeft;
      element.scrollLeft += event.deltaY;
      // at either end the page scrolls on
      if (element.scrollLeft !== from) event.preventDefault();
    };
    const observer = new ResizeObserver(mark);
    const changes = new MutationObserver(mark);
    observer.observe(element);
    changes.observe(element, { childList: true, subtree: true, characterData: true });
    element.addEventListener("scroll", mark, { passive: true });
    element.addEventListener("wheel", onWheel, { passive: false });
    mark();
    return () => {
      observer.disconnect();
      changes.disconnect();
      element.removeEventListener("scroll", mark);
      element.removeEventListener("wheel", onWheel);
    };
  }, []);
  useLayoutEffect(() => {
    const chips = [...(list.current?.children ?? [])];
    const added = chips.filter((chip) => !known.current.has(chip)).at(-1);
    known.current = new Set(chips);
    const box = list.current;
    if (!added || !box) return;
    const [outer, inner] = [box.getBoundingClientRect(), added.getBoundingClientRect()];
    if (inner.right > outer.right || inner.left < outer.left) box.scrollLeft += inner.left - outer.left - 24;
  });
  return (
    <div ref={list} class="jp-Semla-chipList">
      {children}
    </div>
  );
}
