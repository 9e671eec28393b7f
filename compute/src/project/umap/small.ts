import { UMAP } from "umap-js";
import { seededRandom } from "../../../../src/core/random";
import type { Control } from "../cancelled";
import { checkStop } from "../cancelled";
import type { Neighbours } from "../neighbours";
import type { UmapSettings } from "./options";
import { NEGATIVE_SAMPLES } from "./options";

/**
 * Moves `positions` (rows x 2) in place by `umap-js` with exact neighbours; for small sets, where its plain
 * arrays are quick enough. Needs more rows than `options.neighbours`.
 * @throws {Cancelled}
 */
export function layOutSmall(
  { rows, k, indices, distances }: Neighbours,
  positions: Float32Array,
  options: UmapSettings,
  control: Control,
): void {
  const used = options.neighbours - 1;
  const umap = new UMAP({
    nNeighbors: used + 1,
    minDist: options.minDist,
    spread: options.spread,
    nEpochs: options.epochs,
    negativeSampleRate: NEGATIVE_SAMPLES,
    random: seededRandom(options.seed),
  });
  const own = (array: ArrayLike<number>, row: number, self: number) => [
    self,
    ...Array.from({ length: used }, (_, i) => array[row * k + i] as number),
  ];
  const each = Array.from({ length: rows }, (_, row) => row);
  umap.setPrecomputedKNN(
    each.map((row) => own(indices, row, row)),
    each.map((row) => own(distances, row, 0)),
  );
  checkStop(control, "umap");
  // with neighbours given the rows themselves are counted, never read
  umap.initializeFit(each.map((row) => [row]));
  const embedding = umap.getEmbedding();
  for (const [row, position] of embedding.entries()) {
    position[0] = positions[2 * row] as number;
    position[1] = positions[2 * row + 1] as number;
  }
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    checkStop(control, "umap");
    umap.step();
    for (const [row, [x = 0, y = 0]] of embedding.entries()) {
      positions[2 * row] = x;
      positions[2 * row + 1] = y;
    }
    control.onProgress?.(epoch, options.epochs, positions);
  }
}
