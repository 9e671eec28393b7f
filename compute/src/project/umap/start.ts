import { seededRandom } from "../../../../src/core/random";

/** Standard deviation of the noise that keeps duplicates apart, as in umap-learn. */
const NOISE = 1e-4;
const EXTENT = 10;

/**
 * Where the layout of a new map begins: positions on principal components made to reach 10, a little seeded
 * noise, then each axis stretched to 0..10, as umap-learn does with `init="pca"`.
 */
export function startFromPca(pca: Float32Array, seed: number): Float32Array {
  let reach = 0;
  for (const value of pca) reach = Math.max(reach, Math.abs(value));
  const positions = withNoise(pca, reach > 0 ? EXTENT / reach : 1, seed);
  for (const axis of [0, 1]) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = axis; i < positions.length; i += 2) {
      low = Math.min(low, positions[i] as number);
      high = Math.max(high, positions[i] as number);
    }
    const stretch = high > low ? EXTENT / (high - low) : 0;
    for (let i = axis; i < positions.length; i += 2)
      positions[i] = ((positions[i] as number) - low) * stretch;
  }
  return positions;
}

/** Where the layout goes on from an earlier map: its positions at their own scale, and the same noise. */
export function startFromMap(earlier: Float32Array, seed: number): Float32Array {
  return withNoise(earlier, 1, seed);
}

function withNoise(source: Float32Array, scale: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return source.map((value) => value * scale + NOISE * normal());
}
