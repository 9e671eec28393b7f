/** Arrangements of the screen by the width of the explorer, in px. */
export type Layout = "wide" | "medium" | "narrow" | "single";

/** Wide from 1180, medium from 880, narrow (map above a drawer) from 560, else one thing at a time. */
export function layoutOf(width: number): Layout {
  if (width >= 1180) return "wide";
  if (width >= 880) return "medium";
  return width >= 560 ? "narrow" : "single";
}

export const MIN_HEIGHT = 420;
const MIN_MAP = 240;

/** Width of the side column in px: what the user dragged it to, else the tab's own, never squeezing the map. */
export function columnWidth(
  tab: "words" | "labels" | "sample",
  width: number,
  dragged: number | undefined,
): number {
  const own = {
    words: width >= 1180 ? 400 : 360,
    labels: width >= 1180 ? 536 : 400,
    sample: Math.min(640, width / 2),
  }[tab];
  return Math.round(Math.max(300, Math.min(dragged ?? own, width - MIN_MAP)));
}
