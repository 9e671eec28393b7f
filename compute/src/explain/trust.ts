import { type AttributionMethod, trustFigure, type TrustFigure } from "../../../src/protocol";
import type { Attributed } from "./attribute";
import type { Erasure } from "./erasure";
import { bootstrapMean, kendallTau } from "./statistics";

export type TrustMeasure = TrustFigure["measure"];

/** What was measured of a method on one text; a measure that makes no sense there is left out. */
export type TextFigures = Partial<Record<TrustMeasure, number>>;

/** One text's figures, and whether its prediction is confident. */
export interface MeasuredText {
  readonly figures: TextFigures;
  readonly confident: boolean;
}

/**
 * Figures of one attribution: agreement with occlusion, IG's delta, and what LIME's scores would be worth another
 * time.
 * @param occlusion the same text's attribution by occlusion
 */
export function figuresOf(attribution: Attributed, occlusion: Attributed): TextFigures {
  return present({
    tau_occlusion: agreement(attribution, occlusion),
    delta: relativeDelta(attribution),
    stability: stability(attribution),
  });
}

/** The figures of an erasure, beside others. */
export function withErasure(figures: TextFigures, { comprehensiveness, sufficiency }: Erasure): TextFigures {
  return { ...figures, comprehensiveness, sufficiency };
}

/**
 * The mean of each measure over texts with its bootstrap interval, in the order of the protocol; measures that no text
 * has are left out. Those of the side test come a second time, of the confident texts.
 */
export function* summarised(
  method: AttributionMethod,
  texts: readonly MeasuredText[],
  seed: number,
): Generator<TrustFigure, void, void> {
  const confident = texts.filter((text) => text.confident);
  for (const measure of trustFigure.shape.measure.options)
    for (const among of measure.startsWith("side_") ? (["all", "confident"] as const) : (["all"] as const)) {
      const some = among === "all" ? texts : confident;
      const values = some.flatMap(({ figures }) => figures[measure] ?? []).filter(Number.isFinite);
      if (values.length > 0) yield { method, measure, among, ...bootstrapMean(values, seed) };
    }
}

/** Kendall's tau-b with occlusion, with its magnitudes for a method that knows no signs. Occlusion itself has none. */
function agreement(attribution: Attributed, occlusion: Attributed): number | null {
  if (attribution.method === "occlusion") return null;
  const { scores } = occlusion;
  return kendallTau(attribution.scores, attribution.signed ? scores : scores.map(Math.abs));
}

/** |delta| as a share of the difference that the scores explain. */
function relativeDelta({ delta, pieceScores }: Attributed): number | null {
  if (delta === null) return null;
  const explained = pieceScores.reduce((sum, score) => sum + score, 0) - delta;
  return explained === 0 ? null : Math.abs(delta / explained);
}

/**
 * The correlation to expect between the scores of two seeds: the share of their variance that is not chance,
 * 1 - mean(spread^2) / variance, at least 0 (reliability in the sense of Spearman 1904).
 */
function stability({ scores, spread }: Attributed): number | null {
  if (!spread || scores.length < 2) return null;
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (scores.length - 1);
  const chance = spread.reduce((sum, each) => sum + each ** 2, 0) / scores.length;
  return variance === 0 ? null : Math.max(0, 1 - chance / variance);
}

function present(figures: Readonly<Partial<Record<TrustMeasure, number | null>>>): TextFigures {
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== null));
}
