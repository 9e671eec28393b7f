import type { Drawer, Tab } from "../../client";

/** Arrangements of the screen by the width of the explorer, in px. */
export type Layout = "wide" | "medium" | "narrow" | "single";

/** Wide from 1180, medium from 880, narrow (map above a drawer) from 560, else one thing at a time. */
export function layoutOf(width: number): Layout {
  if (width >= 1180) return "wide";
  if (width >= 880) return "medium";
  return width >= 560 ? "narrow" : "single";
}

/** Least height of the explorer, px. */
export const MIN_HEIGHT = 420;
/** Least width of the side column, px. */
export const MIN_COLUMN = 300;
const MIN_MAP = 240;
/** Bar, chips, status and the two border lines. */
const AROUND = 40 + 36 + 24 + 2;
const DRAWER_SHARE = 0.4;

/** Widest that the side column can be, px. */
export function widestColumn(width: number): number {
  return Math.max(MIN_COLUMN, width - MIN_MAP);
}

/** Width of the side column in px: what the user dragged it to, else the tab's own, never squeezing the map. */
export function columnWidth(tab: Tab, width: number, dragged: number | undefined): number {
  const wide = width >= 1180;
  const own = { words: 400, changes: 400, labels: 536, sample: Math.min(640, width / 2) }[tab];
  return Math.round(Math.max(MIN_COLUMN, Math.min(dragged ?? (wide ? own : 360), widestColumn(width))));
}

/** Height in px of a drawer that is partly open, in an explorer of this height. Chips count whether shown or not. */
export function drawerHeight(height: number): number {
  return Math.round((height - AROUND) * DRAWER_SHARE);
}

/** What the drawer can be: partly open only while the map above keeps 240 px. */
export function possibleDrawers(height: number): readonly Drawer[] {
  const map = height - AROUND - drawerHeight(height);
  return map >= MIN_MAP ? ["tabs", "part", "full"] : ["tabs", "full"];
}

/** The drawer as it is shown; it shuts where the map would be too low. */
export function shownDrawer(drawer: Drawer, height: number): Drawer {
  return possibleDrawers(height).includes(drawer) ? drawer : "tabs";
}
