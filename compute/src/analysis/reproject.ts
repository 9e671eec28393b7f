import type { AnalysisProgress, AnalysisSummary, Projection } from "../../../src/protocol";
import { SemlaError } from "../../../src/protocol";
import type { Dataset } from "../data";
import type { Analysis } from "./analyses";
import { layOut } from "./layout";
import type { KnownAnchor } from "./material";
import { readPicture } from "./picture";
import { ProgressFeed } from "./progress";
import type { Resources } from "./resources";
import { vectorsOf } from "./vectors";

/** Another layout that is asked for. */
export interface Reprojection {
  readonly projection: Projection;
  readonly anchor: KnownAnchor | null;
  readonly report: (progress: AnalysisProgress) => void;
}

/**
 * Lays a finished analysis out anew. Its positions, quality and signatures are replaced at the end, so that a
 * layout which is given up leaves the one before.
 * @throws SemlaError "invalid_request" where there is nothing to lay out by.
 */
export async function reproject(
  analysis: Analysis,
  dataset: Dataset,
  { projection, anchor, report }: Reprojection,
  resources: Resources,
  signal: AbortSignal,
): Promise<AnalysisSummary> {
  const { handle, feed, basis } = analysis;
  const vectors = await vectorsOf(analysis, "projection", resources, signal);
  const before = feed.state().summary;
  if (!before || !basis)
    throw new SemlaError(
      "invalid_request",
      "projection: the analysis is still under way; ask again when it is ready",
    );
  const moving = new ProgressFeed(handle);
  const unfollow = moving.follow(report);
  try {
    const layout = await layOut(vectors, projection, anchor, false, moving, resources, signal);
    const { labelNames = [], gold, prediction } = feed.columns();
    const { positions, quality } = layout;
    const codes = { gold: gold?.data ?? null, prediction: prediction?.data ?? null };
    const picture = { dataset, labelNames, ...codes, positions, quality, shared: basis.shared };
    const signatures = await readPicture(picture, resources, signal);
    await layout.saved;
    signal.throwIfAborted();
    const seconds = { ...before.seconds, layout: layout.seconds };
    const summary = { ...before, layout: projection, quality, signatures, seconds };
    feed.publish(moving.columns());
    feed.finish(summary);
    moving.finish(summary);
    return summary;
  } finally {
    unfollow();
  }
}
