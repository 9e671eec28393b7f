import type { Rect } from "../../core";

/** Free space between a point and its tooltip, in px, and between the tooltip and the edge of the map. */
const gap = 10;
const edge = 8;

/**
 * Beside the point, never over it, inside the map: right of it where there is room, else left, else below or above.
 * @param point centre and radius of the point, in px.
 */
export function placeTooltip(
  point: { readonly x: number; readonly y: number; readonly radius: number },
  tooltip: { readonly width: number; readonly height: number },
  map: { readonly width: number; readonly height: number },
): Rect {
  const { width, height } = tooltip;
  const away = point.radius + gap;
  const within = (value: number, most: number): number => Math.max(edge, Math.min(value, most - edge));
  const y = within(point.y - height / 3, map.height - height);
  if (point.x + away + width <= map.width - edge) return { x: point.x + away, y, width, height };
  if (point.x - away - width >= edge) return { x: point.x - away - width, y, width, height };
  const x = within(point.x - width / 2, map.width - width);
  const below = point.y + away;
  return { x, y: below + height <= map.height - edge ? below : point.y - away - height, width, height };
}
