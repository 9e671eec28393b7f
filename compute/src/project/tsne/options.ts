/** t-SNE's settings, named as in scikit-learn. */
export interface TsneOptions {
  /** Effective number of neighbours; default 40, clipped to a third of the other rows. */
  readonly perplexity?: number;
  /** Default 1,000; a quarter of them, at most 250, with early exaggeration. */
  readonly iterations?: number;
  /** Default 0. */
  readonly seed?: number;
}

/** Settings with every default filled in. */
export type TsneSettings = Required<TsneOptions>;

/**
 * Fills in the defaults for this many rows.
 * @throws if a setting is out of its range.
 */
export function tsneOptions(given: TsneOptions, rows: number): TsneSettings {
  const { perplexity = 40, iterations = 1_000, seed = 0 } = given;
  if (!(perplexity >= 1)) throw new Error(`perplexity: ${perplexity} (allowed: 1 or more)`);
  if (!Number.isInteger(iterations) || iterations < 1)
    throw new Error(`iterations: ${iterations} (allowed: a whole number from 1)`);
  return { perplexity: Math.max(1, Math.min(perplexity, (rows - 1) / 3)), iterations, seed };
}
