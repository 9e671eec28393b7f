import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Side of a square canvas in CSS px, and how many device px a CSS px has. */
export interface CanvasSize {
  readonly side: number;
  readonly ratio: number;
}

/** The largest square that fits into an element, as the element and the screen change. */
export function useSquare(host: RefObject<HTMLElement | null>): ReadonlySignal<CanvasSize> {
  const size = useSignal<CanvasSize>({ side: 0, ratio: 1 });
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const measure = (): void => {
      const side = Math.floor(Math.min(element.clientWidth, element.clientHeight));
      const ratio = window.devicePixelRatio || 1;
      if (side !== size.value.side || ratio !== size.value.ratio) size.value = { side, ratio };
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    // the page's zoom and another screen change the ratio
    window.addEventListener("resize", measure);
    measure();
    return () => {
      observer.disconnect();
      window.removeEventListener("resize", measure);
    };
  }, [host, size]);
  return size;
}
