import { SemlaError, type AnalysisColumns, type Params, type Tensor } from "../../../src/protocol";
import type { Dataset } from "../data";
import { hashValue } from "../store";
import { Slices } from "../threads/slices";
import type { Analysis } from "./analyses";
import { side } from "./arrays";
import { ProgressFeed } from "./progress";
import type { Resources } from "./resources";
import type { Basis } from "./run";
import { sharedTensor } from "./tensors";

type Saved = Params<"analysis/restore">;

/** Columns of codes, each with what they are codes of. */
const CODES = {
  gold: "labels",
  prediction: "labels",
  support: "rows",
  closest: "rows",
  contrast: "rows",
} as const;

/**
 * A finished analysis as it was saved. Nothing is computed; its arrays are kept where later requests find them.
 * @throws SemlaError "bad_data" naming the column or array that does not fit the data set.
 */
export async function restoreAnalysis(
  saved: Saved,
  dataset: Dataset,
  resources: Resources,
  signal: AbortSignal,
): Promise<Analysis> {
  const { model, concepts, columns, summary, basis, embeddings, logits, probabilities } = saved;
  checkSaved(saved, dataset.rows);
  const { layout, head } = summary;
  const content = { embeddings, logits, probabilities, columns, basis, layout, head, concepts };
  const handle = await hashValue({ restored: 1, dataset: dataset.handle, ...content }, signal);
  const arraysKey = `restored-${handle}`;
  const arrays = {
    embeddings: embeddings ?? null,
    logits: logits ?? null,
    probabilities: probabilities ?? null,
  };
  const { vectors: array, centroids, shared } = basis;
  let vectors: Basis["vectors"] = null;
  if (array !== null) {
    const given = arrays[array];
    if (!given) throw bad(`${array}: missing, and rows are near each other by it`);
    arrays[array] = await sharedTensor(given, new Slices(signal));
    vectors = { key: await hashValue(given, signal), array };
  }
  resources.keepArrays(arraysKey, arrays);
  const feed = new ProgressFeed(handle);
  feed.publish(columns);
  feed.finish({ ...summary, analysis: handle });
  const start = { vectors, centroids, shared, anchor: null };
  return { handle, dataset: dataset.handle, model, feed, concepts, arraysKey, basis: start };
}

function checkSaved(saved: Saved, rows: number): void {
  const { columns, summary, basis, embeddings, logits, probabilities } = saved;
  const labels = columns.labelNames?.length ?? 0;
  if (summary.rows !== rows) throw bad(`summary: ${summary.rows} rows (allowed: ${rows})`);
  if (!columns.positions || !columns.layout?.final)
    throw bad("positions: missing, or not those of a final map");
  const byRow = { ...rowColumns(columns), embeddings, logits, probabilities };
  for (const [name, tensor] of Object.entries(byRow))
    if (tensor && tensor.shape[0] !== rows) throw bad(`${name}: ${tensor.shape[0]} rows (allowed: ${rows})`);
  for (const [name, of] of Object.entries(CODES)) {
    const codes = columns[name as keyof typeof CODES];
    const end = of === "labels" ? labels : rows;
    const wrong = codes?.data.find((code) => code < -1 || code >= end);
    if (wrong !== undefined) throw bad(`${name}: ${wrong} (allowed: -1 to ${end - 1})`);
  }
  for (const [name, scores] of Object.entries({ logits, probabilities }))
    if (scores && side(scores) > labels)
      throw bad(`${name}: ${side(scores)} columns (allowed: at most ${labels}, the number of labels)`);
  const byLabel = { clusterOfLabel: columns.clusterOfLabel, centroids: basis.centroids?.vectors };
  for (const [name, tensor] of Object.entries({ ...byLabel, counts: basis.centroids?.counts }))
    if (tensor && tensor.shape[0] !== labels)
      throw bad(`${name}: ${tensor.shape[0]} labels (allowed: ${labels})`);
}

/** All columns but the lists of names, what the map is, and what is said of labels. */
function rowColumns(columns: AnalysisColumns): Record<string, Tensor | undefined> {
  const { gold, prediction, probability, confidence, loss, positions, kept } = columns;
  const { support, closest, contrast, rivals } = columns;
  return {
    gold,
    prediction,
    probability,
    confidence,
    loss,
    positions,
    kept,
    support,
    closest,
    contrast,
    rivals,
  };
}

function bad(message: string): SemlaError {
  return new SemlaError("bad_data", message);
}
