import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import type { Box } from "./geometry";

/** Where the words of each line stand, in px from the corner of the graph. */
export interface Lines {
  readonly closest: readonly Box[];
  readonly row: readonly Box[];
  readonly contrast: readonly Box[];
  /** Of the graph. */
  readonly width: number;
  readonly height: number;
  /** Middles of the gaps in which the pills stand. */
  readonly gaps: { readonly closest: number; readonly contrast: number };
}

/** Measures the words after each drawing and when the graph's size changes; null before. */
export function useLines(root: RefObject<HTMLElement | null>, deps: readonly unknown[]): Lines | null {
  const [lines, setLines] = useState<Lines | null>(null);
  useLayoutEffect(() => {
    const element = root.current;
    if (!element) return undefined;
    const measure = (): void => setLines(measured(element));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, deps);
  return lines;
}

function measured(root: HTMLElement): Lines {
  const corner = root.getBoundingClientRect();
  const boxes = (line: string): readonly Box[] =>
    [...root.querySelectorAll(`[data-line="${line}"] [data-word]`)].map((word) => {
      const { left, top, width, height } = word.getBoundingClientRect();
      return { x: left - corner.left, y: top - corner.top, width, height };
    });
  const gap = (role: string): number => {
    const box = root.querySelector(`[data-gap="${role}"]`)?.getBoundingClientRect();
    return box ? (box.top + box.bottom) / 2 - corner.top : 0;
  };
  return {
    closest: boxes("closest"),
    row: boxes("row"),
    contrast: boxes("contrast"),
    width: corner.width,
    height: corner.height,
    gaps: { closest: gap("closest"), contrast: gap("contrast") },
  };
}
