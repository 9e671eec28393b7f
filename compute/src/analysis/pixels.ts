/** Share of the data's range left free on each side, as SemLa does. */
const PADDING = 0.1;

/**
 * Positions scaled linearly, each axis on its own, to a map of `size` pixels with 10 % of the data's range free on
 * each side; y points down as on a screen. An axis along which nothing varies is drawn in the middle.
 * @param positions rows x 2; rows without a position (NaN) stay so.
 */
export function toPixels(positions: Float32Array, size: readonly [number, number]): Float32Array {
  const pixels = new Float32Array(positions.length);
  for (const axis of [0, 1] as const) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = axis; i < positions.length; i += 2) {
      const value = positions[i] ?? NaN;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    const range = high - low;
    for (let i = axis; i < positions.length; i += 2) {
      const value = positions[i] ?? NaN;
      const share = range > 0 ? ((value - low) / range + PADDING) / (1 + 2 * PADDING) : value - value + 0.5;
      pixels[i] = size[axis] * (axis === 0 ? share : 1 - share);
    }
  }
  return pixels;
}
