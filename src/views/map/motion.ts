/** Duration of a move of the camera, or of points within a layout, in ms. */
export const moveTime = 240;
/** Duration of the way from one layout to the next, in ms. */
export const glideTime = 600;

/** Progress of a glide at `t` in 0 to 1: slow at both ends. */
export function ease(t: number): number {
  return t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2;
}
