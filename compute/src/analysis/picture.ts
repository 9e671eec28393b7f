import {
  checkClusters,
  checkConfusion,
  checkMap,
  checkWords,
  countLocalWords,
  type SharedLabels,
} from "../../../src/core";
import type { AnalysisSummary, Signature } from "../../../src/protocol";
import type { Dataset } from "../data";
import { inSlices } from "../threads/slices";
import { toPixels } from "./pixels";
import type { Resources } from "./resources";

/** Size of the map that localized words are defined on, in px. */
const MAP = [970, 480] as const;

/** A map and what is said on it. */
export interface Picture {
  readonly dataset: Dataset;
  readonly labelNames: readonly string[];
  readonly gold: Int32Array | null;
  readonly prediction: Int32Array | null;
  readonly positions: Float32Array;
  readonly quality: AnalysisSummary["quality"];
  readonly shared: SharedLabels | null;
}

/** The reasons not to believe a picture; null where none could be measured. */
export async function readPicture(
  { dataset, labelNames: names, gold, prediction, positions, quality, shared }: Picture,
  resources: Resources,
  signal: AbortSignal,
): Promise<Signature[] | null> {
  const postings = await resources.postings(dataset, {}, signal);
  const counts = await inSlices(countLocalWords(postings, toPixels(positions, MAP)), signal);
  const { found, shuffled, candidates } = counts;
  const findings = [
    shared ? checkClusters(shared) : null,
    checkWords(found, shuffled, candidates),
    checkMap(quality, dataset.rows),
    gold && prediction ? checkConfusion({ names, codes: gold }, { names, codes: prediction }) : null,
  ];
  if (findings.every((finding) => finding === null)) return null;
  return findings.filter((finding) => finding !== null && finding !== "fine");
}
