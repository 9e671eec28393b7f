import { signal } from "@preact/signals";
import type { Rect } from "../../core";
import type { Size } from "./camera";
import type { DrawnWord, WordStatistics } from "./local-words";
import type { Symbols } from "./symbols";
import type { WordExtent } from "./word-extent";

/** Where a row's point is on the screen, in px. */
export interface Anchor {
  readonly row: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface PointedWord {
  readonly word: DrawnWord;
  /** How many of the rows shown contain it, and where they lie. */
  readonly rows: number;
  readonly extent: WordExtent | null;
}

/** What the map's panels show and the store does not hold, since nobody else needs it. */
export function createMapState() {
  return {
    size: signal<Size>({ width: 0, height: 0 }),
    /** Point with the tooltip. */
    anchor: signal<Anchor | null>(null),
    /** Where the tooltip lies, in px. */
    tooltip: signal<Rect | null>(null),
    /** Symbols of the labels shown; null where points are discs. */
    symbols: signal<Symbols | null>(null),
    /** What the outlines and lines over the points mean, in words. */
    notes: signal<readonly string[]>([]),
    /** Number of words over the points; null while they are off. */
    words: signal<number | null>(null),
    /** The words over the points, for the keyboard; told once they rest. */
    wordList: signal<readonly DrawnWord[]>([]),
    /** Word under the pointer or the keyboard's focus. */
    pointedWord: signal<PointedWord | null>(null),
    /** Whether the settings of words are open, and what they show of the view. */
    wordSettingsOpen: signal(false),
    wordStatistics: signal<WordStatistics | null>(null),
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
