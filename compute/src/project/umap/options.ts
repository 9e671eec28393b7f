/** UMAP's settings, named as in umap-learn. */
export interface UmapOptions {
  /** Size of the local neighbourhood, the row itself counted as in umap-learn; default 15, from 2. */
  readonly neighbours?: number;
  /** Least distance of neighbours on the map; default 0.1. */
  readonly minDist?: number;
  /** Scale of the map's clumps; default 1. */
  readonly spread?: number;
  /** Steps of the layout; default (or null) 500, above 10,000 rows 200. */
  readonly epochs?: number | null;
  /** Default 0. */
  readonly seed?: number;
}

/** Settings with every default filled in. */
export type UmapSettings = { readonly [Name in keyof UmapOptions]-?: NonNullable<UmapOptions[Name]> };

/** Random rows pushed away for each pair pulled together, as in umap-learn. */
export const NEGATIVE_SAMPLES = 5;

/**
 * Fills in umap-learn's defaults for this many rows.
 * @throws if a setting is out of its range.
 */
export function umapOptions(given: UmapOptions, rows: number): UmapSettings {
  const { neighbours = 15, minDist = 0.1, spread = 1, seed = 0 } = given;
  const epochs = given.epochs ?? (rows <= 10_000 ? 500 : 200);
  if (!Number.isInteger(neighbours) || neighbours < 2)
    throw new Error(`neighbours: ${neighbours} (allowed: a whole number from 2)`);
  if (!(spread > 0)) throw new Error(`spread: ${spread} (allowed: above 0)`);
  if (!(minDist >= 0 && minDist <= spread))
    throw new Error(`min_dist: ${minDist} (allowed: 0 to the spread, ${spread})`);
  if (!Number.isInteger(epochs) || epochs < 1)
    throw new Error(`epochs: ${epochs} (allowed: a whole number from 1)`);
  return { neighbours, minDist, spread, epochs, seed };
}
