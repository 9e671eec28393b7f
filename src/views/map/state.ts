import { signal } from "@preact/signals";
import type { Rect } from "../../core";
import type { Size } from "./camera";
import type { Emphasis } from "./emphasis";

/** Where a row's point is on the screen, in px. */
export interface Anchor {
  readonly row: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** What the map's panels show and the store does not hold, since nobody else needs it. */
export function createMapState() {
  return {
    size: signal<Size>({ width: 0, height: 0 }),
    /** Point with the tooltip. */
    anchor: signal<Anchor | null>(null),
    /** Where the tooltip lies, in px. */
    tooltip: signal<Rect | null>(null),
    emphasis: signal<Emphasis | null>(null),
    /** Number of words over the points; null while they are off. */
    words: signal<number | null>(null),
    /** Zoomed in far enough that an overview helps. */
    zoomed: signal(false),
    /** Why points cannot be drawn. */
    failure: signal<string | null>(null),
    /** How to zoom, shown once. */
    hint: signal(false),
    /** Whether the legend's button has opened it. */
    legendOpened: signal(false),
  };
}

export type MapState = ReturnType<typeof createMapState>;

/** Narrowest map on which the legend lies open; below it is a button. px. */
const openLegendWidth = 780;
/** Below this width or height the tools are the few that a small map needs. px. */
const compactToolsWidth = 700;
const compactToolsHeight = 400;

/** Whether the legend is a button that opens it. */
export function isLegendButton(size: Size): boolean {
  return size.width < openLegendWidth;
}

export function hasCompactTools(size: Size): boolean {
  return size.width < compactToolsWidth || size.height < compactToolsHeight;
}
