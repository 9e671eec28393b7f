/**
 * Positions brought onto an anchor by the rotation or reflection, uniform scale and shift that leave the least sum
 * of squared distances (orthogonal Procrustes, Schönemann 1966; in the plane its singular values are known). Where
 * one side is a single point only the shift is left.
 * @param positions, anchor of the same rows, rows x 2, interleaved, finite.
 */
export function procrustes(positions: Float32Array, anchor: Float32Array): Float32Array {
  if (positions.length !== anchor.length)
    throw new Error(`anchor: ${anchor.length / 2} rows (allowed: ${positions.length / 2}, as the map has)`);
  const from = centre(positions);
  const to = centre(anchor);
  // entries of positions' x anchor, both centred
  let [xx, xy, yx, yy, size] = [0, 0, 0, 0, 0];
  for (let i = 0; i < positions.length; i += 2) {
    const x = (positions[i] as number) - from.x;
    const y = (positions[i + 1] as number) - from.y;
    const toX = (anchor[i] as number) - to.x;
    const toY = (anchor[i + 1] as number) - to.y;
    xx += x * toX;
    xy += x * toY;
    yx += y * toX;
    yy += y * toY;
    size += x * x + y * y;
  }
  const turning = Math.hypot(xx + yy, xy - yx);
  const mirroring = Math.hypot(xx - yy, xy + yx);
  const mirror = mirroring > turning;
  const trace = mirror ? mirroring : turning;
  const scale = size > 0 && trace > 0 ? trace / size : 1;
  const cosine = trace > 0 ? (mirror ? xx - yy : xx + yy) / trace : 1;
  const sine = trace > 0 ? (mirror ? xy + yx : xy - yx) / trace : 0;
  const side = mirror ? -1 : 1;
  const result = new Float32Array(positions.length);
  for (let i = 0; i < positions.length; i += 2) {
    const x = (positions[i] as number) - from.x;
    const y = (positions[i + 1] as number) - from.y;
    result[i] = to.x + scale * (cosine * x - side * sine * y);
    result[i + 1] = to.y + scale * (sine * x + side * cosine * y);
  }
  return result;
}

function centre(positions: Float32Array): { x: number; y: number } {
  let [x, y] = [0, 0];
  for (let i = 0; i < positions.length; i += 2) {
    x += positions[i] as number;
    y += positions[i + 1] as number;
  }
  const rows = Math.max(1, positions.length / 2);
  return { x: x / rows, y: y / rows };
}
