import type { Positions } from "../../core";

/**
 * A view of the map plane. A point (x, y) of the plane lies at (x * scale + x0, y * scale + y0) px; y grows
 * downwards in both.
 */
export interface Camera {
  /** px a unit of the plane. */
  readonly scale: number;
  readonly x0: number;
  readonly y0: number;
}

/** px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** px kept free at each side. */
export interface Insets {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** An upright box of the plane. */
export interface Extent {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Positions of a layout in the plane: centred, the longer side from -1 to 1, y downwards. NaN stays NaN.
 * @param extent of the layout that they belong to.
 */
export function toPlane(positions: Positions, extent = extentOf(positions)): Positions {
  const { left, top, right, bottom } = extent;
  const half = Math.max(right - left, bottom - top) / 2 || 1;
  const plane = new Float32Array(positions.length);
  for (let i = 0; i < plane.length; i += 2) {
    plane[i] = ((positions[i] ?? NaN) - (left + right) / 2) / half;
    plane[i + 1] = ((top + bottom) / 2 - (positions[i + 1] ?? NaN)) / half;
  }
  return plane;
}

/** Bounds of the positions that are numbers, of all rows or of some; a box of no size at 0, 0 where there are none. */
export function extentOf(positions: Positions, rows?: ArrayLike<number>): Extent {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const count = rows ? rows.length : positions.length / 2;
  for (let i = 0; i < count; i++) {
    const row = rows ? (rows[i] ?? 0) : i;
    const x = positions[2 * row] ?? NaN;
    const y = positions[2 * row + 1] ?? NaN;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return left <= right && top <= bottom
    ? { left, top, right, bottom }
    : { left: 0, top: 0, right: 0, bottom: 0 };
}

/** The camera that shows a box as large as the free part of the view allows, at most `maxScale`. */
export function fitCamera(extent: Extent, size: Size, insets: Insets, maxScale = Infinity): Camera {
  const width = Math.max(40, size.width - insets.left - insets.right);
  const height = Math.max(40, size.height - insets.top - insets.bottom);
  const scale = Math.min(
    width / Math.max(1e-6, extent.right - extent.left),
    height / Math.max(1e-6, extent.bottom - extent.top),
    maxScale,
  );
  return {
    scale,
    x0: insets.left + width / 2 - ((extent.left + extent.right) / 2) * scale,
    y0: insets.top + height / 2 - ((extent.top + extent.bottom) / 2) * scale,
  };
}

/** Zoomed by a factor about a place of the screen, which stays where it is. */
export function zoomAt(camera: Camera, factor: number, x: number, y: number): Camera {
  return {
    scale: camera.scale * factor,
    x0: x + (camera.x0 - x) * factor,
    y0: y + (camera.y0 - y) * factor,
  };
}

export function panBy(camera: Camera, dx: number, dy: number): Camera {
  return { scale: camera.scale, x0: camera.x0 + dx, y0: camera.y0 + dy };
}

/** On the way from one camera to another at `t` in 0 to 1: scale changes evenly by factor, about one fixed place. */
export function between(from: Camera, to: Camera, t: number): Camera {
  const scale = from.scale * (to.scale / from.scale) ** t;
  const change = to.scale - from.scale;
  const share = Math.abs(change) < 1e-6 * from.scale ? t : (scale - from.scale) / change;
  return { scale, x0: from.x0 + (to.x0 - from.x0) * share, y0: from.y0 + (to.y0 - from.y0) * share };
}

/** Column-major 4 x 4 view matrix for a renderer whose plane has y upwards and half the view's height as unit. */
export function viewMatrix(camera: Camera, size: Size): Float32Array {
  const scale = (2 * camera.scale) / size.height;
  const x = (2 * camera.x0 - size.width) / size.height;
  const y = 1 - (2 * camera.y0) / size.height;
  return Float32Array.of(scale, 0, 0, 0, 0, scale, 0, 0, 0, 0, 1, 0, x, y, 0, 1);
}
