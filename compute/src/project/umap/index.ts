import type { Control } from "../cancelled";
import { uninterrupted } from "../cancelled";
import { pca } from "../pca";
import type { ProjectionInput, Projector } from "../projector";
import { checkInput } from "../projector";
import { fitCurve } from "./curve";
import { tabulateForces } from "./forces";
import { fuzzySet } from "./fuzzy-set";
import { layOut } from "./layout";
import type { UmapOptions } from "./options";
import { umapOptions } from "./options";
import { layOutSmall } from "./small";
import { startFromMap, startFromPca } from "./start";

export type { UmapOptions } from "./options";

/**
 * Up to this many rows `umap-js` lays out, above it the same mathematics on typed arrays. `umap-js` prepares its graph in
 * one go that cannot be stopped, 0.1 s for this many rows, and is then some six times slower.
 */
export const SMALL_ROWS = 500;

/**
 * UMAP (McInnes, Healy & Melville 2018) on exact neighbours, from PCA or an earlier map. Settings left out take
 * umap-learn's defaults; see {@link UmapOptions}.
 * @throws when projecting, if a setting is out of its range.
 */
export function umap(given: UmapOptions = {}): Projector {
  return {
    name: "umap",
    neighboursNeeded: (rows) => umapOptions(given, rows).neighbours - 1,
    project: (input, control = uninterrupted) => project(input, given, control),
  };
}

function project(input: ProjectionInput, given: UmapOptions, control: Control): Float32Array {
  const { embeddings, neighbours, initial } = input;
  const { rows } = embeddings;
  const options = umapOptions(given, rows);
  checkInput(input, options.neighbours - 1);
  if (rows < 2) return new Float32Array(2 * rows);
  const positions = initial
    ? startFromMap(initial, options.seed)
    : startFromPca(input.pca ?? pca(embeddings, control), options.seed);
  // umap-js asks for more rows than a neighbourhood has
  if (rows > options.neighbours && rows <= SMALL_ROWS) layOutSmall(neighbours, positions, options, control);
  else {
    const graph = fuzzySet(neighbours, options.neighbours, control);
    const forces = tabulateForces(fitCurve(options.minDist, options.spread));
    layOut(graph, positions, { epochs: options.epochs, forces, seed: options.seed }, control);
  }
  return positions;
}
